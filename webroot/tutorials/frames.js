/**
 * The live view of the frames: what went over the wire, as it was, with time and direction.
 *
 * @module tutorials/frames
 */
import { $, make } from '/dom.js';
import { t } from '/i18n.js';

const MOST = 200; // entries that are kept
const LONGEST = 2000; // characters that are shown of one frame
const NEAR = 40; // pixels from the end at which the view follows
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const time = (now) => `${clock.format(now)}.${String(now.getMilliseconds()).padStart(3, '0')}`;

/** What has no picture, or would turn the direction of the text around it, as its number. */
const visible = (text) =>
  text.replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const hex = (bytes) => Array.from(bytes.slice(0, 64), (byte) => byte.toString(16).padStart(2, '0')).join(' ');

export class FrameLog {
  #list = make('ol', 'frames', { tabindex: '0', role: 'log', 'aria-live': 'off', 'aria-labelledby': 'frames-title' });

  /** @param {...HTMLElement} more that stands at the head @returns {HTMLElement} the whole panel */
  panel(...more) {
    const clear = make('button', 'link', { type: 'button' }, t('clear'));
    clear.addEventListener('click', () => this.#list.replaceChildren());
    const head = make('div', 'panel-head', {}, make('h2', '', { id: 'frames-title' }, t('frames')), clear, ...more);
    return make('section', 'wire', { 'aria-labelledby': 'frames-title' }, head, make('p', 'hint', {}, t('framesHint')), this.#list);
  }

  /** @param {string|ArrayBuffer} data that this page sent @param {string} [of] where, if there are many */
  sent(data, of) {
    this.#add('out', '↑', t('sentFrame'), data, of);
  }

  /** @param {string|ArrayBuffer} data that came @param {string} [of] */
  received(data, of) {
    this.#add('in', '↓', t('receivedFrame'), data, of);
  }

  /** @param {string} text what happened to the connection @param {string} [of] */
  note(text, of) {
    this.#add('note', '·', '', text, of);
  }

  #add(kind, sign, spoken, data, of = '') {
    const now = new Date();
    const list = this.#list;
    const follows = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
    list.append(
      make(
        'li',
        kind,
        {},
        make('time', '', { datetime: now.toISOString() }, time(now)),
        make('span', 'way', { 'aria-hidden': 'true' }, sign),
        make('span', 'sr', {}, spoken),
        ...(of ? [make('span', 'of', {}, of)] : []),
        make(kind === 'note' ? 'span' : 'code', 'data', {}, show(data)),
      ),
    );
    while (list.children.length > MOST) list.firstChild.remove();
    if (follows) list.scrollTop = list.scrollHeight;
  }
}

function show(data) {
  if (typeof data !== 'string') {
    const bytes = new Uint8Array(data);
    return `${t('bytes', { count: bytes.length })} ${hex(bytes)}${bytes.length > 64 ? ' …' : ''}`;
  }
  return data.length > LONGEST
    ? `${visible(data.slice(0, LONGEST))} … ${t('characters', { count: data.length })}`
    : visible(data);
}
