/**
 * Where the reader is in the conversation: follows the end, or stays put when they read further up.
 *
 * @module scroll
 */
import { $ } from './dom.js';
import { t } from './i18n.js';

const NEAR = 60; // px

export class Scroll {
  #log = $('log');
  #aloud = 0;
  #height = 0;
  #places = new WeakMap(); // view -> where it was left, if not at the end

  /** Whether the end is in view and is to stay so. */
  sticks = true;

  /** @param {{top: () => void, bottom: () => void}} on the reader comes near the top, or to the end */
  constructor(on) {
    this.on = on;
    this.#log.addEventListener('scroll', () => this.#moved(), { passive: true });
    $('jump').addEventListener('click', () => {
      this.toBottom(true);
      this.#log.focus({ preventScroll: true });
    });
    const resized = new ResizeObserver(() => this.follow());
    resized.observe(this.#log);
    // Safari's keyboard covers the page instead of making it smaller.
    const view = globalThis.visualViewport;
    const fit = () => document.documentElement.style.setProperty('--height', `${Math.round(view.height)}px`);
    if (view && !('virtualKeyboard' in navigator)) view.addEventListener('resize', fit);
  }

  #moved() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    if (clientHeight !== this.#height) {
      // It was not the reader who moved: the keyboard came up, or the field grew.
      this.#height = clientHeight;
      if (this.sticks) return this.follow();
    }
    const sticks = scrollHeight - scrollTop - clientHeight < NEAR;
    if (sticks !== this.sticks) {
      this.sticks = sticks;
      this.showJump(0);
      if (sticks) this.on.bottom();
    }
    return this.check();
  }

  /** Asks for older messages if the reader can see where they would be. */
  check() {
    if (this.#log.scrollTop < 240) this.on.top();
  }

  follow() {
    if (this.sticks) this.#log.scrollTop = this.#log.scrollHeight;
  }

  toBottom(smoothly = false) {
    this.sticks = true;
    const still = !smoothly || matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#log.scrollTo({ top: this.#log.scrollHeight, behavior: still ? 'instant' : 'smooth' });
  }

  /** Changes something above without moving what the reader looks at. */
  keep(visible, change) {
    const { scrollTop, scrollHeight } = this.#log;
    this.quiet(true);
    change();
    if (visible) this.#log.scrollTop = scrollTop + this.#log.scrollHeight - scrollHeight;
  }

  /** What is old is not read aloud. */
  quiet(yes) {
    if (!yes) return;
    this.#log.setAttribute('aria-live', 'off');
    clearTimeout(this.#aloud);
    this.#aloud = setTimeout(() => this.#log.setAttribute('aria-live', 'polite'), 600);
  }

  leave(view) {
    if (view) this.#places.set(view, this.sticks ? null : this.#log.scrollTop);
  }

  enter(view) {
    this.quiet(true);
    const place = this.#places.get(view) ?? null;
    const line = view.conversation.newLine;
    this.sticks = place === null;
    if (place !== null) this.#log.scrollTop = place;
    else this.follow();
    if (place === null && line && view.conversation.unread) line.scrollIntoView({ block: 'center' });
  }

  /** @param {number} unread messages below */
  showJump(unread) {
    $('jump').hidden = this.sticks;
    $('jump').classList.toggle('fresh', unread > 0);
    $('jump-text').textContent = unread ? t('jumpNew', { count: unread }) : t('jump');
  }
}
