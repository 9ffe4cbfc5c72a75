/**
 * One WebSocket after the other: opens it, notices when it is dead, waits and opens the next.
 *
 * @module fanfare/connection
 */
import { backoff, closeAction, PROTOCOL } from './protocol.js';

const WELCOME_WITHIN = 35_000; // from connecting to `welcome`: when many come, a server lets them wait for 30 s
const PROBE_WITHIN = 5_000; // from our `ping` to anything at all
const STABLE_AFTER = 10_000; // a connection that lived so long resets the backoff

export class Connection {
  #options;
  #on;
  #socket = null;
  #state = 'closed';
  #attempt = 0;
  #retryTimer = 0;
  #watchTimer = 0;
  #byeDelay = null;
  #connectedAt = 0;
  #heardAt = 0;
  #probedAt = 0;
  #wake = () => this.#onWake();

  /** Seconds between two pings of the server. */
  ping = 25;

  /**
   * @param {object} options those of the client: `url`, `name`, `guest`, `token`, `backoff`, `WebSocket`
   * @param {object} on
   * @param {(change: object) => void} on.state
   * @param {(frame: object) => void} on.frame
   * @param {() => void} on.dropped the socket is gone, and with it whatever was under way
   * @param {(now: number) => boolean} on.overdue whether an answer has not come for too long
   */
  constructor(options, on) {
    this.#options = options;
    this.#on = on;
    globalThis.addEventListener?.('online', this.#wake);
    globalThis.document?.addEventListener('visibilitychange', this.#wake);
  }

  get state() {
    return this.#state;
  }

  get live() {
    return this.#state === 'live';
  }

  /** Opens one now, unless there is one. */
  connect() {
    if (this.#state === 'live' || this.#state === 'connecting') return;
    clearTimeout(this.#retryTimer);
    this.#open();
  }

  /** Ends for good. */
  close() {
    globalThis.removeEventListener?.('online', this.#wake);
    globalThis.document?.removeEventListener('visibilitychange', this.#wake);
    clearTimeout(this.#retryTimer);
    this.#drop(1000, 'bye');
    this.#setState('closed');
  }

  write(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  /** The server answered: remembers how often it pings. */
  welcomed(ping) {
    this.ping = ping > 0 ? ping : this.ping;
    this.#connectedAt = Date.now();
    this.#attempt = Math.min(this.#attempt, 6);
    setTimeout(() => {
      if (this.#state === 'live' && Date.now() - this.#connectedAt >= STABLE_AFTER) this.#attempt = 0;
    }, STABLE_AFTER);
  }

  /** From here on commands may be sent. */
  goLive() {
    this.#setState('live');
  }

  /** The server will close, and says when to come back. */
  bye(delay) {
    this.#byeDelay = Number.isFinite(delay) ? Math.max(0, delay) : null;
  }

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
    socket.onmessage = (event) => socket === this.#socket && this.#onData(event.data);
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
    this.#on.dropped();
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

  #onData(data) {
    this.#heardAt = Date.now();
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return; // not ours: what we do not understand we leave alone
    }
    this.#on.frame(frame);
  }

  #watch() {
    const now = Date.now();
    const silent = now - this.#heardAt;
    const dead =
      this.#state === 'connecting'
        ? silent > WELCOME_WITHIN
        : silent > this.ping * 2000 ||
          (this.#probedAt > this.#heardAt && now - this.#probedAt > PROBE_WITHIN) ||
          this.#on.overdue(now);
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
      this.write({ type: 'ping' });
    }
  }

  #setState(state, detail = {}) {
    this.#state = state;
    this.#on.state({ state, attempt: this.#attempt, ...detail });
  }
}
