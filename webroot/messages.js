/**
 * The messages of one room: each shown once, in order, in groups.
 *
 * @module messages
 */
import { avatar, icon, make, textOf } from './dom.js';
import { comparePositions } from './fanfare.js';
import { formatClock, formatDay, formatFull, list, t } from './i18n.js';
import { startsDay, startsGroup } from './text.js';

const KEEP = 800; // messages in the document; older ones can be loaded again

/** The list of one room's messages, with its dividers and notices. */
export class Conversation {
  #byPosition = new Map();
  #byKey = new Map();
  #entries = new WeakMap(); // li -> entry
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
  }

  /** @returns {string|undefined} the position of the oldest message shown */
  get first() {
    return this.el.querySelector('.message[data-position]')?.dataset.position;
  }

  /** @returns {string|undefined} the position of the newest message shown */
  get last() {
    return this.#confirmed(this.el.lastElementChild)?.dataset.position;
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
    this.#place(entry);
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
    for (const el of this.el.querySelectorAll('.message')) this.#regroup(el);
  }

  /** Shows one's own publication as it is doing: `queued`, `sending`, `waiting`, `sent` or `failed`. */
  own({ key, body, status, position, error }, from) {
    let entry = this.#byKey.get(key);
    if (entry?.position && entry.position !== position && status !== 'sending' && status !== 'queued') {
      // It was taken for another message that says the same (of another tab, for instance).
      this.#byKey.delete(key);
      this.#status(entry, 'sent');
      entry = undefined;
      if (position && this.#byPosition.has(position)) {
        this.#status(this.#byPosition.get(position), 'sent');
        return;
      }
    }
    if (!entry) {
      entry = this.#entry({ key, body, from, time: Date.now() });
      this.#byKey.set(key, entry);
      this.el.append(entry.el);
      this.#regroup(entry.el);
    }
    this.#status(entry, status, error);
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
    const previous = this.#beforePending();
    if (!this.#notice || previous !== this.#notice.el) {
      this.#notice = { el: make('li', 'notice'), joined: new Map(), left: new Map() };
      this.#append(this.#notice.el);
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
    this.#append(make('li', 'notice', {}, text));
  }

  /** Says that messages are missing here. */
  gap() {
    if (this.#beforePending()?.matches('.gap')) return;
    this.#append(make('li', 'divider gap', {}, make('span', '', {}, t('gap'))));
  }

  /** Draws the line above the first message that is new to the reader. */
  markNew(el) {
    this.clearNew();
    this.#divider = make('li', 'divider new', {}, make('span', '', {}, t('newMessages')));
    el.before(this.#divider);
    this.#regroup(el);
  }

  clearNew() {
    const next = this.#divider?.nextElementSibling;
    this.#divider?.remove();
    this.#divider = null;
    if (next?.matches('.message')) this.#regroup(next);
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
    this.#regroup(keep);
    return true;
  }

  // ---- one entry --------------------------------------------------------------------------------

  #entry({ key, position, from: sender, time: at, body, encoding }) {
    const from = { id: sender?.id ?? '', name: sender?.name ?? sender?.id ?? '?' };
    const time = Number.isFinite(at) ? at : Date.now();
    const own = from.id === this.on.me();
    const entry = { key, position, from, time, body, own, day: null };
    const head = make('div', 'head', {}, make('bdi', 'author', {}, from.name), make('time'));
    if (own) head.querySelector('.author').after(make('span', 'sr', {}, ` (${t('you')}) `));
    const bubble = make('div', 'bubble', {}, textOf({ body, encoding }));
    entry.el = make('li', own ? 'message own' : 'message', {}, avatar(from), make('div', 'body', {}, head, bubble));
    this.#entries.set(entry.el, entry);
    this.#stamp(entry);
    if (own && position) this.#status(entry, 'sent');
    return entry;
  }

  #stamp({ el, time, position }) {
    const stamp = el.querySelector('time');
    stamp.dateTime = new Date(time).toISOString();
    stamp.title = formatFull(time);
    stamp.textContent = formatClock(time);
    if (position) el.dataset.position = position;
  }

  #status(entry, status, error) {
    const { el } = entry;
    const shown = status === 'waiting' ? 'queued' : status;
    if (el.dataset.status === shown) return;
    el.dataset.status = shown;
    el.querySelector('.status')?.remove();
    const line = make('div', 'status');
    if (shown === 'failed') {
      const retry = make('button', 'link', { type: 'button' }, t('retry'));
      const discard = make('button', 'link', { type: 'button' }, t('discard'));
      retry.addEventListener('click', () => this.on.retry(entry));
      discard.addEventListener('click', () => this.on.discard(entry));
      const why = this.on.explain(error);
      line.append(icon('alert'), make('span', '', {}, `${t('failed')}. ${why}`), retry, discard);
      el.querySelector('.body').append(line);
    } else {
      line.title = t(shown);
      line.append(icon(shown === 'sent' ? 'check' : 'clock'), make('span', 'sr', {}, t(shown)));
      el.querySelector('.bubble').append(line);
    }
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
    this.#stamp(entry);
    const next = this.#nextMessage(entry.el);
    entry.el.remove();
    this.#place(entry);
    if (next) this.#regroup(next);
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
    const next = this.#nextMessage(entry.el);
    entry.day?.remove();
    entry.el.remove();
    if (next) this.#regroup(next);
  }

  // ---- order and groups -------------------------------------------------------------------------

  /** Where it belongs: by offset within its epoch, before what is not sent yet. */
  #place(entry) {
    let before = this.#firstPending();
    for (let el = this.#confirmed(before ? before.previousElementSibling : this.el.lastElementChild); el; ) {
      if (!(comparePositions(el.dataset.position, entry.position) > 0)) break;
      before = el;
      el = this.#confirmed(el.previousElementSibling);
    }
    const day = before && this.#entries.get(before)?.day;
    this.el.insertBefore(entry.el, day ?? before);
    this.#regroup(entry.el);
    const next = this.#nextMessage(entry.el);
    if (next) this.#regroup(next);
  }

  #append(el) {
    const before = this.#firstPending();
    this.el.insertBefore(el, this.#entries.get(before)?.day ?? before);
    if (before) this.#regroup(before);
  }

  #firstPending() {
    let first = null;
    for (let el = this.el.lastElementChild; el && !el.dataset.position; el = el.previousElementSibling) {
      if (el.matches('.message')) first = el;
    }
    return first;
  }

  #beforePending() {
    const pending = this.#firstPending();
    return pending ? pending.previousElementSibling : this.el.lastElementChild;
  }

  #confirmed(el) {
    while (el && !el.dataset.position) el = el.previousElementSibling;
    return el;
  }

  #nextMessage(el) {
    do el = el.nextElementSibling;
    while (el && !el.matches('.message'));
    return el;
  }

  /** Day line and group of one message, from what stands before it. */
  #regroup(el) {
    const entry = this.#entries.get(el);
    let before = el.previousElementSibling;
    while (before && !before.matches('.message')) before = before.previousElementSibling;
    const previous = before ? this.#entries.get(before) : null;
    if (startsDay(previous, entry)) {
      entry.day ??= make('li', 'divider day', {}, make('span', '', {}, formatDay(entry.time)));
      if (el.previousElementSibling !== entry.day) el.before(entry.day);
    } else {
      entry.day?.remove();
      entry.day = null;
    }
    const joined = el.previousElementSibling === before && !startsGroup(previous, entry);
    el.classList.toggle('continued', joined);
    before?.classList.toggle('leading', joined);
  }
}
