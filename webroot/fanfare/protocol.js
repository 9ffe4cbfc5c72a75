/**
 * The words of `fanfare.v1.json`: positions, close codes, errors, keys, and how long to wait. Pure
 * functions; nothing here knows of a connection.
 *
 * @module fanfare/protocol
 */

/**
 * @typedef {{id: string, name: string}} User
 * @typedef {'connecting'|'live'|'lost'|'refused'|'closed'} State
 * @typedef {object} StateChange
 * @property {State} state
 * @property {number} attempt how many attempts failed since the last good connection
 * @property {number} [retryAt] when the next attempt starts (epoch ms), if `lost`
 * @property {number} [code] the WebSocket close code
 * @property {string} [reason] the reason the server gave (an error code) or `''`
 * @typedef {object} Message
 * @property {string} room
 * @property {string} position
 * @property {number} time epoch ms
 * @property {User} from
 * @property {*} body any JSON value
 * @property {'base64'} [encoding] if the body is bytes
 * @property {string} [to] the user id that a direct message was sent to
 * @property {string} [key] if it is known to be a publication of this client: its key
 */

/** The subprotocol that this client asks for. */
export const PROTOCOL = 'fanfare.v1.json';

const TRANSIENT = new Set(['rate_limited', 'unavailable', 'draining', 'timeout']);

/** What the server answered to a command that it did not carry out. */
export class FanfareError extends Error {
  /**
   * @param {string} code see the table of error codes in the protocol
   * @param {string} [message] a sentence for a person
   * @param {number} [retry] ms after which it may work
   */
  constructor(code, message = code, retry = undefined) {
    super(message);
    this.name = 'FanfareError';
    this.code = code;
    this.retry = retry;
  }
}

/**
 * @param {FanfareError} error
 * @returns {boolean} whether the same command may succeed a little later
 */
export function mayPass(error) {
  return TRANSIENT.has(error.code) || error.retry > 0;
}

/**
 * How long to wait before an attempt: exponential, with full jitter, never less than `min`.
 *
 * @param {number} attempt 0 for the first
 * @param {() => number} [random] in [0, 1)
 * @param {number} [min] ms
 * @param {number} [max] ms
 * @returns {number} ms
 */
export function backoff(attempt, random = Math.random, min = 500, max = 20_000) {
  const ceiling = Math.min(max, min * 2 ** (attempt + 1));
  return Math.round(min + random() * (ceiling - min));
}

/**
 * How long to wait after a refusal: as long as it says, but what is unavailable is so for everybody,
 * and not all may come again in the same moment.
 *
 * @param {FanfareError} error
 * @param {number} attempt as for {@link backoff}
 * @returns {number} ms
 */
export function pause(error, attempt) {
  const told = error.retry > 0;
  return told && error.code !== 'unavailable' ? error.retry : Math.max(told ? error.retry : 0, backoff(attempt));
}

/**
 * @param {string} position
 * @returns {{epoch: string, offset: number}|null} null if it is none
 */
export function parsePosition(position) {
  const match = /^(.+)-(\d+)$/.exec(position ?? '');
  return match && { epoch: match[1], offset: Number(match[2]) };
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {number} negative, 0 or positive as a is before, at or after b; NaN if they are of different
 *     epochs and cannot be compared
 */
export function comparePositions(a, b) {
  const [x, y] = [parsePosition(a), parsePosition(b)];
  return x && y && x.epoch === y.epoch ? x.offset - y.offset : NaN;
}

/**
 * What a close code asks for.
 *
 * @param {number} code
 * @returns {'retry'|'stop'}
 */
export function closeAction(code) {
  return (code >= 4500 && code < 5000) || (code >= 1007 && code <= 1010) || [1002, 1003].includes(code)
    ? 'stop'
    : 'retry';
}

/**
 * @param {string} text
 * @returns {number} its bytes in UTF-8
 */
export function utf8Length(text) {
  return new TextEncoder().encode(text).length;
}

/** @returns {string} 24 random URL-safe characters: a publication key or a guest key */
export function newKey() {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => alphabet[byte & 63]).join('');
}
