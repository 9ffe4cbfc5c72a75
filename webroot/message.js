/**
 * One message as the page shows it.
 *
 * @module message
 */
import { avatar, icon, make, textOf } from './dom.js';
import { formatClock, formatFull, t } from './i18n.js';

export class Message {
  /** The line of the day above it, if it is the first of its day. */
  day = null;
  #on;

  /**
   * @param {object} frame as the server sent it, or as it will be sent
   * @param {object} on
   * @param {() => string} on.me the id of the reader
   * @param {(message: Message) => void} on.retry
   * @param {(message: Message) => void} on.discard
   * @param {(error: object) => string} on.explain
   */
  constructor({ key, position, from: sender, time: at, body, encoding }, on) {
    this.#on = on;
    const from = { id: sender?.id ?? '', name: sender?.name ?? sender?.id ?? '?' };
    const time = Number.isFinite(at) ? at : Date.now();
    const own = from.id === on.me();
    Object.assign(this, { key, position, from, time, body, own });
    const head = make('div', 'head', {}, make('bdi', 'author', {}, from.name), make('time'));
    if (own) head.querySelector('.author').after(make('span', 'sr', {}, ` (${t('you')}) `));
    const bubble = make('div', 'bubble', {}, textOf({ body, encoding }));
    this.el = make('li', own ? 'message own' : 'message', {}, avatar(from), make('div', 'body', {}, head, bubble));
    this.stamp();
    if (own && position) this.status('sent');
  }

  /** Shows when it was said, and remembers where it stands. */
  stamp() {
    const stamp = this.el.querySelector('time');
    stamp.dateTime = new Date(this.time).toISOString();
    stamp.title = formatFull(this.time);
    stamp.textContent = formatClock(this.time);
    if (this.position) this.el.dataset.position = this.position;
  }

  /** Shows how it is doing: `queued`, `sending`, `waiting`, `sent` or `failed`. */
  status(status, error) {
    const { el } = this;
    const shown = status === 'waiting' ? 'queued' : status;
    if (el.dataset.status === shown) return;
    el.dataset.status = shown;
    el.querySelector('.status')?.remove();
    const line = make('div', 'status');
    if (shown === 'failed') {
      const retry = make('button', 'link', { type: 'button' }, t('retry'));
      const discard = make('button', 'link', { type: 'button' }, t('discard'));
      retry.addEventListener('click', () => this.#on.retry(this));
      discard.addEventListener('click', () => this.#on.discard(this));
      const why = this.#on.explain(error);
      line.append(icon('alert'), make('span', '', {}, `${t('failed')}. ${why}`), retry, discard);
      el.querySelector('.body').append(line);
    } else {
      line.title = t(shown);
      line.append(icon(shown === 'sent' ? 'check' : 'clock'), make('span', 'sr', {}, t(shown)));
      el.querySelector('.bubble').append(line);
    }
  }
}
