/**
 * The nodes that a template makes of a view model: loops, conditions, expressions and handlers.
 * Source: developtools_ace_js2bundle, what its compiler makes of attributes.
 */
import { parse } from 'ohosrun:screens/hml.js';
import { Node } from 'ohosrun:screens/tree.js';

/** @typedef {import('./hml.js').Element} Element */
/** @typedef {Record<string, unknown>} Names */

const EVENT = /^(?:on:?|@|grab:)([a-z][\w-]*)(?:\.(?:bubble|capture))?$/i;
const WHOLE = /^\s*\{\{([\s\S]*?)\}\}\s*$/;
const PART = /\{\{([\s\S]*?)\}\}/g;
const LOOP = /^\s*(?:\(\s*([\w$]+)\s*,\s*([\w$]+)\s*\)|([\w$]+))\s+in\s+([\s\S]+)$/;
const CALL = /^\s*([\w$.]+)\s*(?:\(([\s\S]*)\))?\s*;?\s*$/;
const NODES_LIMIT = 100_000;
const compile = Function;

/** @type {Map<string, Function | null>} */
const compiled = new Map();

/** @param {string} text an expression over the view model */
const functionOf = (text) => {
  let made = compiled.get(text);
  if (made === undefined) {
    try {
      made = compile('$names', `with (this) { with ($names) { return (${text}\n); } }`);
    } catch {
      made = null;
    }
    compiled.set(text, made);
  }
  return made;
};

/** @param {any} model @param {Names} names @param {string} text @returns {unknown} undefined for what fails */
const evaluate = (model, names, text) => {
  try {
    // A device logs what fails in a template and shows nothing there.
    const made = functionOf(text);
    return made === null ? undefined : Reflect.apply(made, model, [names]);
  } catch {
    return undefined;
  }
};

/** @param {unknown} value */
const shown = (value) => (value === undefined || value === null ? '' : typeof value === 'object' ? json(value) : String(value));
const json = (/** @type {unknown} */ value) => {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
};

/** @param {any} model @param {Names} names @param {string} text of an attribute or between tags */
const interpolated = (model, names, text) => {
  const whole = WHOLE.exec(text);
  if (whole && !whole[1].includes('{{')) return evaluate(model, names, whole[1]);
  return text.replace(PART, (_all, expression) => shown(evaluate(model, names, expression)));
};

/** @param {any} model @param {Names} names @param {string} text @returns {Function} */
const handlerOf = (model, names, text) => {
  const bare = WHOLE.exec(text)?.[1] ?? text;
  const call = CALL.exec(bare);
  return (/** @type {unknown} */ event) => {
    if (call === null) return evaluate(model, names, bare);
    const handler = call[1].split('.').reduce((value, name) => value?.[name], model);
    if (typeof handler !== 'function') throw new TypeError(`'${call[1]}' is not a function of the page`);
    const given = call[2] === undefined || call[2].trim() === '' ? [] : evaluate(model, names, `[${call[2]}]`);
    return Reflect.apply(handler, model, [.../** @type {unknown[]} */ (given ?? []), event]);
  };
};

export class Template {
  /** @param {string} text */
  constructor(text) {
    this.element = parse(text);
    /** @type {Set<string>} the functions that it names */
    this.handlers = new Set();
    this.collect(this.element);
  }

  /** @param {Element} element */
  collect(element) {
    for (const [name, value] of element.attributes) {
      if (EVENT.test(name)) this.handlers.add(CALL.exec(WHOLE.exec(value)?.[1] ?? value)?.[1] ?? '');
    }
    for (const child of element.children) if (typeof child !== 'string') this.collect(child);
  }

  /** @param {any} model @returns {Node} */
  build(model) {
    const root = new Node('page', []);
    const budget = { left: NODES_LIMIT };
    this.addAll(root, this.element.children, model, {}, budget);
    return root;
  }

  /** @param {Node} parent @param {(Element | string)[]} children @param {any} model @param {Names} names @param {{ left: number }} budget */
  addAll(parent, children, model, names, budget) {
    let isTaken = false;
    for (const child of children) {
      if (typeof child === 'string') {
        parent.text = (parent.text ?? '') + shown(interpolated(model, names, child));
        continue;
      }
      const { attributes } = child;
      if (attributes.has('if')) isTaken = false;
      const condition = attributes.get('if') ?? attributes.get('elif');
      if (attributes.has('elif') || attributes.has('else')) {
        if (isTaken) continue;
      }
      if (condition !== undefined) {
        if (!interpolated(model, names, condition)) continue;
        isTaken = true;
      }
      this.addLoop(parent, child, model, names, budget);
    }
  }

  /** @param {Node} parent @param {Element} element @param {any} model @param {Names} names @param {{ left: number }} budget */
  addLoop(parent, element, model, names, budget) {
    const text = element.attributes.get('for') ?? element.attributes.get('tid:for');
    if (text === undefined) {
      this.add(parent, element, model, names, budget);
      return;
    }
    const expression = WHOLE.exec(text)?.[1] ?? text;
    const loop = LOOP.exec(expression);
    const list = evaluate(model, names, loop ? loop[4] : expression);
    const item = loop?.[2] ?? loop?.[3] ?? '$item';
    const index = loop?.[1] ?? '$idx';
    const items = Array.isArray(list) ? list : [];
    for (let i = 0; i < items.length; i++) {
      this.add(parent, element, model, { ...names, $item: items[i], $idx: i, [item]: items[i], [index]: i }, budget);
    }
  }

  /** @param {Node} parent @param {Element} element @param {any} model @param {Names} names @param {{ left: number }} budget */
  add(parent, element, model, names, budget) {
    if (budget.left-- <= 0) return;
    const node = new Node(element.tag, []);
    node.parent = parent;
    node.attributes = new Map();
    parent.children.push(node);
    for (const [name, value] of element.attributes) {
      const event = EVENT.exec(name);
      if (event) {
        node.events ??= new Map();
        node.events.set(event[1].toLowerCase(), handlerOf(model, names, value));
      } else if (name !== 'for' && name !== 'if' && name !== 'elif') {
        node.attributes.set(name, [interpolated(model, names, value)]);
      }
    }
    if (node.attributes.has('show') && !node.attribute('show')) node.attributes.set('visibility', ['none']);
    if (node.attribute('disabled') === 'true' || node.attribute('disabled') === '') node.attributes.set('enabled', [false]);
    if (node.attribute('disabled') === 'false') node.attributes.set('disabled', [false]);
    this.addAll(node, element.children, model, names, budget);
    if (node.text === null) {
      const value = node.attribute('value') ?? node.attribute('content');
      if (value !== undefined) node.text = shown(value);
    }
  }
}
