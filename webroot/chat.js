/**
 * The page: puts the client, the conversation and everything around it together.
 *
 * @module chat
 */
import { Composer } from './composer.js';
import { desk, me, NEWEST } from './desk.js';
import { $ } from './dom.js';
import { busy, refuse, typed } from './entrance.js';
import { Fanfare } from './fanfare.js';
import { explain, t, translate } from './i18n.js';
import { showState } from './link.js';
import { rename, showMe } from './me.js';
import { Conversation } from './messages.js';
import { People } from './people.js';
import { addressOf, roomOfAddress, showRooms } from './rooms.js';
import { Scroll } from './scroll.js';
import { closeSheet, setUpSheets } from './sheets.js';
import { guestKey, keepInTab, keptInTab, recall, remember } from './store.js';
import { Stream } from './stream.js';
import { validName, validRoom } from './text.js';
import { Unread } from './unread.js';

const MOST_ROOMS = 20;

const scroll = new Scroll({ top: () => stream.older(desk.current), bottom: () => unread.look() });
const unread = new Unread(scroll, () => rooms());
const stream = new Stream(scroll, unread);
const composer = new Composer({
  send: (text) => say(text),
  remaining: (text) => desk.fanfare?.remaining(desk.current.name, text) ?? Infinity,
  limit: () => desk.fanfare?.limits.message ?? Infinity,
  typing: () => desk.fanfare?.signal(desk.current.name, { typing: true }),
  resize: () => scroll.follow(),
});

// ---- the way in ---------------------------------------------------------------------------------

async function enter(event) {
  event?.preventDefault();
  const wish = typed();
  if (!wish) return undefined;
  const { name, room } = wish;
  busy(true);
  desk.fanfare?.close();
  desk.views.clear();
  desk.current = null;
  desk.fanfare = connect(name);
  remember('name', name);
  const view = open(room);
  try {
    await desk.fanfare.join(room, { history: NEWEST });
  } catch (error) {
    if (error.code === 'closed') return undefined; // the next try is under way
    desk.fanfare.close();
    desk.fanfare = null;
    busy(false);
    return refuse($('name'), explain(error, { name }));
  }
  busy(false);
  desk.entered = true;
  keepInTab('in', '1');
  $('entrance').hidden = true;
  $('app').hidden = false;
  show(view);
  showMe();
  composer.focus();
  for (const other of recall('rooms', []).filter((each) => !desk.views.has(each)).slice(0, MOST_ROOMS)) {
    open(other);
    desk.fanfare.join(other, { history: NEWEST }).catch(() => {});
  }
  return rooms();
}

// ---- the client ---------------------------------------------------------------------------------

function connect(name) {
  const client = new Fanfare({ name, guest: guestKey() });
  const on = (type, listener) => client.on(type, (detail) => client === desk.fanfare && listener(detail));
  // The first change came while it was being made.
  showState({ state: client.state, attempt: 0 }, desk.entered);
  on('state', (change) => showState(change, desk.entered));
  on('user', () => desk.entered && showMe());
  on('message', (frame) => stream.message(frame));
  on('outbox', (item) => stream.outbox(item));
  on('joined', ({ room, position, members, again }) => {
    const view = desk.views.get(room);
    if (!view) return;
    if (!again) view.replay = position;
    view.people.reset(members, again);
    setTimeout(() => {
      view.ready = true; // what it brought is here: now older messages may be asked for
      if (view.conversation.isEmpty) view.more = false;
      stream.settle(view);
      scroll.check();
    }, 400);
  });
  on('gap', ({ room }) => {
    desk.views.get(room)?.conversation.gap();
    scroll.follow();
  });
  on('presence', (presence) => {
    const view = desk.views.get(presence.room);
    if (!view) return;
    const { joined, left, renamed } = view.people.update(presence);
    view.conversation.people({ joined, left });
    for (const each of renamed) view.conversation.notice(t('renamedNotice', each));
    scroll.follow();
  });
  on('signal', ({ room, from, body }) => {
    if (body?.typing && from && from.id !== me()) desk.views.get(room)?.people.types(from);
  });
  on('refused-room', ({ room, error }) => onRoomRefused(room, error));
  return client;
}

function onRoomRefused(room, error) {
  const view = desk.views.get(room);
  if (!desk.entered || !view) return;
  const why = explain(error, { name: desk.fanfare.user?.name });
  if (error.code === 'name_taken') {
    // While we were away somebody else took our name.
    view.conversation.notice(why);
    rename(why);
    return;
  }
  if (desk.views.size > 1) desk.views.delete(room);
  if (view === desk.current) show(desk.views.values().next().value);
  $('room-error').textContent = why;
  desk.current.conversation.notice(`#${room}: ${why}`);
  scroll.follow();
  rooms();
}

function say(text) {
  desk.current.conversation.clearNew();
  scroll.toBottom();
  desk.fanfare.publish(desk.current.name, text);
}

// ---- rooms --------------------------------------------------------------------------------------

function open(name) {
  const conversation = new Conversation(name, {
    me,
    explain: (error) => explain(error, { name: desk.fanfare.user?.name }),
    retry: ({ key, body }) => desk.fanfare.publish(name, body, { key }),
    discard: ({ key }) => {
      conversation.discard(key);
      composer.focus();
    },
  });
  const view = { name, conversation, ready: false, more: true, loading: false, replay: null };
  view.people = new People({ me, ask: () => desk.fanfare.members(name), change: () => view === desk.current && showPeople() });
  desk.views.set(name, view);
  desk.current ??= view;
  return view;
}

function show(view) {
  if (desk.current !== view) scroll.leave(desk.current);
  desk.current = view;
  $('messages').replaceWith(view.conversation.el);
  $('room-name').textContent = view.name;
  history.replaceState(null, '', addressOf(view.name));
  composer.open(view.name);
  scroll.enter(view);
  showPeople();
  stream.settle(view);
  unread.look();
  rooms();
}

function showPeople() {
  desk.current.people.show();
  desk.current.people.showTyping();
}

function rooms() {
  if (!desk.entered) return;
  remember('rooms', [...desk.views.keys()].slice(0, MOST_ROOMS));
  showRooms(desk.views.values(), desk.current, { open: goTo, leave });
}

function goTo(name) {
  let view = desk.views.get(name);
  if (!view) {
    view = open(name);
    desk.fanfare.join(name, { history: NEWEST }).catch(() => {});
  }
  $('room-error').textContent = '';
  show(view);
  closeSheet();
  composer.focus();
}

function leave(name) {
  const view = desk.views.get(name);
  desk.views.delete(name);
  desk.fanfare.leave(name).catch(() => {});
  if (view === desk.current) show(desk.views.values().next().value);
  rooms();
}

// ---- set-up -------------------------------------------------------------------------------------

translate(document);
setUpSheets();
$('join-form').addEventListener('submit', enter);
$('room-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const room = validRoom($('other-room').value);
  $('room-error').textContent = room ? '' : t('badRoom');
  if (!room) return;
  $('other-room').value = '';
  goTo(room);
});
$('me').addEventListener('click', () => rename());
$('skip').addEventListener('click', (event) => {
  event.preventDefault();
  $('text').focus();
});
$('retry-now').addEventListener('click', () => desk.fanfare.connect());
$('copy-link').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(new URL(addressOf(desk.current.name), location.href).href);
    $('copy-label').textContent = t('copied');
    setTimeout(() => ($('copy-label').textContent = t('copyLink')), 2000);
  } catch {
    // not allowed: the address bar has it
  }
});
document.addEventListener('visibilitychange', () => unread.look());
addEventListener('hashchange', () => desk.entered && location.hash && goTo(roomOfAddress()));
addEventListener('beforeunload', (event) => desk.fanfare?.pending && event.preventDefault());

$('name').value = recall('name', '');
$('room').value = roomOfAddress();
$('entrance').hidden = false;
if (keptInTab('in') && validName($('name').value)) enter();
else $('name').focus();
