/**
 * What comes into the open rooms: new messages, one's own, older ones.
 *
 * @module stream
 */
import { desk, me, NEWEST } from './desk.js';
import { $ } from './dom.js';
import { comparePositions } from './fanfare.js';
import { t } from './i18n.js';
import { recall } from './store.js';

export class Stream {
  #scroll;
  #unread;

  /** @param {import('./scroll.js').Scroll} scroll @param {import('./unread.js').Unread} unread */
  constructor(scroll, unread) {
    this.#scroll = scroll;
    this.#unread = unread;
  }

  message(frame) {
    const view = desk.views.get(frame.room);
    if (!view) return;
    const { conversation } = view;
    const old = view.replay && comparePositions(frame.position, view.replay) <= 0;
    this.#scroll.quiet(old && view === desk.current);
    const el = conversation.add(frame);
    view.people.said(frame.from?.id);
    if (el && frame.from?.id !== me()) this.#markUnread(view, frame, el, old);
    if (view === desk.current) {
      if (this.#scroll.sticks && conversation.trim()) view.more = true;
      this.#scroll.follow();
      this.settle(view);
      this.#unread.look();
    } else {
      this.#unread.count();
    }
  }

  #markUnread(view, { position }, el, old) {
    const { conversation, name } = view;
    const reading = view === desk.current && document.visibilityState === 'visible' && this.#scroll.sticks;
    const unseen = old ? comparePositions(position, this.#unread.seen[name]) > 0 : !reading;
    if (unseen && !(old ? conversation.newLine : conversation.unread)) conversation.markNew(el);
    if (unseen && !old) conversation.unread++;
  }

  /** One's own publication, as it is doing. */
  outbox(item) {
    const view = desk.views.get(item.room);
    if (!view) return;
    if (item.error?.code === 'cancelled') view.conversation.discard(item.key);
    else view.conversation.own(item, desk.fanfare.user ?? { id: me(), name: recall('name', '') });
    if (view === desk.current) {
      this.settle(view);
      this.#scroll.follow();
    }
  }

  async older(view) {
    const before = view?.conversation.first;
    if (!view?.ready || !view.more || view.loading || !before || desk.fanfare.state !== 'live') return;
    const visible = () => view === desk.current;
    view.loading = true;
    this.#scroll.keep(visible(), () => this.settle(view, t('loading')));
    try {
      const { messages, more } = await desk.fanfare.history(view.name, { before, limit: NEWEST });
      view.more = Boolean(more) && messages.length > 0;
      this.#scroll.keep(visible(), () => {
        view.conversation.prepend(messages);
        view.loading = false;
        this.settle(view);
      });
      requestAnimationFrame(() => this.#scroll.check());
    } catch (error) {
      view.loading = false;
      if (error.code !== 'connection_lost') view.more = false;
      this.settle(view, error.code === 'connection_lost' ? '' : t('loadFailed'));
    }
  }

  /** What stands above the first message, or in place of it. */
  settle(view, note = view.more ? '' : t('beginning', { room: view.name })) {
    if (view !== desk.current) return;
    const empty = view.conversation.isEmpty;
    $('empty').hidden = !empty || !desk.entered;
    $('empty-title').textContent = t('emptyTitle', { room: view.name });
    $('older').hidden = empty || !note;
    $('older').textContent = note;
  }
}
