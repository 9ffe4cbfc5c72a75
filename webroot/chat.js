/**
 * The page: puts the client, the conversation and everything around it together.
 *
 * @module chat
 */
import { Composer } from './composer.js';
import { $, avatar } from './dom.js';
import { comparePositions, Fanfare } from './fanfare.js';
import { explain, t, translate } from './i18n.js';
import { showState } from './link.js';
import { Conversation } from './messages.js';
import { People } from './people.js';
import { addressOf, roomOfAddress, showRooms } from './rooms.js';
import { Scroll } from './scroll.js';
import { askName, closeSheet, setUpSheets } from './sheets.js';
import { guestKey, keepInTab, keptInTab, recall, remember } from './store.js';
import { validName, validRoom } from './text.js';

const HISTORY = 50;
const MOST_ROOMS = 20;

let fanfare = null;
let entered = false;
let current = null;
const views = new Map(); // room -> {name, conversation, people, ready, more, loading, replay}
const seen = recall('seen', {}); // room -> the last position that the reader has looked at

const me = () => fanfare?.user?.id ?? '';
const scroll = new Scroll({ top: () => loadOlder(current), bottom: () => look() });
const composer = new Composer({
  send: (text) => say(text),
  remaining: (text) => fanfare?.remaining(current.name, text) ?? Infinity,
  limit: () => fanfare?.limits.message ?? Infinity,
  typing: () => fanfare?.signal(current.name, { typing: true }),
  resize: () => scroll.follow(),
});

// ---- the way in ---------------------------------------------------------------------------------

async function enter(event) {
  event?.preventDefault();
  const name = validName($('name').value);
  const room = validRoom($('room').value || 'lobby');
  if (!name) return refuse($('name'), t('badName'));
  if (!room) return refuse($('room'), t('badRoom'));
  refuse(null, '');
  busy(true);
  fanfare?.close();
  views.clear();
  current = null;
  fanfare = connect(name);
  remember('name', name);
  const view = open(room);
  try {
    await fanfare.join(room, { history: HISTORY });
  } catch (error) {
    if (error.code === 'closed') return undefined; // the next try is under way
    fanfare.close();
    fanfare = null;
    busy(false);
    return refuse($('name'), explain(error, { name }));
  }
  busy(false);
  entered = true;
  keepInTab('in', '1');
  $('entrance').hidden = true;
  $('app').hidden = false;
  show(view);
  showMe();
  composer.focus();
  for (const other of recall('rooms', []).filter((each) => !views.has(each)).slice(0, MOST_ROOMS)) {
    open(other);
    fanfare.join(other, { history: HISTORY }).catch(() => {});
  }
  return rooms();
}

function busy(yes) {
  $('join').setAttribute('aria-busy', String(yes));
  $('join').textContent = t(yes ? 'joining' : 'join');
}

function refuse(input, text) {
  $('error').textContent = text;
  for (const each of [$('name'), $('room')]) each.setAttribute('aria-invalid', String(each === input));
  input?.focus();
  input?.select();
}

// ---- the client ---------------------------------------------------------------------------------

function connect(name) {
  const client = new Fanfare({ name, guest: guestKey() });
  const on = (type, listener) => client.on(type, (detail) => client === fanfare && listener(detail));
  // The first change came while it was being made.
  showState({ state: client.state, attempt: 0 }, entered);
  on('state', (change) => showState(change, entered));
  on('user', () => entered && showMe());
  on('message', onMessage);
  on('outbox', onOutbox);
  on('joined', ({ room, position, members, again }) => {
    const view = views.get(room);
    if (!view) return;
    if (!again) view.replay = position;
    view.people.reset(members, again);
    setTimeout(() => {
      view.ready = true; // what it brought is here: now older messages may be asked for
      if (view.conversation.isEmpty) view.more = false;
      settle(view);
      scroll.check();
    }, 400);
  });
  on('gap', ({ room }) => {
    views.get(room)?.conversation.gap();
    scroll.follow();
  });
  on('presence', (presence) => {
    const view = views.get(presence.room);
    if (!view) return;
    const { joined, left, renamed } = view.people.update(presence);
    view.conversation.people({ joined, left });
    for (const each of renamed) view.conversation.notice(t('renamedNotice', each));
    scroll.follow();
  });
  on('signal', ({ room, from, body }) => {
    if (body?.typing && from && from.id !== me()) views.get(room)?.people.types(from);
  });
  on('refused-room', ({ room, error }) => onRoomRefused(room, error));
  return client;
}

function onRoomRefused(room, error) {
  const view = views.get(room);
  if (!entered || !view) return;
  const why = explain(error, { name: fanfare.user?.name });
  if (error.code === 'name_taken') {
    // While we were away somebody else took our name.
    view.conversation.notice(why);
    rename(why);
    return;
  }
  if (views.size > 1) views.delete(room);
  if (view === current) show(views.values().next().value);
  $('room-error').textContent = why;
  current.conversation.notice(`#${room}: ${why}`);
  scroll.follow();
  rooms();
}

// ---- messages -----------------------------------------------------------------------------------

function onMessage(frame) {
  const view = views.get(frame.room);
  if (!view) return;
  const { conversation } = view;
  const old = view.replay && comparePositions(frame.position, view.replay) <= 0;
  scroll.quiet(old && view === current);
  const el = conversation.add(frame);
  view.people.said(frame.from?.id);
  if (el && frame.from?.id !== me()) {
    const reading = view === current && document.visibilityState === 'visible' && scroll.sticks;
    const unseen = old ? comparePositions(frame.position, seen[view.name]) > 0 : !reading;
    if (unseen && !(old ? conversation.newLine : conversation.unread)) conversation.markNew(el);
    if (unseen && !old) conversation.unread++;
  }
  if (view === current) {
    if (scroll.sticks && conversation.trim()) view.more = true;
    scroll.follow();
    settle(view);
    look();
  } else {
    count();
  }
}

function onOutbox(item) {
  const view = views.get(item.room);
  if (!view) return;
  if (item.error?.code === 'cancelled') view.conversation.discard(item.key);
  else view.conversation.own(item, fanfare.user ?? { id: me(), name: recall('name', '') });
  if (view === current) {
    settle(view);
    scroll.follow();
  }
}

function say(text) {
  current.conversation.clearNew();
  scroll.toBottom();
  fanfare.publish(current.name, text);
}

async function loadOlder(view) {
  const before = view?.conversation.first;
  if (!view?.ready || !view.more || view.loading || !before || fanfare.state !== 'live') return;
  view.loading = true;
  scroll.keep(view === current, () => settle(view, t('loading')));
  try {
    const { messages, more } = await fanfare.history(view.name, { before, limit: HISTORY });
    view.more = Boolean(more) && messages.length > 0;
    scroll.keep(view === current, () => {
      view.conversation.prepend(messages);
      view.loading = false;
      settle(view);
    });
    requestAnimationFrame(() => scroll.check());
  } catch (error) {
    view.loading = false;
    if (error.code !== 'connection_lost') view.more = false;
    settle(view, error.code === 'connection_lost' ? '' : t('loadFailed'));
  }
}

/** What stands above the first message, or in place of it. */
function settle(view, note = view.more ? '' : t('beginning', { room: view.name })) {
  if (view !== current) return;
  const empty = view.conversation.isEmpty;
  $('empty').hidden = !empty || !entered;
  $('empty-title').textContent = t('emptyTitle', { room: view.name });
  $('older').hidden = empty || !note;
  $('older').textContent = note;
}

/** The reader looks at the end of the current room: nothing there is new any more. */
function look() {
  if (current && entered && document.visibilityState === 'visible' && scroll.sticks) {
    const { conversation, name } = current;
    conversation.unread = 0;
    const last = conversation.last;
    if (last && seen[name] !== last) {
      seen[name] = last;
      remember('seen', seen);
    }
  }
  count();
}

let counted = '';

function count() {
  const total = [...views.values()].reduce((sum, { conversation }) => sum + conversation.unread, 0);
  if (current) document.title = `${total ? `(${total}) ` : ''}#${current.name} · Fanfare`;
  scroll.showJump(current?.conversation.unread ?? 0);
  const now = [...views.values()].map(({ name, conversation }) => `${name} ${conversation.unread}`).join('\n');
  if (now !== counted) rooms();
  counted = now;
}

// ---- rooms --------------------------------------------------------------------------------------

function open(name) {
  const conversation = new Conversation(name, {
    me,
    explain: (error) => explain(error, { name: fanfare.user?.name }),
    retry: ({ key, body }) => fanfare.publish(name, body, { key }),
    discard: ({ key }) => {
      conversation.discard(key);
      composer.focus();
    },
  });
  const view = { name, conversation, ready: false, more: true, loading: false, replay: null };
  view.people = new People({ me, ask: () => fanfare.members(name), change: () => view === current && showPeople() });
  views.set(name, view);
  current ??= view;
  return view;
}

function show(view) {
  if (current !== view) scroll.leave(current);
  current = view;
  $('messages').replaceWith(view.conversation.el);
  $('room-name').textContent = view.name;
  history.replaceState(null, '', addressOf(view.name));
  composer.open(view.name);
  scroll.enter(view);
  showPeople();
  settle(view);
  look();
  rooms();
}

function showPeople() {
  current.people.show();
  current.people.showTyping();
}

function rooms() {
  if (!entered) return;
  remember('rooms', [...views.keys()].slice(0, MOST_ROOMS));
  showRooms(views.values(), current, { open: goTo, leave });
}

function goTo(name) {
  let view = views.get(name);
  if (!view) {
    view = open(name);
    fanfare.join(name, { history: HISTORY }).catch(() => {});
  }
  $('room-error').textContent = '';
  show(view);
  closeSheet();
  composer.focus();
}

function leave(name) {
  const view = views.get(name);
  views.delete(name);
  fanfare.leave(name).catch(() => {});
  if (view === current) show(views.values().next().value);
  rooms();
}

// ---- who I am -----------------------------------------------------------------------------------

function showMe() {
  const { user } = fanfare;
  if (!user) return;
  avatar(user, $('my-avatar'));
  $('my-name').textContent = user.name;
}

function rename(why = '') {
  askName(fanfare.user?.name ?? '', why, async (typed) => {
    const name = validName(typed);
    if (!name) return t('badName');
    try {
      await fanfare.rename(name);
      remember('name', name);
      for (const { name: room, conversation } of views.values()) {
        const since = conversation.last;
        fanfare.join(room, since ? { since } : { history: HISTORY }).catch(() => {});
      }
      showMe();
      for (const { people } of views.values()) people.refresh(200);
      return '';
    } catch (error) {
      return explain(error, { name });
    }
  });
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
$('retry-now').addEventListener('click', () => fanfare.connect());
$('copy-link').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(new URL(addressOf(current.name), location.href).href);
    $('copy-label').textContent = t('copied');
    setTimeout(() => ($('copy-label').textContent = t('copyLink')), 2000);
  } catch {
    // not allowed: the address bar has it
  }
});
document.addEventListener('visibilitychange', look);
addEventListener('hashchange', () => entered && location.hash && goTo(roomOfAddress()));
addEventListener('beforeunload', (event) => fanfare?.pending && event.preventDefault());

$('name').value = recall('name', '');
$('room').value = roomOfAddress();
$('entrance').hidden = false;
if (keptInTab('in') && validName($('name').value)) enter();
else $('name').focus();
