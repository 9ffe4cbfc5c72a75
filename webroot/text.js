/**
 * What can be said of messages without a document: links, groups, initials, names. All pure.
 *
 * @module text
 */

const GROUP_WITHIN = 5 * 60_000;
const PALETTE = 12; // classes c0 … c11 of the style sheet

/**
 * Splits a text into plain parts and links. Only `http:` and `https:` become links.
 *
 * @param {string} text
 * @returns {{text: string, href?: string}[]}
 */
export function linkify(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"'`，。！？；：、（）《》「」“”\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi)) {
    const found = trimLink(match[0]);
    const href = safeHref(found);
    if (!href) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: found, href });
    from = match.index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** Without the punctuation of the sentence around it; a bracket stays if it was opened within. */
function trimLink(link) {
  for (;;) {
    const last = link.at(-1);
    const open = { ')': '(', ']': '[', '}': '{' }[last];
    const unbalanced = open && link.split(open).length < link.split(last).length;
    if (!unbalanced && !/[.,;:!?*_~]/.test(last)) return link;
    link = link.slice(0, -1);
  }
}

function safeHref(link) {
  try {
    const url = new URL(link);
    return ['http:', 'https:'].includes(url.protocol) && url.hostname ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * Whether a message begins a new group, or goes on with the one before.
 *
 * @param {{from: {id: string, name: string}, time: number}|null} previous
 * @param {{from: {id: string, name: string}, time: number}} message
 * @returns {boolean}
 */
export function startsGroup(previous, message) {
  return (
    !previous ||
    previous.from.id !== message.from.id ||
    previous.from.name !== message.from.name ||
    startsDay(previous, message) ||
    message.time - previous.time > GROUP_WITHIN
  );
}

/** Whether a message is the first of its (local) day. */
export function startsDay(previous, message) {
  return !previous || new Date(previous.time).toDateString() !== new Date(message.time).toDateString();
}

/** @param {string} id a user id @returns {number} its colour, 0 to 11 */
export function colour(id) {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % PALETTE;
}

/** @param {string} name @returns {string} one or two letters for an avatar */
export function initials(name) {
  const first = [...name.matchAll(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]/gu)].map(([letter]) => letter);
  return (first.length > 1 ? first[0] + first[1] : (first[0] ?? [...name.trim()][0] ?? '?')).toUpperCase();
}

/** @param {string} text @returns {boolean} whether it is one to three emoji and nothing else */
export function isEmoji(text) {
  return /^(?:\p{Extended_Pictographic}(?:\ufe0f|[\u{1f3fb}-\u{1f3ff}]|\u200d\p{Extended_Pictographic})*\s*){1,3}$/u.test(text);
}

/** @param {string} name as typed @returns {string|null} a user name, or null if it cannot be one */
export function validName(name) {
  const trimmed = name.normalize('NFC').trim();
  const hidden = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;
  return trimmed && [...trimmed].length <= 32 && !hidden.test(trimmed) ? trimmed : null;
}

/** @param {string} room as typed, perhaps with a `#` @returns {string|null} a room name, or null */
export function validRoom(room) {
  const plain = room.normalize('NFC').trim().replace(/^#/, '').replace(/\s+/g, '-');
  return /^[\p{L}\p{N}\p{M}\-_.:~]{1,64}$/u.test(plain) ? plain : null;
}
