/**
 * A room that says who comes and goes. All of it is text: `[address]登陆聊天室`, `[address]说：text`.
 *
 * @module tutorials/notices
 */
import { Page, unescaped } from '../page.js';
import { PlainSocket } from '../plain-socket.js';

const NOTICE = /^\[[^\]]*\](?:登陆|离开)聊天室$/;

const page = new Page('2');
const { frames, state } = page;
const message = (text) => page.say(unescaped(text), NOTICE.test(text) ? 'notice' : '');
page.talk(new PlainSocket(page.at('/chat'), { frames, state, message }));
