/**
 * Where messages stand in the list of a conversation: by position, what is not sent yet at the end, in
 * groups by sender and under a line for each day.
 *
 * @module order
 */
import { make } from './dom.js';
import { comparePositions } from './fanfare.js';
import { formatDay } from './i18n.js';
import { startsDay, startsGroup } from './text.js';

export class Order {
  #list;
  #entries;

  /**
   * @param {HTMLElement} list
   * @param {WeakMap<HTMLElement, import('./message.js').Message>} entries the messages by their elements
   */
  constructor(list, entries) {
    this.#list = list;
    this.#entries = entries;
  }

  /** Where it belongs: by offset within its epoch, before what is not sent yet. */
  place(entry) {
    let before = this.#firstPending();
    for (let el = this.confirmed(before ? before.previousElementSibling : this.#list.lastElementChild); el; ) {
      if (!(comparePositions(el.dataset.position, entry.position) > 0)) break;
      before = el;
      el = this.confirmed(el.previousElementSibling);
    }
    const day = before && this.#entries.get(before)?.day;
    this.#list.insertBefore(entry.el, day ?? before);
    this.regroup(entry.el);
    const next = this.nextMessage(entry.el);
    if (next) this.regroup(next);
  }

  /** Puts a divider or notice at the end, before what is not sent yet. */
  append(el) {
    const before = this.#firstPending();
    this.#list.insertBefore(el, this.#entries.get(before)?.day ?? before);
    if (before) this.regroup(before);
  }

  #firstPending() {
    let first = null;
    for (let el = this.#list.lastElementChild; el && !el.dataset.position; el = el.previousElementSibling) {
      if (el.matches('.message')) first = el;
    }
    return first;
  }

  /** @returns {HTMLElement|null} the last element that is not a message still to be sent */
  beforePending() {
    const pending = this.#firstPending();
    return pending ? pending.previousElementSibling : this.#list.lastElementChild;
  }

  /** @returns {HTMLElement|null} this or the nearest one before it that has a position */
  confirmed(el) {
    while (el && !el.dataset.position) el = el.previousElementSibling;
    return el;
  }

  nextMessage(el) {
    do el = el.nextElementSibling;
    while (el && !el.matches('.message'));
    return el;
  }

  /** Day line and group of one message, from what stands before it. */
  regroup(el) {
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
