/**
 * Who the reader is: shown at the side, and changed there.
 *
 * @module me
 */
import { desk, NEWEST } from './desk.js';
import { $, avatar } from './dom.js';
import { explain, t } from './i18n.js';
import { askName } from './sheets.js';
import { remember } from './store.js';
import { validName } from './text.js';

export function showMe() {
  const { user } = desk.fanfare;
  if (!user) return;
  avatar(user, $('my-avatar'));
  $('my-name').textContent = user.name;
}

/** @param {string} [why] the old name will not do */
export function rename(why = '') {
  askName(desk.fanfare.user?.name ?? '', why, async (wanted) => {
    const name = validName(wanted);
    if (!name) return t('badName');
    try {
      await desk.fanfare.rename(name);
      remember('name', name);
      for (const { name: room, conversation } of desk.views.values()) {
        const since = conversation.last;
        desk.fanfare.join(room, since ? { since } : { history: NEWEST }).catch(() => {});
      }
      showMe();
      for (const { people } of desk.views.values()) people.refresh(200);
      return '';
    } catch (error) {
      return explain(error, { name });
    }
  });
}
