/**
 * Text in, `[address]:text` out to everybody.
 *
 * @module tutorials/broadcast
 */
import { Page, unescaped } from '../page.js';
import { PlainSocket } from '../plain-socket.js';

const page = new Page('0');
const { frames, state } = page;
page.talk(new PlainSocket(page.at('/ws'), { frames, state, message: (text) => page.say(unescaped(text)) }));
