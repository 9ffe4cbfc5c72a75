/**
 * The list of rooms at the side.
 *
 * @module rooms
 */
import { $, icon, make } from './dom.js';
import { t } from './i18n.js';
import { validRoom } from './text.js';

/** @returns {string} the room that the address asks for: `/?room=ops` or `#ops` */
export function roomOfAddress(address = location) {
  const asked = new URLSearchParams(address.search).get('room');
  let hash = '';
  try {
    hash = decodeURIComponent(address.hash);
  } catch {
    // a broken escape: no room
  }
  return validRoom(hash) ?? validRoom(asked ?? '') ?? 'lobby';
}

/** @param {string} room @returns {string} the address of a room */
export const addressOf = (room) => (room === 'lobby' ? '/' : `/?room=${encodeURIComponent(room)}`);

/**
 * @param {Iterable<{name: string, conversation: {unread: number}}>} views
 * @param {object} current the one shown
 * @param {{open: (room: string) => void, leave: (room: string) => void}} on
 */
export function showRooms(views, current, on) {
  const all = [...views];
  $('rooms').replaceChildren(
    ...all.map((view) => {
      const { unread } = view.conversation;
      const go = make('a', 'room', { href: addressOf(view.name) }, make('span', 'hash', { 'aria-hidden': 'true' }, '#'));
      go.append(make('bdi', '', {}, view.name));
      if (view === current) go.setAttribute('aria-current', 'page');
      if (unread) {
        go.append(make('span', 'badge', { 'aria-hidden': 'true' }, unread > 99 ? '99+' : String(unread)));
        go.setAttribute('aria-label', t('unreadIn', { room: view.name, count: unread }));
      }
      go.addEventListener('click', (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        on.open(view.name);
      });
      const item = make('li', '', {}, go);
      if (all.length > 1) {
        const words = t('leave', { room: view.name });
        const leave = make('button', 'icon leave', { type: 'button', 'aria-label': words, title: words }, icon('close'));
        leave.addEventListener('click', () => on.leave(view.name));
        item.append(leave);
      }
      return item;
    }),
  );
  $('elsewhere').hidden = !all.some((view) => view !== current && view.conversation.unread);
}
