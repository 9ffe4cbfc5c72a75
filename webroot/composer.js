/**
 * The field in which a message is written: grows, counts, keeps drafts, sends with Enter.
 *
 * @module composer
 */
import { $ } from './dom.js';
import { t } from './i18n.js';
import { keepInTab, keptInTab } from './store.js';

const TYPING_EVERY = 3000;

export class Composer {
  #room = '';
  #typedAt = 0;
  #text = $('text');

  /**
   * @param {object} on
   * @param {(text: string) => void} on.send
   * @param {(text: string) => number} on.remaining bytes left for this text
   * @param {() => number} on.limit
   * @param {() => void} on.typing
   * @param {() => void} on.resize
   */
  constructor(on) {
    this.on = on;
    $('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener('input', () => this.#changed());
    this.#text.addEventListener('keydown', (event) => {
      // While a word is being composed (Chinese, Japanese, …), Enter belongs to the input method.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#send();
    });
  }

  /** Takes up the draft of another room. */
  open(room) {
    this.#room = room;
    this.#text.placeholder = t('writeTo', { room });
    this.#text.value = keptInTab(`draft.${room}`);
    this.#changed(false);
  }

  focus() {
    // On a touch screen that would bring up the keyboard unasked.
    if (matchMedia('(hover: hover)').matches) this.#text.focus();
  }

  #send() {
    const text = this.#text.value.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
    if (!text || this.on.remaining(text) < 0) return;
    this.#text.value = '';
    this.#typedAt = 0;
    this.#changed(false);
    this.#text.focus();
    this.on.send(text);
  }

  #changed(byHand = true) {
    const { value, style } = this.#text;
    style.height = 'auto';
    style.height = `${this.#text.scrollHeight}px`;
    this.on.resize(); // measuring moved what is above
    keepInTab(`draft.${this.#room}`, value);
    const left = this.on.remaining(value.trimEnd());
    const near = left < Math.min(1000, this.on.limit() / 5);
    const counter = $('counter');
    counter.textContent = near ? t(left < 0 ? 'bytesOver' : 'bytesLeft', { count: Math.abs(left) }) : '';
    counter.classList.toggle('over', left < 0);
    $('send').disabled = !value.trim() || left < 0;
    if (byHand && value && Date.now() - this.#typedAt > TYPING_EVERY) {
      this.#typedAt = Date.now();
      this.on.typing();
    }
  }
}
