/**
 * `{"sender","recv","msg"}` goes to the one who is called `recv`, and to nobody else.
 *
 * @module tutorials/direct
 */
import { t } from '/i18n.js';
import { Page } from '../page.js';
import { PlainSocket } from '../plain-socket.js';

const page = new Page('4b');
const { frames, state } = page;
let socket = null;

page.form([{ name: 'name', label: t('yourName'), stays: true }], t('connect'), ({ name }) => {
  const me = name.trim();
  if (!/^[\p{L}\p{N}\p{M}\-_.:~]{1,32}$/u.test(me)) return t('badUser');
  socket?.close();
  socket = new PlainSocket(page.at(`/ws/${encodeURIComponent(me)}`), { frames, state, message });
  form.elements.sender.value = me;
  form.elements.recv.focus();
  page.say(t('youAre', { name: me }), 'notice');
  return '';
});
state('closed');

const form = page.form(
  [
    { name: 'recv', label: t('recipient'), stays: true },
    { name: 'sender', label: t('sender'), stays: true },
    { name: 'msg', label: t('message') },
  ],
  t('send'),
  ({ recv, sender: claimed, msg }) => {
    if (!recv || !msg) return t('nothingWritten');
    if (!socket?.send(JSON.stringify({ sender: claimed, recv, msg }))) return t('notSent');
    page.say(t('toOne', { recv, msg }), 'own');
    return '';
  },
);

function message(frame) {
  try {
    const { sender: from, msg } = JSON.parse(frame);
    page.say(t('fromOne', { from, msg }));
  } catch {
    page.say(frame); // not of this tutorial's shape
  }
}
