/**
 * What a person reads on a node: its texts, its id, its type.
 */
import { shownValue } from 'ohosrun:screens/cells.js';
import { Resource, resourceText } from 'ohosrun:screens/resources.js';

/** @typedef {import('./tree.js').Node} Node */

/** @param {unknown} value @returns {string} as it is shown, '' for what shows no text */
export const textOf = (value) => {
  const shown = shownValue(value);
  if (shown instanceof Resource) return resourceText(shown);
  switch (typeof shown) {
    case 'string': return shown;
    case 'number': case 'boolean': case 'bigint': return String(shown);
    default: return '';
  }
};

// Components whose first argument is their text, and the properties of it that are, where it is an object.
const DIRECT = new Set(['Button', 'Marquee', 'QRCode', 'Radio', 'Span', 'Text', 'tabBar', 'title', 'header', 'footer', 'menus']);
const TEXTS = ['label', 'text', 'content', 'value', 'title', 'src', 'primaryTitle', 'secondaryTitle', 'main', 'sub', 'message'];
const INPUTS = new Set(['TextInput', 'TextArea', 'Search', 'RichEditor', 'input', 'textarea', 'search']);

// Inputs of a template that are tapped and not typed into.
const TAPPED_TYPES = new Set(['button', 'checkbox', 'radio', 'reset', 'submit']);
/** @param {Node} node @returns {boolean} whether text is typed into it */
export const isInput = (node) => INPUTS.has(node.name) && !TAPPED_TYPES.has(/** @type {any} */ (node.attribute('type')));

/** @param {any} options @param {string[]} names @returns {string[]} */
const textsAmong = (options, names) => {
  const found = [];
  for (const name of names) {
    const text = textOf(options[name]);
    if (text !== '') found.push(text);
  }
  return found;
};

/** @param {Node} node @returns {string} what an input holds */
export const valueOf = (node) => {
  if (node.text !== null) return node.text;
  const options = /** @type {any} */ (node.args[0]);
  if (typeof options !== 'object' || options === null) return textOf(options);
  return textOf(node.name === 'Search' ? options.value : options.text);
};

/** @param {Node} node @returns {string} */
export const placeholderOf = (node) => {
  const options = /** @type {any} */ (node.args[0]);
  return textOf(node.attribute('placeholder') ?? options?.placeholder);
};

/** @param {Node} node @returns {string} the text of the node itself, without those below it */
export const ownText = (node) => {
  if (node.text !== null) return node.text;
  if (node.instance !== null) return '';
  const [first, second] = node.args;
  if (isInput(node)) return valueOf(node);
  if (node.name === 'Hyperlink') return textOf(second);
  if (typeof first === 'object' && first !== null) {
    if (!(first instanceof Resource) && !('get' in first && 'set' in first)) return textsAmong(first, TEXTS)[0] ?? '';
    return textOf(first);
  }
  if (DIRECT.has(node.name)) return textOf(first);
  return '';
};

/** @param {Node} node @returns {string} of a Text with spans the text of all of them */
export const nodeText = (node) => {
  const own = ownText(node);
  if (own !== '' || node.name !== 'Text') return own;
  return node.children.filter((child) => child.name !== 'ImageSpan').map(ownText).join('');
};

/** @param {Node} node */
export const idOf = (node) => textOf(node.attribute('id') ?? node.attribute('key'));

/** @param {Node} node @returns {boolean} */
export const isEnabled = (node) => {
  for (let above = /** @type {Node | null} */ (node); above !== null; above = above.parent) {
    const value = shownValue(above.attribute('enabled'));
    if (value === false || shownValue(above.attribute('disabled')) === true) return false;
  }
  return true;
};

// Visibility.Hidden and Visibility.None
const HIDDEN = new Set([1, 2, 'hidden', 'none']);
/** @param {Node} node @returns {boolean} */
export const isVisible = (node) => {
  for (let above = /** @type {Node | null} */ (node); above !== null; above = above.parent) {
    if (HIDDEN.has(/** @type {any} */ (shownValue(above.attribute('visibility'))))) return false;
  }
  return true;
};
