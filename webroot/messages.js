/**
 * The messages of one room: each shown once, in order, in groups.
 *
 * @module messages
 */
import { make } from './dom.js';
import { list, t } from './i18n.js';
import { Message } from './message.js';
import { Order } from './order.js';

const KEEP = 800; // messages in the document; older ones can be loaded again

/** The list of one room's messages, with its dividers and notices. */
export class Conversation {
  #byPosition = new Map();
  #byKey = new Map();
  #entries = new WeakMap(); // li -> entry
  #order;
  #divider = null;
  #notice = null;

  /** How many messages nobody has looked at yet. */
  unread = 0;

  /**
   * @param {string} room
   * @param {object} on
   * @param {() => string} on.me the id of the reader
   * @param {(entry: object) => void} on.retry
   * @param {(entry: object) => void} on.discard
   */
  constructor(room, on) {
    this.room = room;
    this.on = on;
    this.el = make('ol', 'messages', { id: 'messages' });
    this.#order = new Order(this.el, this.#entries);
  }

  /** @returns {string|undefined} the position of the oldest message shown */
  get first() {
    return this.el.querySelector('.message[data-position]')?.dataset.position;
  }

  /** @returns {string|undefined} the position of the newest message shown */
  get last() {
    return this.#order.confirmed(this.el.lastElementChild)?.dataset.position;
  }

  get isEmpty() {
    return !this.el.querySelector('.message');
  }

  /**
   * Shows a message of the server.
   *
   * @param {import('./fanfare.js').Message} frame
   * @returns {HTMLElement|null} its element, or null if it was shown already
   */
  add(frame) {
    if (this.#byPosition.has(frame.position)) return null;
    const waiting = frame.key && this.#byKey.get(frame.key);
    if (waiting && !waiting.position) {
      waiting.time = frame.time ?? waiting.time;
      waiting.from = frame.from ?? waiting.from;
      this.#confirm(waiting, frame.position);
      return null;
    }
    const entry = this.#entry(frame);
    this.#index(entry);
    this.#order.place(entry);
    return entry.el;
  }

  /** Puts a page of older messages on top, oldest first. */
  prepend(frames) {
    for (const frame of [...frames].reverse()) {
      if (this.#byPosition.has(frame.position)) continue;
      const entry = this.#entry(frame);
      this.#index(entry);
      this.el.prepend(entry.el);
    }
    for (const el of this.el.querySelectorAll('.message')) this.#order.regroup(el);
  }

  /** Shows one's own publication as it is doing: `queued`, `sending`, `waiting`, `sent` or `failed`. */
  own({ key, body, status, position, error }, from) {
    let entry = this.#byKey.get(key);
    if (entry?.position && entry.position !== position && status !== 'sending' && status !== 'queued') {
      // It was taken for another message that says the same (of another tab, for instance).
      this.#byKey.delete(key);
      entry.status('sent');
      entry = undefined;
      if (position && this.#byPosition.has(position)) {
        this.#byPosition.get(position).status('sent');
        return;
      }
    }
    if (!entry) {
      entry = this.#entry({ key, body, from, time: Date.now() });
      this.#byKey.set(key, entry);
      this.el.append(entry.el);
      this.#order.regroup(entry.el);
    }
    entry.status(status, error);
    if (position) this.#confirm(entry, position);
  }

  /** Takes an own publication off that was not sent. */
  discard(key) {
    const entry = this.#byKey.get(key);
    if (!entry || entry.position) return;
    this.#byKey.delete(key);
    this.#remove(entry);
  }

  /** Says who came and who went, in one quiet line for all who do so in a row. */
  people({ joined = [], left = [] }) {
    if (joined.length + left.length === 0) return;
    const previous = this.#order.beforePending();
    if (!this.#notice || previous !== this.#notice.el) {
      this.#notice = { el: make('li', 'notice'), joined: new Map(), left: new Map() };
      this.#order.append(this.#notice.el);
    }
    const { el, joined: came, left: went } = this.#notice;
    for (const user of joined) if (!went.delete(user.id)) came.set(user.id, user.name);
    for (const user of left) if (!came.delete(user.id)) went.set(user.id, user.name);
    const parts = [];
    if (came.size) parts.push(t('joinedNotice', { names: list([...came.values()]) }));
    if (went.size) parts.push(t('leftNotice', { names: list([...went.values()]) }));
    el.textContent = parts.join(' · ');
    el.hidden = parts.length === 0;
  }

  /** Says something in passing. */
  notice(text) {
    this.#order.append(make('li', 'notice', {}, text));
  }

  /** Says that messages are missing here. */
  gap() {
    if (this.#order.beforePending()?.matches('.gap')) return;
    this.#order.append(make('li', 'divider gap', {}, make('span', '', {}, t('gap'))));
  }

  /** Draws the line above the first message that is new to the reader. */
  markNew(el) {
    this.clearNew();
    this.#divider = make('li', 'divider new', {}, make('span', '', {}, t('newMessages')));
    el.before(this.#divider);
    this.#order.regroup(el);
  }

  clearNew() {
    const next = this.#divider?.nextElementSibling;
    this.#divider?.remove();
    this.#divider = null;
    if (next?.matches('.message')) this.#order.regroup(next);
  }

  /** @returns {HTMLElement|null} the line of {@link markNew} */
  get newLine() {
    return this.#divider;
  }

  /** Lets go of the oldest messages if there are very many. @returns {boolean} whether it did */
  trim() {
    const all = this.el.querySelectorAll('.message[data-position]');
    if (all.length <= KEEP) return false;
    const keep = all[all.length - KEEP + 200];
    while (this.el.firstElementChild !== keep) {
      const el = this.el.firstElementChild;
      const entry = this.#entries.get(el);
      if (entry && !entry.position) break;
      if (entry) this.#forget(entry);
      el.remove();
    }
    this.#order.regroup(keep);
    return true;
  }

  #entry(frame) {
    const entry = new Message(frame, this.on);
    this.#entries.set(entry.el, entry);
    return entry;
  }

  #confirm(entry, position) {
    const other = this.#byPosition.get(position);
    if (other === entry) return;
    if (other) {
      // The message came before we knew that it was this one.
      this.#byKey.set(entry.key, other);
      other.key = entry.key;
      this.#remove(entry);
      return;
    }
    entry.position = position;
    this.#index(entry);
    entry.stamp();
    const next = this.#order.nextMessage(entry.el);
    entry.el.remove();
    this.#order.place(entry);
    if (next) this.#order.regroup(next);
  }

  #index(entry) {
    this.#byPosition.set(entry.position, entry);
    if (entry.key) this.#byKey.set(entry.key, entry);
  }

  #forget({ position, key, day }) {
    this.#byPosition.delete(position);
    this.#byKey.delete(key);
    day?.remove();
  }

  #remove(entry) {
    const next = this.#order.nextMessage(entry.el);
    entry.day?.remove();
    entry.el.remove();
    if (next) this.#order.regroup(next);
  }
}
