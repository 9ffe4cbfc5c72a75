/**
 * Shows how the connection is doing: the word in the header, the banner, the countdown.
 *
 * @module link
 */
import { $, make } from './dom.js';
import { explain, t } from './i18n.js';

const PATIENCE = 600; // a connection that is back sooner was never worth a banner

let ticking = 0;
let waiting = 0;

/** @param {import('./fanfare.js').StateChange} change @param {boolean} entered past the join form */
export function showState(change, entered) {
  const { state, attempt } = change;
  const shown = state === 'closed' ? 'refused' : state;
  const el = $('state');
  el.dataset.state = shown;
  el.replaceChildren(make('span', 'lamp', { 'aria-hidden': 'true' }), make('span', 'word', {}, t(shown)));
  el.title = t(shown);
  clearInterval(ticking);
  clearTimeout(waiting);
  if (state === 'live') {
    $('banner').hidden = true;
    if (!entered) $('error').textContent = '';
  } else if (state === 'lost') {
    count(change, entered);
    ticking = setInterval(() => count(change, entered), 250);
    waiting = setTimeout(() => banner(t('retryNow')), PATIENCE);
  } else if (state === 'connecting' && attempt > 0) {
    $('banner-text').textContent = t('reconnecting');
    waiting = setTimeout(() => banner(t('retryNow')), PATIENCE);
  } else if (state === 'refused') {
    const why = explain({ code: change.reason, message: change.reason || String(change.code) });
    const text = `${t('disconnected')} ${why}`;
    $('banner-text').textContent = text;
    if (!entered) $('error').textContent = text;
    banner(t('connectAgain'));
  }
  $('banner-more').textContent = state === 'refused' ? '' : t('kept');
  $('retry-now').disabled = state === 'connecting';
}

function count({ retryAt }, entered) {
  const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
  $('banner-text').textContent = t('lostIn', { count: seconds });
  if (!entered) $('error').textContent = t('unreachable', { count: seconds });
}

function banner(button) {
  $('banner').hidden = false;
  $('retry-now').textContent = button;
}
