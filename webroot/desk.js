/**
 * What the page has before it: the client, the open rooms and the one that is shown. The one place of
 * the page's state; `chat.js` changes it, the others read.
 *
 * @module desk
 */

/** So many of a room's newest messages are asked for. */
export const NEWEST = 50;

/**
 * @typedef {object} View one open room
 * @property {string} name
 * @property {import('./messages.js').Conversation} conversation
 * @property {import('./people.js').People} people
 * @property {boolean} ready what joining brought is here
 * @property {boolean} more older messages may be loaded
 * @property {boolean} loading
 * @property {string|null} replay up to this position messages are old
 */
export const desk = {
  /** @type {import('./fanfare.js').Fanfare|null} */
  fanfare: null,
  /** Past the join form. */
  entered: false,
  /** @type {View|null} */
  current: null,
  /** @type {Map<string, View>} */
  views: new Map(),
};

/** @returns {string} the id of the reader */
export const me = () => desk.fanfare?.user?.id ?? '';
