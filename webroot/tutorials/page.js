/**
 * What the pages of the tutorials share: the header, what is said, the field to say it, the frames.
 *
 * @module tutorials/page
 */
import { make } from '/dom.js';
import { learn, t, translate } from '/i18n.js';
import { endpoint, PAGES } from './catalogue.js';
import { FrameLog } from './frames.js';
import * as phrases from './phrases.js'; // another name than the main page's: a listener serves both at its root

const MOST_LINES = 300;
const MARKUP = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

learn(phrases);

/**
 * The text behind the escapes. The tutorials' pages pasted what came into their HTML, so the server
 * escapes it for them; these pages make text of it, and take the escapes away before.
 *
 * @param {string} html
 */
export const unescaped = (html) => html.replace(/&(?:amp|lt|gt|quot|#39);/g, (escape) => MARKUP[escape]);

/** @returns {HTMLElement} the bar at the top */
export function header(state) {
  const mark = make('img', '', { src: '/favicon.svg', alt: '', width: '28', height: '28' });
  return make('header', 'top', {}, make('a', 'wordmark', { href: '../' }, mark, t('tutorials')), ...(state ? [state] : []));
}

/** @param {HTMLElement} el @param {string} state 'connecting', 'live', 'lost' or 'closed' */
export function lamp(el, state) {
  el.dataset.state = state;
  el.replaceChildren(make('span', 'lamp', { 'aria-hidden': 'true' }), make('span', 'word', {}, t(state)));
}

/** @returns {HTMLOListElement} where what is said is read out */
export const saidList = (label) =>
  make('ol', 'said', { role: 'log', 'aria-live': 'polite', tabindex: '0', 'aria-label': label });

/** Adds a line to such a list. */
export function addLine(list, text, className = '') {
  list.append(make('li', className, { dir: 'auto' }, text));
  while (list.children.length > MOST_LINES) list.firstChild.remove();
  list.scrollTop = list.scrollHeight;
}

export class Page {
  #state = make('p', 'state', { role: 'status' });
  #talk = make('section', 'talk', { 'aria-labelledby': 'title' });
  #absent = make('p', 'error', { role: 'alert' });
  #said = null;
  #wasLive = false;

  frames = new FrameLog();

  /** @param {string} folder of the page in the catalogue */
  constructor(folder) {
    const { name, port, endpoints } = PAGES.find((each) => each.folder === folder);
    this.folder = folder;
    document.title = `${t(`${name}Title`)} · Fanfare`;
    const here = endpoints.map((each) => make('code', '', {}, each.replace(/\/.*/, (path) => endpoint(folder, path))));
    const another = make('a', '', { href: location.pathname, target: '_blank', rel: 'noopener' }, t('secondWindow'));
    this.add(
      make('h1', '', { id: 'title' }, t(`${name}Title`)),
      make('p', 'lead', {}, t(`${name}Lead`)),
      make('p', 'facts', {}, t('here'), ...here),
      make('p', 'facts', {}, t('ownPort', { port }), another),
      this.#absent,
    );
    document.body.prepend(header(this.#state), make('main', 'columns', {}, this.#talk, this.frames.panel()));
    translate(document);
  }

  /** @param {string} path of an endpoint on the tutorial's own listener @returns {string} the path here */
  at(path) {
    return endpoint(this.folder, path);
  }

  add(...elements) {
    this.#talk.append(...elements);
  }

  /** Shows how the connection of this page is doing. */
  state = (state) => {
    lamp(this.#state, state);
    this.explain(state);
  };

  /** Says what is likely to be wrong when nothing ever answered. */
  explain(state) {
    if (state === 'connecting') return;
    this.#wasLive ||= state === 'live';
    this.#absent.textContent = state === 'lost' && !this.#wasLive ? t('notServed') : '';
  }

  say(text, className) {
    if (!this.#said) this.add((this.#said = saidList(t('conversation'))));
    addLine(this.#said, text, className);
  }

  /**
   * Adds fields and a button that sends them.
   *
   * @param {object[]} fields `{name, label, stays}`; those that do not stay are emptied when they were sent
   * @param {string} button
   * @param {(values: object) => string|Promise<string>} send what to tell the reader; '' if it went out
   */
  form(fields, button, send) {
    const error = make('p', 'error', { id: `${fields.at(-1).name}-error`, role: 'alert' });
    const inputs = fields.map(({ name }) =>
      make('input', '', { id: name, name, type: 'text', autocomplete: 'off', enterkeyhint: 'send', 'aria-describedby': error.id }),
    );
    const labelled = fields.map(({ name, label }, i) => make('div', 'labelled', {}, make('label', '', { for: name }, label), inputs[i]));
    const form = make('form', 'say', { novalidate: '' }, ...labelled, make('button', 'primary', { type: 'submit' }, button), error);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      inputs.at(-1).focus();
      error.textContent = await send(Object.fromEntries(inputs.map((input) => [input.name, input.value])));
      if (error.textContent) return;
      fields.forEach(({ stays }, i) => (inputs[i].value = stays ? inputs[i].value : ''));
    });
    this.add(form);
    return form;
  }

  /** The form of a page on which one text is sent over a socket. */
  talk(socket) {
    this.say(t('sayFirst'), 'notice');
    this.form([{ name: 'text', label: t('message') }], t('send'), ({ text }) => {
      if (!text) return t('nothingWritten');
      return socket.send(text) ? '' : t('notSent');
    });
  }
}
