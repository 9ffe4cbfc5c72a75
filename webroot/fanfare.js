/**
 * Fanfare's client: many rooms on one WebSocket, and nothing lost on the way.
 *
 * It speaks `fanfare.v1.json`, reconnects by itself, asks for what it missed by position, and keeps
 * publications that were not acknowledged until they are. It knows nothing of the page around it and
 * needs nothing but a standard `WebSocket` and `EventTarget`.
 *
 *     import { Fanfare } from '/fanfare.js';
 *
 *     const fanfare = new Fanfare({ name: 'Ann' });
 *     fanfare.on('message', (m) => console.log(m.from.name, m.body));
 *     await fanfare.join('lobby', { history: 20 });
 *     await fanfare.publish('lobby', 'Hello'); // resolves when it is stored
 *
 * @module fanfare
 */

import { utf8Length } from './fanfare/protocol.js';
import { Session } from './fanfare/session.js';

export { backoff, closeAction, comparePositions, newKey, parsePosition } from './fanfare/protocol.js';
export { FanfareError, utf8Length } from './fanfare/protocol.js';

/**
 * @typedef {import('./fanfare/protocol.js').User} User
 * @typedef {import('./fanfare/protocol.js').State} State
 * @typedef {import('./fanfare/protocol.js').StateChange} StateChange
 * @typedef {import('./fanfare/protocol.js').Message} Message
 */

/**
 * Events (all `CustomEvent`s; {@link Fanfare#on} hands over the detail):
 *
 * | event | detail |
 * |---|---|
 * | `state` | {@link StateChange} |
 * | `welcome` | the server's frame: `session`, `user`, `limits`, `ping`, `node` |
 * | `joined` | `{room, position, recovered, members, again}`; `again` after a reconnect |
 * | `message` | {@link Message} |
 * | `gap` | `{room, position}`: messages before this are missing and cannot be had any more |
 * | `presence` | `{room, joined, left, count}` |
 * | `signal` | `{room, from, body}` |
 * | `outbox` | `{key, room, to, body, status, position, error}`, status one of `queued`, `sending`, `waiting`, `sent`, `failed` |
 * | `refused-room` | `{room, error}`: a room could not be joined (again) |
 * | `user` | the {@link User} this client speaks for, when it changes |
 * | `error` | {@link FanfareError} that belongs to no command |
 */
export class Fanfare extends EventTarget {
  #session;

  /**
   * Connects at once.
   *
   * @param {object} [options]
   * @param {string} [options.url] the endpoint, relative to the page; default `/ws`
   * @param {string} [options.name] the name to bear
   * @param {string} [options.guest] a guest key ({@link newKey}) that makes the user id last; keep it secret
   * @param {string|(() => string|Promise<string>)} [options.token] a JWT, or what fetches one
   * @param {number} [options.window] publications per room that may await their acknowledgement at the
   *     same time. 1, the default, keeps their order whatever happens
   * @param {number} [options.outbox] publications kept while there is no connection, default 1,000
   * @param {{min: number, max: number}} [options.backoff] seconds, default 0.5 to 20
   * @param {typeof WebSocket} [options.WebSocket] for environments without a global one
   */
  constructor(options = {}) {
    super();
    const defaults = {
      url: '/ws',
      window: 1,
      outbox: 1000,
      backoff: { min: 0.5, max: 20 },
      WebSocket: globalThis.WebSocket,
    };
    const emit = (type, detail) => this.dispatchEvent(new CustomEvent(type, { detail }));
    this.#session = new Session({ ...defaults, ...options }, emit);
    this.connect();
  }

  /** @returns {User|null} whom this client speaks for, once welcomed */
  get user() {
    return this.#session.user;
  }

  /** @returns {{message: number}} the server's limits, once welcomed */
  get limits() {
    return this.#session.limits;
  }

  /** @returns {State} */
  get state() {
    return this.#session.connection.state;
  }

  /** @returns {number} seconds between two pings of the server */
  get ping() {
    return this.#session.connection.ping;
  }

  /** @returns {number} how many publications are not acknowledged yet */
  get pending() {
    return this.#session.outbox.size;
  }

  /**
   * Listens to an event and gets its detail.
   *
   * @param {string} type
   * @param {(detail: any) => void} listener
   * @returns {() => void} what stops listening
   */
  on(type, listener) {
    const handler = (event) => listener(event.detail);
    this.addEventListener(type, handler);
    return () => this.removeEventListener(type, handler);
  }

  /** Connects now: after {@link close}, when refused, or instead of waiting for the next attempt. */
  connect() {
    this.#session.connection.connect();
  }

  /** Leaves for good; whatever is unanswered is rejected with `closed`. */
  close() {
    this.#session.close();
  }

  /**
   * Enters a room and stays in it over every reconnect.
   *
   * @param {string} name
   * @param {object} [from] where to begin; without it, with whatever comes next
   * @param {string} [from.since] after this position
   * @param {number} [from.history] with the last so many messages
   * @returns {Promise<{room: string, position: string, recovered: boolean, members: number}>}
   */
  join(name, from = {}) {
    return this.#session.rooms.join(name, from);
  }

  /**
   * @param {string} name
   * @returns {Promise<void>}
   */
  leave(name) {
    return this.#session.rooms.leave(name);
  }

  /**
   * Publishes in a room. May be called at any time: without a connection it waits, and it is repeated
   * with the same key until the server says that it is stored: once, as long as the server remembers
   * the key (`limits.dedup`).
   *
   * @param {string} room
   * @param {*} body any JSON value
   * @param {object} [options]
   * @param {string} [options.key] the key; give the one of a failed publication to try it again
   * @param {'base64'} [options.encoding] if the body is bytes in base64
   * @returns {Promise<{room: string, position: string}> & {key: string}}
   */
  publish(room, body, options = {}) {
    return this.#session.outbox.add({ room: room.normalize('NFC') }, body, options);
  }

  /**
   * Publishes a direct message to one user.
   *
   * @param {string} user the user's id
   * @param {*} body any JSON value
   * @param {object} [options] as for {@link publish}
   * @returns {Promise<{room: string, position: string}> & {key: string}}
   */
  send(user, body, options = {}) {
    return this.#session.outbox.add({ to: user }, body, options);
  }

  /**
   * Takes a publication back that is still in the outbox. One that is on its way may arrive all the same.
   *
   * @param {string} key
   * @returns {boolean} whether it was there
   */
  cancel(key) {
    return this.#session.outbox.cancel(key);
  }

  /**
   * How many bytes are left for a publication before the server would refuse it.
   *
   * @param {string} room
   * @param {*} body
   * @returns {number} negative if it is too long
   */
  remaining(room, body) {
    const frame = { type: 'publish', ref: '0000000000', room, key: '0'.repeat(24), body };
    return this.limits.message - utf8Length(JSON.stringify(frame));
  }

  /**
   * Tells all other members something that need not be kept (typing, a cursor). Dropped if not connected.
   *
   * @param {string} room
   * @param {*} body
   */
  signal(room, body) {
    this.#session.signal(room, body);
  }

  /**
   * A page of older messages, oldest first.
   *
   * @param {string} room
   * @param {{before: string, limit?: number}} page
   * @returns {Promise<{messages: Message[], more: boolean}>}
   */
  history(room, { before, limit = 50 }) {
    return this.#session.commands.send({ type: 'history', room, before, limit });
  }

  /**
   * @param {string} room
   * @returns {Promise<{room: string, count: number, members: User[]}>}
   */
  members(room) {
    return this.#session.commands.send({ type: 'members', room });
  }

  /**
   * Takes another name, now or, without a connection, with the next one.
   *
   * @param {string} name
   * @returns {Promise<User|null>}
   */
  rename(name) {
    return this.#session.rename(name);
  }

  /**
   * Hands over a fresh JWT before the old one expires.
   *
   * @param {string} token
   * @returns {Promise<{expires: number}>}
   */
  authorize(token) {
    return this.#session.authorize(token);
  }
}
