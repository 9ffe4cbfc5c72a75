/**
 * What there is: a card for each page, the ways to hear of news, and all frames of all tutorials live.
 *
 * @module tutorials/index
 */
import { $, make } from '/dom.js';
import { t, translate } from '/i18n.js';
import { endpoint, onMain, PAGES } from './catalogue.js';
import { FrameLog } from './frames.js';
import { header } from './page.js';
import { PlainSocket } from './plain-socket.js';

document.title = `${t('indexTitle')} · Fanfare`;
document.body.prepend(header());
translate(document);

// A listener of one tutorial shows the pages that work there; the main one and tests' ports show all.
const here = PAGES.filter(({ port }) => String(port) === location.port);
$('cards').append(...(here.length ? here : PAGES).map(card));

function card({ folder, name, port, endpoints }) {
  const link = make('a', '', { href: `${folder}/` }, t(`${name}Title`));
  return make(
    'li',
    'card-of',
    {},
    make('p', 'kind', {}, t('tutorial', { number: folder }), ' · ', t(`${name}Kind`)),
    make('h2', '', {}, link),
    make('p', '', {}, t(`${name}Shows`)),
    make('p', 'facts', {}, t('port', { port }), ...endpoints.map((each) => make('code', '', {}, each))),
    ...(port === 6666 ? [make('p', 'hint', {}, t('blockedPort'))] : []),
  );
}

// ---- the live view -----------------------------------------------------------------------------

const LISTENS = { 0: '/ws', 1: '/status', 2: '/chat', 3: '/soc', '4a': '/ws' };
const frames = new FrameLog();
const listen = make('button', 'primary', { type: 'button' }, t('listen'));
let sockets = [];

listen.addEventListener('click', () => {
  const listens = sockets.length === 0;
  listen.textContent = t(listens ? 'stopListening' : 'listen');
  for (const socket of sockets) socket.close();
  sockets = listens ? Object.entries(LISTENS).map(open) : [];
});

function open([folder, path]) {
  return new PlainSocket(endpoint(folder, path), { frames, of: folder, state() {}, message() {} });
}

// Only the main listener has all of them.
if (onMain) $('index').append(frames.panel(listen));
