/**
 * The form at the door: a name and a room.
 *
 * @module entrance
 */
import { $ } from './dom.js';
import { t } from './i18n.js';
import { validName, validRoom } from './text.js';

/** @returns {{name: string, room: string}|null} what was typed; null, and the page says why, if it will not do */
export function typed() {
  const name = validName($('name').value);
  const room = validRoom($('room').value || 'lobby');
  if (!name) return refuse($('name'), t('badName'));
  if (!room) return refuse($('room'), t('badRoom'));
  refuse(null, '');
  return { name, room };
}

export function busy(yes) {
  $('join').setAttribute('aria-busy', String(yes));
  $('join').textContent = t(yes ? 'joining' : 'join');
}

/** Says what is wrong with a field. */
export function refuse(input, text) {
  $('error').textContent = text;
  for (const each of [$('name'), $('room')]) each.setAttribute('aria-invalid', String(each === input));
  input?.focus();
  input?.select();
  return null;
}
