/**
 * What the reader has looked at, and how much they have not.
 *
 * @module unread
 */
import { desk } from './desk.js';
import { recall, remember } from './store.js';

export class Unread {
  #scroll;
  #changed;
  #counted = '';

  /** Room -> the last position that the reader has looked at. */
  seen = recall('seen', {});

  /** @param {import('./scroll.js').Scroll} scroll @param {() => void} changed the numbers of the rooms */
  constructor(scroll, changed) {
    this.#scroll = scroll;
    this.#changed = changed;
  }

  /** The reader looks at the end of the current room: nothing there is new any more. */
  look() {
    const { current, entered } = desk;
    if (current && entered && document.visibilityState === 'visible' && this.#scroll.sticks) {
      const { conversation, name } = current;
      conversation.unread = 0;
      const last = conversation.last;
      if (last && this.seen[name] !== last) {
        this.seen[name] = last;
        remember('seen', this.seen);
      }
    }
    this.count();
  }

  count() {
    const { current } = desk;
    const views = [...desk.views.values()];
    const total = views.reduce((sum, { conversation }) => sum + conversation.unread, 0);
    if (current) document.title = `${total ? `(${total}) ` : ''}#${current.name} · Fanfare`;
    this.#scroll.showJump(current?.conversation.unread ?? 0);
    const now = views.map(({ name, conversation }) => `${name} ${conversation.unread}`).join('\n');
    if (now !== this.#counted) this.#changed();
    this.#counted = now;
  }
}
