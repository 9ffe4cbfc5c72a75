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

const PROTOCOL = 'fanfare.v1.json';
const WELCOME_WITHIN = 15_000; // from connecting to `welcome`
const ANSWER_WITHIN = 20_000; // from a command to its answer
const PROBE_WITHIN = 5_000; // from our `ping` to anything at all
const STABLE_AFTER = 10_000; // a connection that lived so long resets the backoff
const QUIET_AFTER = 10_000; // a join after which nothing came for so long had nothing to bring
const TRANSIENT = new Set(['rate_limited', 'unavailable', 'draining', 'timeout']);

/**
 * @typedef {{id: string, name: string}} User
 * @typedef {'connecting'|'live'|'lost'|'refused'|'closed'} State
 * @typedef {object} StateChange
 * @property {State} state
 * @property {number} attempt how many attempts failed since the last good connection
 * @property {number} [retryAt] when the next attempt starts (epoch ms), if `lost`
 * @property {number} [code] the WebSocket close code
 * @property {string} [reason] the reason the server gave (an error code) or `''`
 * @typedef {object} Message
 * @property {string} room
 * @property {string} position
 * @property {number} time epoch ms
 * @property {User} from
 * @property {*} body any JSON value
 * @property {'base64'} [encoding] if the body is bytes
 * @property {string} [to] the user id that a direct message was sent to
 * @property {string} [key] if it is known to be a publication of this client: its key
 */

/** What the server answered to a command that it did not carry out. */
export class FanfareError extends Error {
  /**
   * @param {string} code see the table of error codes in the protocol
   * @param {string} [message] a sentence for a person
   * @param {number} [retry] ms after which it may work
   */
  constructor(code, message = code, retry = undefined) {
    super(message);
    this.name = 'FanfareError';
    this.code = code;
    this.retry = retry;
  }
}

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
  #options;
  #socket = null;
  #state = 'closed';
  #attempt = 0;
  #retryTimer = 0;
  #watchTimer = 0;
  #flushTimer = 0;
  #byeDelay = null;
  #connectedAt = 0;
  #heardAt = 0;
  #probedAt = 0;
  #nextRef = 1;
  #commands = new Map(); // ref -> {resolve, reject, at}
  #rooms = new Map(); // name -> what we know of a room we are in
  #outbox = new Map(); // key -> publication that is not acknowledged, oldest first
  #acked = new Map(); // "room position" -> key, the last few
  #wake = () => this.#onWake();

  /** @type {User|null} whom this client speaks for, once welcomed */
  user = null;
  /** @type {{message: number}} the server's limits, once welcomed */
  limits = { message: 65536 };
  /** Seconds between two pings of the server. */
  ping = 25;

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
    this.#options = {
      url: '/ws',
      window: 1,
      outbox: 1000,
      backoff: { min: 0.5, max: 20 },
      WebSocket: globalThis.WebSocket,
      ...options,
    };
    globalThis.addEventListener?.('online', this.#wake);
    globalThis.document?.addEventListener('visibilitychange', this.#wake);
    this.connect();
  }

  /** @returns {State} */
  get state() {
    return this.#state;
  }

  /** @returns {number} how many publications are not acknowledged yet */
  get pending() {
    return this.#outbox.size;
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
    if (this.#state === 'live' || this.#state === 'connecting') return;
    clearTimeout(this.#retryTimer);
    this.#open();
  }

  /** Leaves for good; whatever is unanswered is rejected with `closed`. */
  close() {
    globalThis.removeEventListener?.('online', this.#wake);
    globalThis.document?.removeEventListener('visibilitychange', this.#wake);
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#flushTimer);
    this.#drop(1000, 'bye');
    this.#setState('closed');
    const closed = new FanfareError('closed', 'The client was closed.');
    for (const room of this.#rooms.values()) room.reject?.(closed);
    this.#rooms.clear();
    for (const item of [...this.#outbox.values()]) this.#settle(item, 'failed', { error: closed });
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
  join(name, { since, history } = {}) {
    const key = name.normalize('NFC');
    let room = this.#rooms.get(key);
    if (room?.joined) return Promise.resolve(room.joined);
    if (room?.promise) return room.promise;
    room = { name: key, since, history, seen: null, head: null, joined: null, headAt: 0, quiet: true };
    room.promise = new Promise((resolve, reject) => Object.assign(room, { resolve, reject }));
    room.promise.catch(() => {});
    this.#rooms.set(key, room);
    if (this.#state === 'live') this.#sendJoin(room);
    return room.promise;
  }

  /**
   * @param {string} name
   * @returns {Promise<void>}
   */
  async leave(name) {
    const key = name.normalize('NFC');
    const room = this.#rooms.get(key);
    if (!room) return;
    this.#rooms.delete(key);
    room.reject?.(new FanfareError('left', 'The room was left.'));
    if (this.#state === 'live') await this.#command({ type: 'leave', room: key });
  }

  /**
   * Publishes in a room. May be called at any time: without a connection it waits, and it is repeated
   * with the same key until the server says that it is stored, so that it is stored exactly once.
   *
   * @param {string} room
   * @param {*} body any JSON value
   * @param {object} [options]
   * @param {string} [options.key] the key; give the one of a failed publication to try it again
   * @param {'base64'} [options.encoding] if the body is bytes in base64
   * @returns {Promise<{room: string, position: string}> & {key: string}}
   */
  publish(room, body, options = {}) {
    return this.#enqueue({ room: room.normalize('NFC') }, body, options);
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
    return this.#enqueue({ to: user }, body, options);
  }

  /**
   * Takes a publication back that is still in the outbox. One that is on its way may arrive all the same.
   *
   * @param {string} key
   * @returns {boolean} whether it was there
   */
  cancel(key) {
    const item = this.#outbox.get(key);
    if (item) this.#settle(item, 'failed', { error: new FanfareError('cancelled', 'Cancelled.') });
    return Boolean(item);
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
    if (this.#state === 'live') this.#write({ type: 'signal', room, body });
  }

  /**
   * A page of older messages, oldest first.
   *
   * @param {string} room
   * @param {{before: string, limit?: number}} page
   * @returns {Promise<{messages: Message[], more: boolean}>}
   */
  history(room, { before, limit = 50 }) {
    return this.#command({ type: 'history', room, before, limit });
  }

  /**
   * @param {string} room
   * @returns {Promise<{room: string, count: number, members: User[]}>}
   */
  members(room) {
    return this.#command({ type: 'members', room });
  }

  /**
   * Takes another name, now or, without a connection, with the next one.
   *
   * @param {string} name
   * @returns {Promise<User|null>}
   */
  async rename(name) {
    if (this.#state !== 'live') {
      this.#options.name = name;
      return this.user;
    }
    const { user } = await this.#command({ type: 'rename', name });
    this.#options.name = user?.name ?? name;
    this.#setUser(user ?? { ...this.user, name });
    return this.user;
  }

  /**
   * Hands over a fresh JWT before the old one expires.
   *
   * @param {string} token
   * @returns {Promise<{expires: number}>}
   */
  authorize(token) {
    if (typeof this.#options.token !== 'function') this.#options.token = token;
    return this.#command({ type: 'token', token });
  }

  // ---- connection -------------------------------------------------------------------------------

  async #open() {
    this.#setState('connecting');
    this.#byeDelay = null;
    const { url, name, guest, token, WebSocket } = this.#options;
    const address = new URL(url, globalThis.location?.href);
    address.protocol = address.protocol.replace('http', 'ws');
    address.searchParams.set('format', 'json');
    if (guest) address.searchParams.set('guest', guest);
    if (name) address.searchParams.set('name', name);
    let socket;
    try {
      const jwt = typeof token === 'function' ? await token() : token;
      if (jwt) address.searchParams.set('token', jwt);
      if (this.#state !== 'connecting' || this.#socket) return;
      socket = new WebSocket(address, [PROTOCOL]);
    } catch (error) {
      this.#lost(1006, String(error?.message ?? error));
      return;
    }
    this.#socket = socket;
    this.#connectedAt = this.#heardAt = Date.now();
    this.#probedAt = 0;
    socket.onmessage = (event) => socket === this.#socket && this.#onFrame(event.data);
    socket.onerror = () => {}; // a close always follows; some implementations throw without this
    socket.onclose = (event) => {
      if (socket !== this.#socket) return;
      this.#drop();
      this.#lost(event.code, event.reason);
    };
    clearInterval(this.#watchTimer);
    this.#watchTimer = setInterval(() => this.#watch(), 1000);
  }

  /** Lets go of the socket without waiting for it: a dead network never answers a close. */
  #drop(code, reason) {
    const socket = this.#socket;
    clearInterval(this.#watchTimer);
    if (!socket) return;
    this.#socket = null;
    socket.onmessage = socket.onclose = null;
    try {
      socket.close(code, reason);
    } catch {
      // it was closed already
    }
    const lost = new FanfareError('connection_lost', 'The connection was lost.');
    for (const command of [...this.#commands.values()]) command.reject(lost);
    this.#commands.clear();
    for (const room of this.#rooms.values()) room.joined = null;
    for (const item of this.#outbox.values()) {
      if (item.sentAt) this.#report(item, 'queued');
      item.sentAt = 0;
    }
  }

  #lost(code, reason) {
    if (closeAction(code) === 'stop') {
      this.#setState('refused', { code, reason });
      return;
    }
    if (this.#connectedAt && this.#state === 'live' && Date.now() - this.#connectedAt > STABLE_AFTER) {
      this.#attempt = 0;
    }
    const { min, max } = this.#options.backoff;
    const delay = this.#byeDelay ?? backoff(this.#attempt, Math.random, min * 1000, max * 1000);
    this.#byeDelay = null;
    this.#attempt++;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#open(), delay);
    this.#setState('lost', { code, reason, retryAt: Date.now() + delay });
  }

  #watch() {
    const now = Date.now();
    const silent = now - this.#heardAt;
    const dead =
      this.#state === 'connecting'
        ? silent > WELCOME_WITHIN
        : silent > this.ping * 2000 ||
          (this.#probedAt > this.#heardAt && now - this.#probedAt > PROBE_WITHIN) ||
          [...this.#outbox.values()].some((item) => item.sentAt && now - item.sentAt > ANSWER_WITHIN) ||
          [...this.#commands.values()].some((command) => now - command.at > ANSWER_WITHIN);
    if (!dead) return;
    this.#drop(4002, 'no_pong');
    this.#lost(1006, 'no_ping');
  }

  #onWake() {
    if (globalThis.document?.visibilityState === 'hidden') return;
    if (this.#state === 'lost') {
      this.connect();
    } else if (this.#state === 'live' && Date.now() - this.#heardAt > 2000) {
      this.#probedAt = Date.now();
      this.#write({ type: 'ping' });
    }
  }

  #setState(state, detail = {}) {
    this.#state = state;
    this.#emit('state', { state, attempt: this.#attempt, ...detail });
  }

  #setUser(user) {
    this.user = user;
    this.#emit('user', user);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #write(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  #command(frame) {
    if (this.#state !== 'live') {
      return Promise.reject(new FanfareError('connection_lost', 'There is no connection.'));
    }
    const ref = String(this.#nextRef++);
    return new Promise((resolve, reject) => {
      this.#commands.set(ref, { resolve, reject, at: Date.now() });
      this.#write({ ...frame, ref });
    });
  }

  // ---- frames -----------------------------------------------------------------------------------

  #onFrame(data) {
    this.#heardAt = Date.now();
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return; // not ours: what we do not understand we leave alone
    }
    switch (frame.type) {
      case 'welcome':
        return this.#onWelcome(frame);
      case 'message':
        return this.#onMessage(frame);
      case 'ping':
        return this.#write({ type: 'pong' });
      case 'gap':
        return this.#onGap(frame);
      case 'presence':
      case 'signal':
        return this.#emit(frame.type, frame);
      case 'bye':
        this.#byeDelay = Number.isFinite(frame.reconnect) ? Math.max(0, frame.reconnect) : null;
        return undefined;
      case 'error':
        return this.#onError(frame);
      default:
        this.#commands.get(frame.ref)?.resolve(frame);
        this.#commands.delete(frame.ref);
        return undefined;
    }
  }

  #onWelcome(frame) {
    this.limits = { ...this.limits, ...frame.limits };
    this.ping = frame.ping > 0 ? frame.ping : this.ping;
    this.#connectedAt = Date.now();
    this.#attempt = Math.min(this.#attempt, 6);
    setTimeout(() => {
      if (this.#state === 'live' && Date.now() - this.#connectedAt >= STABLE_AFTER) this.#attempt = 0;
    }, STABLE_AFTER);
    this.#setUser(frame.user);
    this.#setState('live');
    this.#emit('welcome', frame);
    if (frame.inbox) this.#openInbox(frame.inbox);
    for (const room of this.#rooms.values()) if (!room.inbox || room.since) this.#sendJoin(room);
    this.#flush();
  }

  /** The server subscribes us to our inbox; we only have to ask for what came while we were away. */
  #openInbox({ room: name, position }) {
    for (const [key, room] of this.#rooms) if (room.inbox && key !== name) this.#rooms.delete(key);
    if (this.#rooms.has(name)) return;
    const promise = Promise.resolve();
    this.#rooms.set(name, { name, inbox: new Set(), since: position, seen: null, promise, joined: {} });
  }

  #sendJoin(room) {
    if (room.joined) return;
    // A join that brought nothing, ever, had nothing to bring: go on from the head of that time. One that
    // was cut short before anything came is repeated as it was.
    if (room.head && room.quiet && Date.now() - room.headAt > QUIET_AFTER) room.since = room.head;
    const asked = room.since;
    const from = asked ? { since: asked } : room.history ? { history: room.history } : {};
    this.#command({ type: 'join', room: room.name, ...from }).then(
      (frame) => this.#onJoined(room, frame, asked),
      (error) => this.#onJoinFailed(room, error),
    );
  }

  #onJoinFailed(room, error) {
    if (this.#rooms.get(room.name) !== room || error.code === 'connection_lost') return;
    if (TRANSIENT.has(error.code) || error.retry > 0) {
      const again = () => this.#state === 'live' && this.#rooms.get(room.name) === room && this.#sendJoin(room);
      setTimeout(again, error.retry > 0 ? error.retry : backoff(2));
      return;
    }
    this.#rooms.delete(room.name);
    room.reject?.(error);
    this.#emit('refused-room', { room: room.name, error });
  }

  #onJoined(room, frame, asked) {
    if (this.#rooms.get(room.name) !== room) return;
    const { position } = frame;
    const recovered = frame.recovered !== false || !asked;
    if (!recovered) room.seen = null; // another life of the room: its positions start anew
    Object.assign(room, { head: position, headAt: Date.now(), quiet: true });
    if (!asked && (!room.history || parsePosition(position)?.offset === 0)) room.since = position;
    const again = room.again === true;
    room.again = true;
    room.joined = { room: room.name, position, recovered, members: frame.members };
    this.#emit('joined', { ...room.joined, again });
    if (!recovered) this.#emit('gap', { room: room.name, position: null });
    room.resolve?.(room.joined);
  }

  #onMessage(frame) {
    const room = this.#rooms.get(frame.room);
    if (room) {
      if (room.inbox?.has(frame.position)) return;
      if (!room.inbox && room.seen && comparePositions(frame.position, room.seen) <= 0) return;
      room.inbox?.add(frame.position);
      if (room.inbox?.size > 1000) room.inbox.delete(room.inbox.values().next().value);
      room.seen = room.since = frame.position;
      room.quiet = false;
    }
    const key = this.#ownKey(frame);
    this.#emit('message', key ? { ...frame, key } : frame);
  }

  /** Which of our publications a message is: known by its acknowledgement, else by what it says. */
  #ownKey(frame) {
    if (!this.user || frame.from?.id !== this.user.id) return undefined;
    const acked = this.#acked.get(`${frame.room} ${frame.position}`);
    if (acked) return acked;
    const body = JSON.stringify(frame.body);
    for (const item of this.#outbox.values()) {
      const same = item.attempts > 0 && !item.echo && item.room === frame.room;
      if (same && JSON.stringify(item.body) === body) {
        item.echo = frame.position;
        return item.key;
      }
    }
    return undefined;
  }

  #onGap(frame) {
    const room = this.#rooms.get(frame.room);
    if (room) {
      room.seen = room.since = frame.position;
      room.quiet = false;
    }
    this.#emit('gap', frame);
  }

  #onError(frame) {
    const error = new FanfareError(frame.code, frame.message, frame.retry);
    const command = this.#commands.get(frame.ref);
    if (command) {
      this.#commands.delete(frame.ref);
      command.reject(error);
    } else {
      if (error.code === 'token_expired') this.#refresh();
      this.#emit('error', error);
    }
  }

  async #refresh() {
    const { token } = this.#options;
    if (typeof token !== 'function') return;
    try {
      await this.authorize(await token());
    } catch (error) {
      this.#emit('error', error);
    }
  }

  // ---- outbox -----------------------------------------------------------------------------------

  #enqueue(target, body, { key = newKey(), encoding } = {}) {
    let promise;
    const known = this.#outbox.get(key);
    if (known) {
      promise = known.promise;
    } else if (this.#outbox.size >= this.#options.outbox) {
      promise = Promise.reject(new FanfareError('outbox_full', 'Too much is waiting to be sent.'));
      promise.catch(() => {});
    } else {
      const item = { ...target, key, body, encoding, attempts: 0, sentAt: 0, notBefore: 0, echo: null };
      item.promise = new Promise((resolve, reject) => Object.assign(item, { resolve, reject }));
      item.promise.catch(() => {}); // whoever listens to `outbox` need not wait for the promise
      promise = item.promise;
      this.#outbox.set(key, item);
      this.#report(item, 'queued');
      this.#flush();
    }
    return Object.assign(promise, { key });
  }

  /** Sends what may be sent: in order within each room, and no more at once than the window allows. */
  #flush() {
    clearTimeout(this.#flushTimer);
    if (this.#state !== 'live') return;
    const busy = new Map();
    const now = Date.now();
    let next = Infinity;
    for (const item of [...this.#outbox.values()]) {
      const target = item.room ?? `@${item.to}`;
      const flying = busy.get(target) ?? 0;
      if (item.sentAt) {
        busy.set(target, flying + 1);
      } else if (flying < this.#options.window) {
        if (item.notBefore > now) {
          next = Math.min(next, item.notBefore);
          busy.set(target, Infinity);
        } else if (this.#post(item)) {
          busy.set(target, flying + 1);
        }
      }
    }
    if (next < Infinity) this.#flushTimer = setTimeout(() => this.#flush(), next - now + 1);
  }

  #post(item) {
    const { room, to, key, body, encoding } = item;
    const frame = { type: 'publish', room, to, key, body, encoding };
    if (utf8Length(JSON.stringify(frame)) + 24 > this.limits.message) {
      const error = new FanfareError('too_large', `More than ${this.limits.message} bytes.`);
      this.#settle(item, 'failed', { error });
      return false;
    }
    item.sentAt = Date.now();
    item.attempts++;
    this.#report(item, 'sending');
    this.#command(frame).then(
      ({ room: stored, position }) => this.#onAck(item, stored ?? room, position),
      (error) => this.#onRefused(item, error),
    );
    return true;
  }

  #onAck(item, room, position) {
    this.#acked.set(`${room} ${position}`, item.key);
    if (this.#acked.size > 200) this.#acked.delete(this.#acked.keys().next().value);
    this.#settle(item, 'sent', { position });
    this.#flush();
  }

  #onRefused(item, error) {
    if (!this.#outbox.has(item.key) || error.code === 'connection_lost') return; // the next connection repeats it
    item.sentAt = 0;
    if (TRANSIENT.has(error.code) || error.retry > 0) {
      item.notBefore = Date.now() + (error.retry > 0 ? error.retry : backoff(item.attempts));
      this.#report(item, 'waiting', { error });
    } else {
      this.#settle(item, 'failed', { error });
    }
    this.#flush();
  }

  #settle(item, status, more) {
    if (!this.#outbox.delete(item.key)) return;
    this.#report(item, status, more);
    if (status === 'sent') item.resolve({ room: item.room, position: more.position });
    else item.reject(more.error);
  }

  #report({ key, room, to, body }, status, more = {}) {
    this.#emit('outbox', { key, room, to, body, status, ...more });
  }
}

// ---- pure functions -----------------------------------------------------------------------------

/**
 * How long to wait before an attempt: exponential, with full jitter, never less than `min`.
 *
 * @param {number} attempt 0 for the first
 * @param {() => number} [random] in [0, 1)
 * @param {number} [min] ms
 * @param {number} [max] ms
 * @returns {number} ms
 */
export function backoff(attempt, random = Math.random, min = 500, max = 20_000) {
  const ceiling = Math.min(max, min * 2 ** (attempt + 1));
  return Math.round(min + random() * (ceiling - min));
}

/**
 * @param {string} position
 * @returns {{epoch: string, offset: number}|null} null if it is none
 */
export function parsePosition(position) {
  const match = /^(.+)-(\d+)$/.exec(position ?? '');
  return match && { epoch: match[1], offset: Number(match[2]) };
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {number} negative, 0 or positive as a is before, at or after b; NaN if they are of different
 *     epochs and cannot be compared
 */
export function comparePositions(a, b) {
  const [x, y] = [parsePosition(a), parsePosition(b)];
  return x && y && x.epoch === y.epoch ? x.offset - y.offset : NaN;
}

/**
 * What a close code asks for.
 *
 * @param {number} code
 * @returns {'retry'|'stop'}
 */
export function closeAction(code) {
  return (code >= 4500 && code < 5000) || (code >= 1007 && code <= 1010) || [1002, 1003].includes(code)
    ? 'stop'
    : 'retry';
}

/**
 * @param {string} text
 * @returns {number} its bytes in UTF-8
 */
export function utf8Length(text) {
  return new TextEncoder().encode(text).length;
}

/** @returns {string} 24 random URL-safe characters: a publication key or a guest key */
export function newKey() {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => alphabet[byte & 63]).join('');
}
