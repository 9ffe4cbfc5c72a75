/**
 * One announces, everybody hears: side by side by long poll and by push.
 *
 * @module tutorials/announcement
 */
import { make } from '/dom.js';
import { t } from '/i18n.js';
import { LongPoll } from '../long-poll.js';
import { addLine, lamp, Page, saidList, unescaped } from '../page.js';
import { PlainSocket } from '../plain-socket.js';

const page = new Page('1');
const { frames } = page;
const chat = page.at('/chat');

page.form([{ name: 'content', label: t('announcement') }], t('announce'), async ({ content }) => {
  if (!content.trim()) return t('nothingWritten');
  const form = new URLSearchParams({ content });
  frames.sent(`POST ${chat} ${form}`);
  try {
    const response = await fetch(chat, { method: 'POST', body: form });
    frames.received(`${response.status} ${await response.text()}`.trim());
    return response.ok ? '' : t('refusedPost', { status: response.status });
  } catch {
    return t('notSent');
  }
});

const poll = way('longPoll', t('longPollHint'), (on) => new LongPoll(page.at('/status'), on));
const push = way('push', t('pushHint'), ({ state, message }) => {
  const told = (now) => {
    state(now);
    page.explain(now);
  };
  return new PlainSocket(page.at('/status'), { frames, state: told, message: (text) => message(JSON.parse(text)) });
});
page.add(make('div', 'ways', {}, poll, push));

/** A list of what came in one way, with a button that pauses it. */
function way(name, hint, connect) {
  const shown = make('p', 'state', { role: 'status' });
  const list = saidList(t(name));
  const pause = make('button', '', { type: 'button', 'aria-pressed': 'false' }, t('pause'));
  const line = connect({
    frames,
    state: (state) => lamp(shown, state),
    // Before anything was ever announced, the longest time to wait brings an empty text.
    message: ({ content }) => content && addLine(list, unescaped(content)),
  });
  pause.addEventListener('click', () => {
    const paused = pause.getAttribute('aria-pressed') !== 'true';
    pause.setAttribute('aria-pressed', String(paused));
    if (paused) line.close();
    else line.open();
  });
  const head = make('div', 'panel-head', {}, make('h2', '', {}, t(name)), shown, pause);
  return make('section', 'way-in', { 'aria-label': t(name) }, head, make('p', 'hint', {}, hint), list);
}
