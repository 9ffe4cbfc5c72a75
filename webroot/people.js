/**
 * Who is in a room, and who is writing.
 *
 * @module people
 */
import { $, avatar, make } from './dom.js';
import { list, t } from './i18n.js';

const TYPING_FOR = 5000;
const SETTLING = 10_000; // after a reconnect others come back too: that is no news

/** The members of one room. */
export class People {
  #known = new Map();
  #typing = new Map(); // id -> {name, timer}
  #asking = 0;
  #quietUntil = 0;
  count = 0;

  /**
   * @param {object} on
   * @param {() => Promise<{count: number, members: object[]}>} on.ask the server for the list
   * @param {() => string} on.me
   * @param {() => void} on.change
   */
  constructor(on) {
    this.on = on;
  }

  /** After (re)joining. */
  reset(count, again) {
    this.count = count ?? this.count;
    if (again) this.#quietUntil = Date.now() + SETTLING;
    this.refresh(0);
  }

  refresh(after = 800) {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(async () => {
      try {
        const { count, members } = await this.on.ask();
        this.#known = new Map(members.map((user) => [user.id, user]));
        this.count = count ?? members.length;
        this.on.change();
      } catch {
        // without a connection, or not allowed: what we know has to do
      }
    }, after);
  }

  /**
   * @param {{joined?: object[], left?: object[], count?: number}} presence
   * @returns {{joined: object[], left: object[], renamed: {old: string, name: string}[]}} what is news
   */
  update({ joined = [], left = [], count }) {
    const news = { joined: [], left: [], renamed: [] };
    const back = new Set(joined.map((user) => user.id));
    for (const gone of left) {
      const id = gone?.id ?? gone;
      if (back.has(id)) continue;
      const user = this.#known.get(id) ?? (gone?.name ? gone : null);
      this.#known.delete(id);
      this.#stopped(id);
      if (user && id !== this.on.me()) news.left.push(user);
    }
    for (const user of joined) {
      const before = this.#known.get(user.id);
      this.#known.set(user.id, user);
      if (user.id === this.on.me()) continue;
      if (!before) news.joined.push(user);
      else if (before.name !== user.name) news.renamed.push({ old: before.name, name: user.name });
    }
    this.count = count ?? this.#known.size;
    if (this.count !== this.#known.size && this.count <= 1000) this.refresh();
    this.on.change();
    return Date.now() < this.#quietUntil ? { joined: [], left: [], renamed: news.renamed } : news;
  }

  /** Shows the list. */
  show() {
    const me = this.on.me();
    const byName = (a, b) => (b.id === me) - (a.id === me) || a.name.localeCompare(b.name);
    const shown = [...this.#known.values()].sort(byName).slice(0, 500);
    $('members').replaceChildren(
      ...shown.map((user) => {
        const name = make('span', 'who', {}, make('bdi', '', {}, user.name));
        if (user.id === me) name.append(make('span', 'you', {}, t('you')));
        return make('li', '', { 'data-user': user.id, title: user.name }, avatar(user), name);
      }),
    );
    $('members-count').textContent = String(this.count);
    $('show-members').setAttribute('aria-label', t('showMembers', { count: this.count }));
    const none = shown.length === 0 ? t('noMembers') : '';
    $('members-note').textContent = this.count > shown.length && shown.length ? t('onlyCount', { count: shown.length }) : none;
  }

  /** Somebody is writing: for a few seconds, if nothing more is heard. */
  types(user) {
    clearTimeout(this.#typing.get(user.id)?.timer);
    const timer = setTimeout(() => {
      this.#stopped(user.id);
      this.on.change();
    }, TYPING_FOR);
    this.#typing.set(user.id, { name: user.name, timer });
    this.on.change();
  }

  /** Somebody said it. */
  said(id) {
    if (this.#stopped(id)) this.on.change();
  }

  #stopped(id) {
    clearTimeout(this.#typing.get(id)?.timer);
    return this.#typing.delete(id);
  }

  showTyping() {
    const names = [...this.#typing.values()].map(({ name }) => name);
    const text = names.length > 3 ? t('typingMany') : t('typing', { names: list(names), count: names.length });
    $('typing').textContent = names.length ? text : '';
  }
}
