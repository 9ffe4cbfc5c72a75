/**
 * Making elements without markup: whatever people wrote becomes text and nothing else.
 *
 * @module dom
 */
import { t } from './i18n.js';
import { colour, initials, isEmoji, linkify } from './text.js';

/** @param {string} id @returns {HTMLElement} */
export const $ = (id) => document.getElementById(id);

/** @returns {HTMLElement} an element with a class, attributes and children (strings become text) */
export function make(tag, className = '', attributes = {}, ...children) {
  const el = document.createElement(tag);
  if (className) el.className = className;
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

/** @param {string} name of a symbol in the page */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

/** @param {{id: string, name: string}} user */
export function avatar(user, el = make('span', '', { 'aria-hidden': 'true' })) {
  el.className = `avatar c${colour(user.id)}`;
  el.textContent = initials(user.name);
  return el;
}

/** @param {{body: *, encoding?: string}} message @returns {HTMLElement} its body as text, with links */
export function textOf({ body, encoding }) {
  if (encoding === 'base64') {
    return make('em', 'text', {}, t('binary', { count: Math.floor((String(body).replace(/=+$/, '').length * 3) / 4) }));
  }
  if (typeof body !== 'string') return make('code', 'text', { dir: 'ltr' }, JSON.stringify(body, null, 2) ?? '');
  const el = make('bdi', isEmoji(body) ? 'text jumbo' : 'text');
  for (const part of linkify(body)) {
    el.append(
      part.href
        ? make('a', '', { href: part.href, target: '_blank', rel: 'noopener nofollow noreferrer' }, part.text)
        : part.text,
    );
  }
  return el;
}
