/**
 * The side panels, which are sheets on a narrow screen, and the dialog for a name.
 *
 * @module sheets
 */
import { $ } from './dom.js';
import { recall, remember } from './store.js';

const wide = matchMedia('(min-width: 960px)');
let onName = async () => '';

export function setUpSheets() {
  $('show-rooms').addEventListener('click', () => openSheet('rooms'));
  $('show-members').addEventListener('click', () => (wide.matches ? toggleMembers() : openSheet('members')));
  $('close-sheet').addEventListener('click', closeSheet);
  $('sheet').addEventListener('close', putBack);
  // A click beside a dialog hits the dialog itself.
  for (const dialog of [$('sheet'), $('rename')]) {
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  }
  wide.addEventListener('change', () => {
    closeSheet();
    setMembers(recall('members', true));
  });
  setMembers(recall('members', true));
  $('rename-cancel').addEventListener('click', () => $('rename').close());
  $('rename-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const trouble = await onName($('new-name').value);
    $('rename-error').textContent = trouble;
    if (trouble) $('new-name').focus();
    else $('rename').close();
  });
}

function openSheet(which) {
  putBack();
  $('sheet').dataset.which = which;
  $('sheet').setAttribute('aria-labelledby', `${which}-side`);
  $('sheet-slot').append($(`${which}-content`));
  $('sheet').showModal();
}

/** Closes the sheet, if one is open. */
export function closeSheet() {
  if ($('sheet').open) $('sheet').close();
}

function putBack() {
  const content = $('sheet-slot').firstElementChild;
  if (content) $(content.id.replace('-content', '-side')).append(content);
}

function toggleMembers() {
  const show = $('members-side').hidden;
  remember('members', show);
  setMembers(show);
}

function setMembers(show) {
  $('members-side').hidden = !show;
  if (wide.matches) $('show-members').setAttribute('aria-expanded', String(show));
  else $('show-members').removeAttribute('aria-expanded');
}

/**
 * Asks for a name.
 *
 * @param {string} name the one so far
 * @param {string} why a reason to give, or `''`
 * @param {(name: string) => Promise<string>} use takes it; a sentence if that did not work, else `''`
 */
export function askName(name, why, use) {
  onName = use;
  closeSheet();
  $('new-name').value = name;
  $('rename-error').textContent = why;
  if (!$('rename').open) $('rename').showModal();
  $('new-name').select();
}
