/**
 * What one client is made of, and where each frame of the server goes.
 *
 * @module fanfare/session
 */
import { Commands } from './commands.js';
import { Connection } from './connection.js';
import { Outbox } from './outbox.js';
import { FanfareError } from './protocol.js';
import { Rooms } from './rooms.js';

export class Session {
  #options;
  #emit;

  /** @type {import('./protocol.js').User|null} */
  user = null;
  /** @type {{message: number}} */
  limits = { message: 65536 };

  /**
   * @param {object} options those of the client; `name` and `token` follow what the server accepted
   * @param {(type: string, detail: object) => void} emit
   */
  constructor(options, emit) {
    this.#options = options;
    this.#emit = emit;
    this.connection = new Connection(options, {
      state: (change) => emit('state', change),
      frame: (frame) => this.#onFrame(frame),
      dropped: () => this.#dropped(),
      overdue: (now) => this.commands.overdue(now),
    });
    const client = {
      command: (frame) => this.commands.send(frame),
      live: () => this.connection.live,
      mostBytes: () => this.limits.message,
      emit,
    };
    this.commands = new Commands(this.connection);
    this.rooms = new Rooms(client);
    this.outbox = new Outbox(options, client);
  }

  close() {
    this.connection.close();
    const closed = new FanfareError('closed', 'The client was closed.');
    this.rooms.close(closed);
    this.outbox.close(closed);
  }

  signal(room, body) {
    if (this.connection.live) this.connection.write({ type: 'signal', room, body });
  }

  async rename(name) {
    if (!this.connection.live) {
      this.#options.name = name;
      return this.user;
    }
    const { user } = await this.commands.send({ type: 'rename', name });
    this.#options.name = user?.name ?? name;
    this.#setUser(user ?? { ...this.user, name });
    return this.user;
  }

  authorize(token) {
    if (typeof this.#options.token !== 'function') this.#options.token = token;
    return this.commands.send({ type: 'token', token });
  }

  #onFrame(frame) {
    switch (frame.type) {
      case 'welcome':
        return this.#onWelcome(frame);
      case 'message':
        return this.#onMessage(frame);
      case 'ping':
        return this.connection.write({ type: 'pong' });
      case 'gap':
        this.rooms.gap(frame);
        return this.#emit('gap', frame);
      case 'presence':
      case 'signal':
        return this.#emit(frame.type, frame);
      case 'bye':
        return this.connection.bye(frame.reconnect);
      case 'error':
        return this.#onError(frame);
      default:
        return this.commands.answered(frame);
    }
  }

  #onWelcome(frame) {
    this.limits = { ...this.limits, ...frame.limits };
    this.connection.welcomed(frame.ping);
    this.#setUser(frame.user);
    this.connection.goLive();
    this.#emit('welcome', frame);
    this.rooms.welcomed(frame.inbox);
    this.outbox.flush();
  }

  #onMessage(frame) {
    if (!this.rooms.accept(frame)) return;
    const own = this.user && frame.from?.id === this.user.id;
    const key = own ? this.outbox.keyOf(frame) : undefined;
    this.#emit('message', key ? { ...frame, key } : frame);
  }

  #onError(frame) {
    const error = new FanfareError(frame.code, frame.message, frame.retry);
    if (this.commands.refused(frame.ref, error)) return;
    if (error.code === 'token_expired') this.#refresh();
    this.#emit('error', error);
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

  #dropped() {
    this.commands.dropped();
    this.rooms.dropped();
    this.outbox.dropped();
  }

  #setUser(user) {
    this.user = user;
    this.#emit('user', user);
  }
}
