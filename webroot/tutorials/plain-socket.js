/**
 * A WebSocket as the tutorials' clients use it, which tells the page about every frame and comes back
 * when it is lost.
 *
 * @module tutorials/plain-socket
 */
import { t } from '/i18n.js';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;

export class PlainSocket {
  #url;
  #on;
  #socket = null;
  #wait = FIRST_WAIT;
  #timer = 0;

  /**
   * @param {string} path of the endpoint
   * @param {object} on
   * @param {import('./frames.js').FrameLog} on.frames shows all that goes over the wire
   * @param {string} [on.of] what the frames are called there
   * @param {(state: 'connecting'|'live'|'lost'|'closed') => void} on.state
   * @param {(data: string|ArrayBuffer) => void} on.message
   */
  constructor(path, on) {
    this.#url = new URL(path, location.href.replace(/^http/, 'ws'));
    this.#on = on;
    this.open();
  }

  open() {
    clearTimeout(this.#timer);
    const { frames, of, state, message } = this.#on;
    const socket = new WebSocket(this.#url);
    const current = (then) => (event) => socket === this.#socket && then(event);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    state('connecting');
    socket.onopen = current(() => {
      this.#wait = FIRST_WAIT;
      frames.note(t('opened', { path: decodeURI(this.#url.pathname) }), of);
      state('live');
    });
    socket.onmessage = current(({ data }) => {
      frames.received(data, of);
      message(data);
    });
    socket.onclose = current(({ code }) => {
      frames.note(t('closedWith', { code }), of);
      state('lost');
      this.#timer = setTimeout(() => this.open(), this.#wait * (0.5 + Math.random() / 2));
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    });
  }

  /** @param {string} text @returns {boolean} false if there is no connection: nothing was sent then */
  send(text) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    this.#on.frames.sent(text, this.#on.of);
    return true;
  }

  /** Ends for good, or until `open`. */
  close() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.close();
    this.#on.frames.note(t('closedHere'), this.#on.of);
    this.#on.state('closed');
  }
}
