/**
 * Finding nodes by what a person would say: a text, `#id` or a type, with `[2]` for the second of them.
 */
import { idOf, isEnabled, isInput, isVisible, nodeText, ownText, placeholderOf, textOf, valueOf } from 'ohosrun:screens/texts.js';

/** @typedef {import('./tree.js').Node} Node */

/** @param {Node} node @param {(node: Node) => void} visit called with the node and all below that can be reached */
export const walk = (node, visit) => {
  if (node.isCovered) return;
  visit(node);
  for (const child of node.children) walk(child, visit);
};

/** @param {Node} node @param {(node: Node, isCovered: boolean) => void} visit @param {boolean} [isCovered] */
export const walkAll = (node, visit, isCovered = false) => {
  const isHidden = isCovered || node.isCovered;
  visit(node, isHidden);
  for (const child of node.children) walkAll(child, visit, isHidden);
};

/** @param {Node} root @returns {Node[]} */
const reachable = (root) => {
  /** @type {Node[]} */
  const nodes = [];
  for (const child of root.children) walk(child, (node) => nodes.push(node));
  return nodes;
};

/** @param {Node} node @returns {string[]} */
const readOf = (node) => [nodeText(node), isInput(node) ? placeholderOf(node) : ''].filter((text) => text !== '');

/** @param {string} target @returns {{ what: string, place: number }} */
const parsed = (target) => {
  const found = /^(.+)\[(\d+)\]$/s.exec(target);
  return found ? { what: found[1], place: Number(found[2]) } : { what: target, place: 1 };
};

/**
 * @param {Node} root
 * @param {string} target
 * @returns {Node[]} the nodes it means, in the order of the tree; those whose text is exactly this come before others
 */
export const matches = (root, target) => {
  const nodes = reachable(root);
  if (target.startsWith('#')) return nodes.filter((node) => idOf(node) === target.slice(1));
  const exact = nodes.filter((node) => readOf(node).some((text) => text.trim() === target));
  if (exact.length > 0) return innermost(exact);
  const byType = nodes.filter((node) => node.name === target);
  if (byType.length > 0) return byType;
  return innermost(nodes.filter((node) => readOf(node).some((text) => text.includes(target))));
};

/** @param {Node[]} nodes @returns {Node[]} without those that contain another one: a Text and its Span are one thing */
const innermost = (nodes) => {
  const found = new Set(nodes);
  return nodes.filter((node) => !node.children.some((child) => found.has(child) && nodeText(child) === nodeText(node)));
};

/** @param {Node} root @param {string} target @returns {Node | undefined} */
export const find = (root, target) => {
  const whole = matches(root, target);
  if (whole.length > 0) return whole[0];
  const { what, place } = parsed(target);
  return matches(root, what)[place - 1];
};

/** @param {Node} node @param {string} event @returns {Function | undefined} */
const listenerOf = (node, event) => node.events?.get(event);

const CLICKS = ['onClick', 'click'];
const TAPPED_ALONE = new Set(['Checkbox', 'CheckboxGroup', 'Radio', 'Toggle', 'tabBar', 'switch', 'toggle']);

/** @param {Node} node */
export const reactsToTap = (node) => CLICKS.some((event) => listenerOf(node, event)) || TAPPED_ALONE.has(node.name) || isTappedInput(node);
/** @param {Node} node */
const isTappedInput = (node) => node.name === 'input' && !isInput(node) && node.events?.has('change') === true;

/**
 * The node that a tap on a node means: itself, the nearest around it that reacts, or the only one inside that does.
 * @param {Node} node
 * @returns {Node | undefined}
 */
export const tapped = (node) => {
  for (let above = /** @type {Node | null} */ (node); above !== null; above = above.parent) {
    if (reactsToTap(above)) return above;
  }
  /** @type {Node[]} */
  const inside = [];
  for (const child of node.children) walk(child, (below) => { if (reactsToTap(below)) inside.push(below); });
  return inside.length === 1 ? inside[0] : undefined;
};

/** @param {Node} node @returns {Node | undefined} the input that is meant */
export const typedInto = (node) => {
  if (isInput(node)) return node;
  /** @type {Node[]} */
  const inside = [];
  walk(node, (below) => { if (isInput(below)) inside.push(below); });
  return inside[0];
};

/** @param {Node} node @returns {string} what a person calls it */
export const nameOf = (node) => {
  const text = firstText(node);
  if (text !== '') return text;
  const id = idOf(node);
  return id === '' ? node.name : `#${id}`;
};

/** @param {Node} node @returns {string} */
const firstText = (node) => {
  if (isInput(node)) return placeholderOf(node) || valueOf(node);
  let found = nodeText(node);
  for (const child of node.children) {
    if (found !== '') break;
    found = firstText(child);
  }
  return found.trim();
};

/**
 * What can be done on a screen, for the line that teaches it and for targets that are not there.
 * @param {Node} root
 * @returns {{ taps: string[], inputs: string[], events: string[], texts: string[] }}
 */
export const possibilities = (root) => {
  const taps = new Set();
  const inputs = new Set();
  const events = new Set();
  const texts = new Set();
  for (const node of reachable(root)) {
    const text = ownText(node).trim();
    if (text !== '') texts.add(text);
    if (isInput(node)) inputs.add(nameOf(node));
    else if (reactsToTap(node) && isEnabled(node) && isVisible(node)) taps.add(nameOf(node));
    for (const event of node.events?.keys() ?? []) {
      if (!CLICKS.includes(event) && !isInput(node)) events.add(`${idOf(node) ? '#' + idOf(node) : node.name}.${event}`);
    }
  }
  return { taps: [...taps], inputs: [...inputs], events: [...events], texts: [...texts] };
};

export { textOf };
