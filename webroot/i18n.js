/**
 * Says things in the language of the reader; the words are in `words.js`.
 *
 * @module i18n
 */
import { en, zh } from './words.js';

/** The language of the page: the first of the reader's languages that it speaks. */
export const lang = pick(globalThis.navigator?.languages ?? [globalThis.navigator?.language ?? 'en']);
const words = { ...(lang === 'zh' ? zh : en) };
const locale = lang === 'zh' ? 'zh-CN' : (globalThis.navigator?.language ?? 'en');

/**
 * @param {readonly string[]} languages BCP 47 tags, best first
 * @returns {'en'|'zh'}
 */
export function pick(languages) {
  for (const tag of languages) {
    if (/^zh\b/i.test(tag)) return 'zh';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

/**
 * Takes the words of another page in; where both have a word, the other page's is said.
 *
 * @param {{en: object, zh: object}} more
 */
export function learn(more) {
  Object.assign(words, more[lang]);
}

/**
 * @param {string} key
 * @param {object} [params]
 * @returns {string}
 */
export function t(key, params = {}) {
  const word = words[key] ?? key;
  return typeof word === 'function' ? word(params) : word;
}

/**
 * A sentence for an error.
 *
 * @param {{code: string, message: string}} error
 * @param {object} [params]
 * @returns {string}
 */
export function explain(error, params = {}) {
  return Object.hasOwn(words, error.code) ? t(error.code, params) : t('unexpected', { detail: error.message });
}

/** @param {string[]} names @param {number} [most] @returns {string} "Ann, Bob and 3 more" */
export function list(names, most = 3) {
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const rest = names.length - shown.length;
  const all = rest ? [...shown, t('andMore', { count: rest })] : shown;
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(all);
}

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' });
const thisYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });

export const formatClock = (ms) => clock.format(ms);
export const formatFull = (ms) => full.format(ms);

/** @param {number} ms @param {number} [now] @returns {string} "Today", "Yesterday" or the date */
export function formatDay(ms, now = Date.now()) {
  const midnight = (x) => new Date(x).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(now) - midnight(ms)) / 86_400_000);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  return (new Date(ms).getFullYear() === new Date(now).getFullYear() ? thisYear : otherYear).format(ms);
}

/**
 * Fills in the words of the static page: `data-t` is the text, `data-t-label`, `data-t-placeholder` and
 * `data-t-title` are attributes.
 *
 * @param {ParentNode} root
 */
export function translate(root) {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  for (const el of root.querySelectorAll('[data-t]')) el.textContent = t(el.dataset.t);
  for (const el of root.querySelectorAll('[data-t-label]')) el.setAttribute('aria-label', t(el.dataset.tLabel));
  for (const el of root.querySelectorAll('[data-t-title]')) el.title = t(el.dataset.tTitle);
  for (const el of root.querySelectorAll('[data-t-placeholder]')) el.placeholder = t(el.dataset.tPlaceholder);
}
