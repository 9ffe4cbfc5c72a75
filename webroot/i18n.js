/**
 * Every word that the page says, in English and Chinese.
 *
 * @module i18n
 */

const n = (count, one, many) => (count === 1 ? one : many);

const en = {
  tagline: 'A room to talk in. Everyone sees the same words, in the same order.',
  yourName: 'Your name',
  namePlaceholder: 'How should others call you?',
  room: 'Room',
  join: 'Join',
  joining: 'Joining…',
  joinHint: 'No account needed. Whoever has the link can join.',
  skip: 'Skip to the message field',
  rooms: 'Rooms',
  joinAnother: 'Join another room',
  roomName: 'Room name',
  go: 'Go',
  members: 'Members',
  showMembers: (p) => `Members (${p.count})`,
  showRooms: 'Rooms and settings',
  close: 'Close',
  leave: (p) => `Leave ${p.room}`,
  you: 'you',
  rename: 'Change name',
  renameTitle: 'Your name',
  save: 'Save',
  cancel: 'Cancel',
  conversation: 'Conversation',
  message: 'Message',
  writeTo: (p) => `Message #${p.room}`,
  send: 'Send',
  sendHint: 'Enter sends, Shift + Enter starts a new line',
  bytesLeft: (p) => `${p.count} ${n(p.count, 'byte', 'bytes')} left`,
  bytesOver: (p) => `${p.count} ${n(p.count, 'byte', 'bytes')} too long`,
  connecting: 'Connecting',
  live: 'Connected',
  lost: 'Offline',
  refused: 'Not connected',
  lostIn: (p) => `Connection lost. Trying again in ${p.count} s.`,
  reconnecting: 'Connection lost. Reconnecting…',
  kept: 'What you write is kept and sent later.',
  retryNow: 'Retry now',
  disconnected: 'Disconnected.',
  unreachable: (p) => `The server cannot be reached. Trying again in ${p.count} s.`,
  connectAgain: 'Connect again',
  today: 'Today',
  yesterday: 'Yesterday',
  sending: 'Sending',
  queued: 'Waiting for the connection',
  sent: 'Sent',
  failed: 'Not sent',
  retry: 'Try again',
  discard: 'Discard',
  newMessages: 'New messages',
  jump: 'Jump to latest',
  jumpNew: (p) => `${p.count} new ${n(p.count, 'message', 'messages')}`,
  unreadIn: (p) => `${p.room}, ${p.count} unread`,
  gap: 'Some messages are missing here and can no longer be loaded',
  beginning: (p) => `This is where #${p.room} begins.`,
  loading: 'Loading older messages…',
  loadFailed: 'Older messages could not be loaded.',
  emptyTitle: (p) => `It is quiet in #${p.room}`,
  emptyText: 'Say the first word, or send the link to someone.',
  copyLink: 'Copy link',
  copied: 'Link copied',
  joinedNotice: (p) => `${p.names} joined`,
  leftNotice: (p) => `${p.names} left`,
  renamedNotice: (p) => `${p.old} is now ${p.name}`,
  andMore: (p) => `${p.count} more`,
  typing: (p) => n(p.count, `${p.names} is typing…`, `${p.names} are typing…`),
  typingMany: 'Several people are typing…',
  noMembers: 'Nobody is here yet.',
  onlyCount: (p) => `Only the first ${p.count} are listed.`,
  binary: (p) => `Binary message, ${p.count} ${n(p.count, 'byte', 'bytes')}`,
  badName: 'A name has 1 to 32 visible characters.',
  badRoom: 'A room name has 1 to 64 letters, digits or - _ . : ~',
  name_taken: (p) => `“${p.name}” is already taken in this room. Please choose another name.`,
  forbidden: 'You are not allowed to do that in this room.',
  unauthorized: 'You have to sign in again.',
  token_expired: 'Your sign-in has expired.',
  too_large: 'The message is too long.',
  too_many: 'There are too many rooms or connections.',
  removed: 'You were removed by a moderator.',
  rate_limited: 'That was too fast. It is tried again in a moment.',
  unavailable: 'The server cannot store messages just now. It is tried again in a moment.',
  outbox_full: 'Too many messages are waiting to be sent.',
  cancelled: 'Discarded.',
  unexpected: (p) => `Something went wrong: ${p.detail}`,
};

const zh = {
  tagline: '一个聊天的地方。每个人看到同样的消息、同样的顺序。',
  yourName: '你的名字',
  namePlaceholder: '大家怎么称呼你？',
  room: '房间',
  join: '加入',
  joining: '正在加入…',
  joinHint: '无需注册，知道链接的人都可以加入。',
  skip: '跳到输入框',
  rooms: '房间',
  joinAnother: '加入其他房间',
  roomName: '房间名',
  go: '前往',
  members: '成员',
  showMembers: (p) => `成员（${p.count}）`,
  showRooms: '房间与设置',
  close: '关闭',
  leave: (p) => `离开 ${p.room}`,
  you: '你',
  rename: '修改名字',
  renameTitle: '你的名字',
  save: '保存',
  cancel: '取消',
  conversation: '对话',
  message: '消息',
  writeTo: (p) => `发消息到 #${p.room}`,
  send: '发送',
  sendHint: '按 Enter 发送，Shift + Enter 换行',
  bytesLeft: (p) => `还可输入 ${p.count} 字节`,
  bytesOver: (p) => `超出 ${p.count} 字节`,
  connecting: '连接中',
  live: '已连接',
  lost: '离线',
  refused: '未连接',
  lostIn: (p) => `连接已断开，${p.count} 秒后重试。`,
  reconnecting: '连接已断开，正在重新连接…',
  kept: '你写的消息会保留，恢复后自动发送。',
  retryNow: '立即重试',
  disconnected: '连接已关闭。',
  unreachable: (p) => `无法连接服务器，${p.count} 秒后重试。`,
  connectAgain: '重新连接',
  today: '今天',
  yesterday: '昨天',
  sending: '发送中',
  queued: '等待连接',
  sent: '已发送',
  failed: '未发送',
  retry: '重试',
  discard: '放弃',
  newMessages: '新消息',
  jump: '回到最新',
  jumpNew: (p) => `${p.count} 条新消息`,
  unreadIn: (p) => `${p.room}，${p.count} 条未读`,
  gap: '此处有消息缺失，已无法加载',
  beginning: (p) => `#${p.room} 从这里开始。`,
  loading: '正在加载更早的消息…',
  loadFailed: '无法加载更早的消息。',
  emptyTitle: (p) => `#${p.room} 里静悄悄的`,
  emptyText: '说第一句话，或者把链接发给朋友。',
  copyLink: '复制链接',
  copied: '链接已复制',
  joinedNotice: (p) => `${p.names} 加入了`,
  leftNotice: (p) => `${p.names} 离开了`,
  renamedNotice: (p) => `${p.old} 改名为 ${p.name}`,
  andMore: (p) => `另外 ${p.count} 人`,
  typing: (p) => `${p.names} 正在输入…`,
  typingMany: '好几个人正在输入…',
  noMembers: '这里还没有人。',
  onlyCount: (p) => `仅列出前 ${p.count} 人。`,
  binary: (p) => `二进制消息，${p.count} 字节`,
  badName: '名字须为 1 到 32 个可见字符。',
  badRoom: '房间名须为 1 到 64 个字母、数字或 - _ . : ~',
  name_taken: (p) => `“${p.name}”在这个房间里已被使用，请换一个名字。`,
  forbidden: '你没有权限在这个房间这样做。',
  unauthorized: '请重新登录。',
  token_expired: '登录已过期。',
  too_large: '消息太长了。',
  too_many: '房间或连接太多了。',
  removed: '你已被管理员移出。',
  rate_limited: '发送太快，稍后会自动重试。',
  unavailable: '服务器暂时无法保存消息，稍后会自动重试。',
  outbox_full: '等待发送的消息太多了。',
  cancelled: '已放弃。',
  unexpected: (p) => `出错了：${p.detail}`,
};

/** The language of the page: the first of the reader's languages that it speaks. */
export const lang = pick(globalThis.navigator?.languages ?? [globalThis.navigator?.language ?? 'en']);
const words = lang === 'zh' ? zh : en;
const locale = lang === 'zh' ? 'zh-CN' : (globalThis.navigator?.language ?? 'en');

/**
 * @param {readonly string[]} languages BCP 47 tags, best first
 * @returns {'en'|'zh'}
 */
export function pick(languages) {
  for (const tag of languages) {
    if (/^zh\b/i.test(tag)) return 'zh';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

/**
 * @param {string} key
 * @param {object} [params]
 * @returns {string}
 */
export function t(key, params = {}) {
  const word = words[key] ?? key;
  return typeof word === 'function' ? word(params) : word;
}

/**
 * A sentence for an error.
 *
 * @param {{code: string, message: string}} error
 * @param {object} [params]
 * @returns {string}
 */
export function explain(error, params = {}) {
  return Object.hasOwn(words, error.code) ? t(error.code, params) : t('unexpected', { detail: error.message });
}

/** @param {string[]} names @param {number} [most] @returns {string} "Ann, Bob and 3 more" */
export function list(names, most = 3) {
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const rest = names.length - shown.length;
  const all = rest ? [...shown, t('andMore', { count: rest })] : shown;
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(all);
}

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' });
const thisYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });

export const formatClock = (ms) => clock.format(ms);
export const formatFull = (ms) => full.format(ms);

/** @param {number} ms @param {number} [now] @returns {string} "Today", "Yesterday" or the date */
export function formatDay(ms, now = Date.now()) {
  const midnight = (x) => new Date(x).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(now) - midnight(ms)) / 86_400_000);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  return (new Date(ms).getFullYear() === new Date(now).getFullYear() ? thisYear : otherYear).format(ms);
}

/**
 * Fills in the words of the static page: `data-t` is the text, `data-t-label`, `data-t-placeholder` and
 * `data-t-title` are attributes.
 *
 * @param {ParentNode} root
 */
export function translate(root) {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  for (const el of root.querySelectorAll('[data-t]')) el.textContent = t(el.dataset.t);
  for (const el of root.querySelectorAll('[data-t-label]')) el.setAttribute('aria-label', t(el.dataset.tLabel));
  for (const el of root.querySelectorAll('[data-t-title]')) el.title = t(el.dataset.tTitle);
  for (const el of root.querySelectorAll('[data-t-placeholder]')) el.placeholder = t(el.dataset.tPlaceholder);
}
