/**
 * What a person sees of a screen: the tree, the states that changed.
 */
import { idOf, isEnabled, isVisible, nodeText, placeholderOf, valueOf, isInput } from 'ohosrun:screens/texts.js';
import { rawOf } from 'ohosrun:screens/observed.js';

/** @typedef {import('./tree.js').Node} Node */

const INDENT = '  ';
const LINES_LIMIT = 2000;
const TEXT_LIMIT = 60;

/** @param {string} text */
const cut = (text) => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > TEXT_LIMIT ? `${line.slice(0, TEXT_LIMIT)}…` : line;
};

/** @param {Node} node @param {number} times @returns {string[]} what a line says of it: what it is, and the rest */
const described = (node, times) => {
  const text = nodeText(node);
  const parts = [node.name + (times > 1 ? ` ×${times}` : '') + (text === '' ? '' : ` '${cut(text)}'`)];
  if (isInput(node) && placeholderOf(node) !== '' && valueOf(node) === '') parts[0] += ` (${cut(placeholderOf(node))})`;
  const id = idOf(node);
  if (id !== '') parts.push(`#${id}`);
  for (const event of node.events?.keys() ?? []) parts.push(event);
  if (!isEnabled(node)) parts.push('disabled');
  if (!isVisible(node)) parts.push('hidden');
  return parts;
};

/** @param {Node} node @returns {string} the shape, without texts: what makes two items of a list alike */
const shape = (node) => `${node.name}(${node.children.map(shape).join()})`;

/** @param {Node} root @returns {string[]} lines, with items of the same shape told once */
export const treeLines = (root) => {
  /** @type {string[]} */
  const lines = [];
  addChildren(root, '', lines);
  return lines;
};

/** @param {Node} node @param {string} indent @param {string[]} lines */
const addChildren = (node, indent, lines) => {
  const children = node.children.filter((child) => !child.isCovered);
  for (let i = 0; i < children.length;) {
    if (lines.length >= LINES_LIMIT) return;
    const first = children[i];
    let next = i + 1;
    if (first.children.length > 0) {
      const like = shape(first);
      while (next < children.length && children[next].name === first.name && shape(children[next]) === like) next++;
    }
    const times = next - i;
    add(first, times > 2 ? times : 1, indent, lines);
    i = times > 2 ? next : i + 1;
  }
};

/** @param {Node} node @param {number} times @param {string} indent @param {string[]} lines */
const add = (node, times, indent, lines) => {
  const parts = described(node, times);
  const line = parts.join('  ');
  const children = node.children.filter((child) => !child.isCovered);
  // One that only holds one other that holds nothing is told on the same line.
  if (children.length === 1 && children[0].children.length === 0 && line === node.name + (times > 1 ? ` ×${times}` : '')) {
    lines.push(`${indent}${line}  ${described(children[0], 1).join('  ')}`);
    return;
  }
  lines.push(indent + line);
  addChildren(node, indent + INDENT, lines);
};

/** @param {unknown} value @returns {string} */
export const brief = (value) => {
  const raw = rawOf(value);
  switch (typeof raw) {
    case 'string': return `'${cut(raw)}'`;
    case 'function': return 'function';
    case 'object': break;
    default: return String(raw);
  }
  if (raw === null) return 'null';
  if (Array.isArray(raw)) return `${raw.length} item${raw.length === 1 ? '' : 's'}`;
  if (raw instanceof Map || raw instanceof Set) return `${raw.size} entries`;
  if (raw instanceof Date) return String(raw);
  try {
    return cut(JSON.stringify(raw) ?? '{}');
  } catch {
    return '{…}';
  }
};

/** @param {Record<string, unknown>} states @returns {Map<string, string>} */
export const snapshot = (states) => {
  const taken = new Map();
  for (const name of Object.keys(states)) {
    try {
      taken.set(name, brief(states[name]));
    } catch {
      taken.set(name, '?');
    }
  }
  return taken;
};

/** @param {Map<string, string>} before @param {Map<string, string>} after @returns {string} '' when nothing changed */
export const changesBetween = (before, after) => {
  const parts = [];
  for (const [name, text] of after) {
    const was = before.get(name);
    if (was === text) continue;
    const isLarge = /^(\d+ (items?|entries)|\{.*|\[.*)$/s.test(text);
    parts.push(was === undefined || isLarge ? `${name} ${text}` : `${name} ${was} → ${text}`);
  }
  return parts.join(' · ');
};
