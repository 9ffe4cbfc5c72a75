/**
 * Publications that are not acknowledged yet: sent in order, repeated with their key until they are.
 *
 * @module fanfare/outbox
 */
import { FanfareError, mayPass, newKey, pause, utf8Length } from './protocol.js';

const ACKED_REMEMBERED = 200;

export class Outbox {
  #client;
  #options;
  #flushTimer = 0;
  #items = new Map(); // key -> publication that is not acknowledged, oldest first
  #acked = new Map(); // "room position" -> key, the last few

  /**
   * @param {{window: number, outbox: number}} options those of the client
   * @param {object} client
   * @param {(frame: object) => Promise<object>} client.command
   * @param {() => boolean} client.live
   * @param {() => number} client.mostBytes of one frame
   * @param {(type: string, detail: object) => void} client.emit
   */
  constructor(options, client) {
    this.#options = options;
    this.#client = client;
  }

  get size() {
    return this.#items.size;
  }

  add(target, body, { key = newKey(), encoding } = {}) {
    let promise;
    const known = this.#items.get(key);
    if (known) {
      promise = known.promise;
    } else if (this.#items.size >= this.#options.outbox) {
      promise = Promise.reject(new FanfareError('outbox_full', 'Too much is waiting to be sent.'));
      promise.catch(() => {});
    } else {
      const item = { ...target, key, body, encoding, attempts: 0, sentAt: 0, notBefore: 0, echo: null };
      item.promise = new Promise((resolve, reject) => Object.assign(item, { resolve, reject }));
      item.promise.catch(() => {}); // whoever listens to `outbox` need not wait for the promise
      promise = item.promise;
      this.#items.set(key, item);
      this.#report(item, 'queued');
      this.flush();
    }
    return Object.assign(promise, { key });
  }

  cancel(key) {
    const item = this.#items.get(key);
    if (item) this.#settle(item, 'failed', { error: new FanfareError('cancelled', 'Cancelled.') });
    return Boolean(item);
  }

  /** Sends what may be sent: in order within each room, and no more at once than the window allows. */
  flush() {
    clearTimeout(this.#flushTimer);
    if (!this.#client.live()) return;
    const busy = new Map();
    const now = Date.now();
    let next = Infinity;
    for (const item of [...this.#items.values()]) {
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
    if (next < Infinity) this.#flushTimer = setTimeout(() => this.flush(), next - now + 1);
  }

  /** Whatever was under way is to be sent again. */
  dropped() {
    for (const item of this.#items.values()) {
      if (item.sentAt) this.#report(item, 'queued');
      item.sentAt = 0;
    }
  }

  /** The end: whoever waits for an acknowledgement is told why. */
  close(error) {
    clearTimeout(this.#flushTimer);
    for (const item of [...this.#items.values()]) this.#settle(item, 'failed', { error });
  }

  /** Which of our publications a message is: known by its acknowledgement, else by what it says. */
  keyOf(frame) {
    const acked = this.#acked.get(`${frame.room} ${frame.position}`);
    if (acked) return acked;
    const body = JSON.stringify(frame.body);
    for (const item of this.#items.values()) {
      const same = item.attempts > 0 && !item.echo && item.room === frame.room;
      if (same && JSON.stringify(item.body) === body) {
        item.echo = frame.position;
        return item.key;
      }
    }
    return undefined;
  }

  #post(item) {
    const { room, to, key, body, encoding } = item;
    const frame = { type: 'publish', room, to, key, body, encoding };
    const most = this.#client.mostBytes();
    if (utf8Length(JSON.stringify(frame)) + 24 > most) {
      this.#settle(item, 'failed', { error: new FanfareError('too_large', `More than ${most} bytes.`) });
      return false;
    }
    item.sentAt = Date.now();
    item.attempts++;
    this.#report(item, 'sending');
    this.#client.command(frame).then(
      ({ room: stored, position }) => this.#onAck(item, stored ?? room, position),
      (error) => this.#onRefused(item, error),
    );
    return true;
  }

  #onAck(item, room, position) {
    this.#acked.set(`${room} ${position}`, item.key);
    if (this.#acked.size > ACKED_REMEMBERED) this.#acked.delete(this.#acked.keys().next().value);
    this.#settle(item, 'sent', { position });
    this.flush();
  }

  #onRefused(item, error) {
    if (!this.#items.has(item.key) || error.code === 'connection_lost') return; // the next connection repeats it
    item.sentAt = 0;
    if (mayPass(error)) {
      item.notBefore = Date.now() + pause(error, item.attempts);
      this.#report(item, 'waiting', { error });
    } else {
      this.#settle(item, 'failed', { error });
    }
    this.flush();
  }

  #settle(item, status, more) {
    if (!this.#items.delete(item.key)) return;
    this.#report(item, status, more);
    if (status === 'sent') item.resolve({ room: item.room, position: more.position });
    else item.reject(more.error);
  }

  #report({ key, room, to, body }, status, more = {}) {
    this.#client.emit('outbox', { key, room, to, body, status, ...more });
  }
}
