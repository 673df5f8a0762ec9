/**
 * The template of a page, read as far as a run needs it: tags, attributes, texts. Nothing in it is an error: what is
 * never closed ends with what it is in, and what is no tag is text.
 */

/** @typedef {{ tag: string, attributes: Map<string, string>, children: (Element | string)[] }} Element */

const PIECE = /<!--[\s\S]*?(?:-->|$)|<\/\s*([\w-]+)[^>]*>|<([A-Za-z][\w-]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>/g;
const ATTRIBUTE = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const VOID = new Set(['image', 'input', 'divider', 'progress', 'rating', 'slider', 'switch', 'img', 'br', 'link']);
const DEPTH_LIMIT = 500;

/** @param {string} text */
const decoded = (text) => text
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&nbsp;/g, ' ')
  .replace(/&amp;/g, '&');

/** @param {string} text @returns {Map<string, string>} */
const attributesOf = (text) => {
  const found = new Map();
  for (const [, name, double, single, bare] of text.matchAll(ATTRIBUTE)) {
    found.set(name, decoded(double ?? single ?? bare ?? ''));
  }
  return found;
};

/** @param {string} text @returns {Element} an element without a name around all there is */
export const parse = (text) => {
  /** @type {Element} */
  const root = { tag: '', attributes: new Map(), children: [] };
  const open = [root];
  let at = 0;
  const addText = (/** @type {number} */ end) => {
    const piece = text.slice(at, end);
    if (piece.trim() !== '') open[open.length - 1].children.push(decoded(piece.trim()));
  };
  for (const match of text.matchAll(PIECE)) {
    addText(match.index);
    at = match.index + match[0].length;
    const [, closing, tag, rest] = match;
    if (closing !== undefined) {
      const index = open.findLastIndex((element) => element.tag === closing);
      if (index > 0) open.length = index;
    } else if (tag !== undefined) {
      const element = { tag, attributes: attributesOf(rest), children: [] };
      open[open.length - 1].children.push(element);
      const isOpen = !rest.trimEnd().endsWith('/') && !VOID.has(tag);
      if (isOpen && open.length < DEPTH_LIMIT) open.push(element);
    }
  }
  addText(text.length);
  return root;
};
