/**
 * A frame goes to everybody but the one who sent it, unchanged.
 *
 * @module tutorials/relay
 */
import { t } from '/i18n.js';
import { Page } from '../page.js';
import { PlainSocket } from '../plain-socket.js';

const page = new Page('4a');
const { frames, state } = page;
const message = (data) => page.say(typeof data === 'string' ? data : t('bytes', { count: data.byteLength }));
page.talk(new PlainSocket(page.at('/ws'), { frames, state, message }));
