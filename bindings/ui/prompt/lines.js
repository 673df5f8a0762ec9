/** What a person would see and answer: one line each on stderr, answered with the first button. */
import { ops } from 'ohosrun:bridge/ui';
import { words } from 'ohosrun:bindings/ui/text.js';

/** @param {string} kind @param {string} text */
export function show(kind, text) {
  ops.show(kind, text);
}

/** @param {unknown} message */
export function toast(message) {
  ops.show('toast', words(message));
}

/**
 * @param {string} kind how the line begins
 * @param {any} options title, message and buttons
 * @returns {number} the index of the button that answers, -1 where there is none
 */
export function ask(kind, { title, message, buttons }) {
  let text = title === undefined ? '' : words(title);
  if (message !== undefined) text += text === '' ? words(message) : `: ${words(message)}`;
  const count = buttons?.length ?? 0;
  for (let i = 0; i < count; i++) text += ` [${words(buttons[i]?.text)}]`;
  ops.show(kind, `${text} -> ${count > 0 ? words(buttons[0]?.text) : 'cancel'}`);
  return count > 0 ? 0 : -1;
}
