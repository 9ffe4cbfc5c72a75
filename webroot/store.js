/**
 * What the browser remembers for the page. A browser that forbids it forgets, and nothing breaks.
 *
 * @module store
 */
import { newKey } from './fanfare.js';

/** @param {string} key @param {*} [otherwise] @returns {*} */
export function recall(key, otherwise = null) {
  try {
    return JSON.parse(localStorage.getItem(`fanfare.${key}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} key @param {*} value */
export function remember(key, value) {
  try {
    localStorage.setItem(`fanfare.${key}`, JSON.stringify(value));
  } catch {
    // not allowed, or full
  }
}

/** @returns {string} the key that makes this browser the same guest again; nobody else ever sees it */
export function guestKey() {
  let key = recall('guest');
  if (typeof key !== 'string' || !/^[\w-]{16,128}$/.test(key)) {
    key = newKey();
    remember('guest', key);
  }
  return key;
}

/** @param {string} key @returns {string} what this tab keeps over a reload */
export function keptInTab(key) {
  try {
    return sessionStorage.getItem(`fanfare.${key}`) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} key @param {string} value `''` to forget it */
export function keepInTab(key, value) {
  try {
    if (value) sessionStorage.setItem(`fanfare.${key}`, value);
    else sessionStorage.removeItem(`fanfare.${key}`);
  } catch {
    // not allowed, or full
  }
}
