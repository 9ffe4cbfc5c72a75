/**
 * Text in; out comes JSON of two types: `sys` from the server, `user` from people, who are numbers here.
 *
 * @module tutorials/protocol
 */
import { t } from '/i18n.js';
import { Page, unescaped } from '../page.js';
import { PlainSocket } from '../plain-socket.js';

const page = new Page('3');
const { frames, state } = page;
page.talk(new PlainSocket(page.at('/soc'), { frames, state, message }));

function message(frame) {
  const { type, id, message: text } = JSON.parse(frame);
  if (type === 'sys') page.say(unescaped(text), 'notice');
  else if (type === 'user') page.say(t('number', { id, text: unescaped(text) }));
}
