/**
 * The long-poll loop: asks for what came after the last answer, and asks again as soon as there is one.
 *
 * The tutorial's client leaves it to the browser's cache to send `If-None-Match`. That is enough for one
 * tab; two tabs of one browser share the cache, and with it one place in the stream. So this one remembers
 * the place itself and goes past the cache.
 *
 * @module tutorials/long-poll
 */
import { t } from '/i18n.js';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;

export class LongPoll {
  #path;
  #on;
  #tag = null;
  #stop = null;

  /**
   * @param {string} path of the endpoint
   * @param {object} on
   * @param {import('./frames.js').FrameLog} on.frames
   * @param {(state: 'live'|'lost'|'closed') => void} on.state
   * @param {(json: object) => void} on.message each announcement once
   */
  constructor(path, on) {
    this.#path = path;
    this.#on = on;
    this.open();
  }

  async open() {
    const stop = new AbortController();
    this.#stop = stop;
    let wait = FIRST_WAIT;
    while (!stop.signal.aborted) {
      try {
        await this.#ask(stop.signal);
        wait = FIRST_WAIT;
      } catch (error) {
        if (stop.signal.aborted) return;
        this.#on.frames.note(`GET ${this.#path}: ${error.message}`);
        this.#on.state('lost');
        await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random() / 2)));
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
  }

  /** Stops asking; `open` goes on where it was. */
  close() {
    this.#stop?.abort();
    this.#on.frames.note(t('pollPaused'));
    this.#on.state('closed');
  }

  async #ask(signal) {
    const { frames, state, message } = this.#on;
    const headers = this.#tag ? { 'If-None-Match': this.#tag } : {};
    frames.sent(`GET ${this.#path}${this.#tag ? ` If-None-Match: ${this.#tag}` : ''}`);
    state('live');
    const response = await fetch(this.#path, { headers, cache: 'no-store', signal });
    const text = await response.text();
    const tag = response.headers.get('ETag');
    frames.received(`${response.status} ETag: ${tag} ${text}`);
    if (!response.ok) throw new Error(String(response.status));
    const again = tag === this.#tag; // the longest time to wait was over: nothing is new
    this.#tag = tag;
    if (!again) message(JSON.parse(text));
  }
}
