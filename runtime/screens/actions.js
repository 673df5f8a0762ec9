/**
 * What a person does on a page: taps, types, lets any other event happen.
 */
import { shownValue, TwoWay } from 'ohosrun:screens/cells.js';
import { find, nameOf, possibilities, tapped, typedInto } from 'ohosrun:screens/targets.js';
import { idOf, isEnabled, isVisible } from 'ohosrun:screens/texts.js';
import { ViewPage } from 'ohosrun:screens/view_model.js';
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

/** @typedef {import('./page.js').StructPage | ViewPage} Page */
/** @typedef {import('./tree.js').Node} Node */

const SHOWN_LIMIT = 8;

/** @type {() => Page | undefined} the page that is on top */
let top = () => undefined;
/** @param {() => Page | undefined} answer */
export const setTop = (answer) => { top = answer; };

/** @param {string[]} names */
export const listed = (names) => {
  const shown = names.slice(0, SHOWN_LIMIT).map((name) => (/[\s·]/.test(name) ? `'${name}'` : name)).join(', ');
  return names.length > SHOWN_LIMIT ? `${shown} …${names.length - SHOWN_LIMIT} more` : shown;
};

/** @param {string} target @param {string[]} names */
const missing = (target, names) => {
  const there = names.length > 0 ? `there are: ${listed(names)}` : 'there is nothing of the kind';
  ops.fail(`no '${target}' on this page; ${there}`);
};

/** @param {Node} node @param {string} target @returns {boolean} whether it can be used; a note says so if not */
const isUsable = (node, target) => {
  if (isEnabled(node) && isVisible(node)) return true;
  ops.unusable(target, isEnabled(node) ? 'hidden' : 'disabled');
  return false;
};

/** @param {string} target @param {'taps' | 'inputs' | 'texts'} kind @returns {Node | undefined} */
const wanted = (target, kind) => {
  const page = top();
  if (page === undefined) {
    ops.fail(`no '${target}': there is no page that is open`);
    return undefined;
  }
  const node = find(page.root, target);
  if (node === undefined) {
    const there = possibilities(page.root);
    missing(target, there[kind].length > 0 ? there[kind] : there.texts);
  }
  return node;
};

/** @param {Node} node @param {string} text */
export const changeEvent = (node, text) => ({
  type: 'change', value: text, text, timestamp: Date.now(), target: { id: idOf(node) }, checked: text === 'true',
});
/** @param {Node} node */
const clickEvent = (node) => ({
  type: 'click', x: 0, y: 0, screenX: 0, screenY: 0, windowX: 0, windowY: 0, displayX: 0, displayY: 0,
  timestamp: Date.now(), source: 1, target: { id: idOf(node), area: { width: 0, height: 0 } },
});

/** @param {Node} node @param {string} event @param {unknown[]} args @returns {boolean} whether somebody listens */
const emit = (node, event, args) => {
  const listener = node.events?.get(event);
  if (listener === undefined) return false;
  ops.stepping(`${event} of '${nameOf(node)}'`);
  Reflect.apply(listener, top()?.self, args);
  ops.stepping('');
  return true;
};

/** @param {Node} node a Toggle and the like, whose value changes when it is tapped */
const flip = (node) => {
  const options = /** @type {any} */ (node.args[0]);
  const given = options?.isOn ?? options?.checked ?? node.attribute('select') ?? node.attribute('checked') ?? node.attribute('selectAll');
  const value = node.name === 'Radio' ? true : !(shownValue(given) === true || shownValue(given) === 'true');
  if (given instanceof TwoWay) given.set(value);
  const isView = top() instanceof ViewPage;
  emit(node, isView ? 'change' : 'onChange', [isView ? { ...changeEvent(node, String(value)), checked: value } : value]);
};

/** @param {Node} node of a tab */
const select = (node) => {
  const content = node.parent;
  const tabs = content?.parent;
  const index = tabs?.children.filter((child) => child.name === 'TabContent').indexOf(/** @type {Node} */ (content)) ?? -1;
  const given = /** @type {any} */ (tabs?.args[0])?.index;
  if (given instanceof TwoWay) given.set(index);
  if (tabs) emit(tabs, 'onChange', [index]);
};

/** @param {string} target */
export const tap = (target) => {
  const node = wanted(target, 'taps');
  if (node === undefined || !isUsable(node, target)) return;
  const meant = tapped(node);
  if (meant === undefined) {
    const there = possibilities(/** @type {Page} */ (top()).root);
    ops.fail(`nothing happens when '${target}' is tapped; there are: ${listed(there.taps)}`);
    return;
  }
  if (isUsable(meant, target)) perform(meant);
};

/** @param {Node} meant a node that reacts to taps */
const perform = (meant) => {
  const isClicked = emit(meant, 'onClick', [clickEvent(meant)]) || emit(meant, 'click', [clickEvent(meant)]);
  if (meant.name === 'tabBar') select(meant);
  else if (!isClicked || meant.name === 'Toggle' || meant.name === 'Checkbox') flip(meant);
};

/** @param {string} text TARGET=TEXT */
export const type = (text) => {
  const at = text.indexOf('=');
  const target = at < 0 ? text : text.slice(0, at);
  const value = at < 0 ? '' : text.slice(at + 1);
  const found = wanted(target, 'inputs');
  const node = found && typedInto(found);
  if (found === undefined || !isUsable(found, target)) return;
  if (node === undefined) {
    ops.fail(`nothing can be typed into '${target}'; there are: ${listed(possibilities(/** @type {Page} */ (top()).root).inputs)}`);
    return;
  }
  enter(node, value);
};

/** @param {Node} node an input @param {string} value */
const enter = (node, value) => {
  const options = /** @type {any} */ (node.args[0]);
  const given = node.name === 'Search' ? options?.value : options?.text;
  if (given instanceof TwoWay) given.set(value);
  if (top() instanceof ViewPage) {
    // What a page sees next is what it makes of the event.
    const event = { ...changeEvent(node, value), checked: undefined };
    if (!emit(node, 'change', [event])) emit(node, 'input', [event]);
  } else {
    emit(node, 'onChange', [value]);
  }
};

/** @param {string} text TARGET.EVENT or TARGET.EVENT=JSON */
export const fire = (text) => {
  const found = /^([\s\S]+?)\.([A-Za-z][\w.]*)(?:=([\s\S]*))?$/.exec(text);
  if (found === null) {
    ops.fail(`--fire: expected TARGET.EVENT or TARGET.EVENT=JSON, not '${text}'`);
    return;
  }
  const [, target, event, json] = found;
  const node = wanted(target, 'texts');
  if (node === undefined || !isUsable(node, target)) return;
  /** @type {unknown[]} */
  let args = [];
  if (json !== undefined) {
    const value = parsedJson(json);
    if (value === undefined) return;
    args = Array.isArray(value.value) ? value.value : [value.value];
  } else if (top() instanceof ViewPage) {
    args = [{ ...changeEvent(node, ''), type: event }];
  }
  for (const name of [event, event.toLowerCase()]) if (emit(node, name, args)) return;
  ops.fail(`'${target}' has no ${event}; it has: ${[...(node.events?.keys() ?? [])].join(', ') || 'no event'}`);
};

/** @param {string} text @returns {{ value: unknown } | undefined} */
const parsedJson = (text) => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    ops.fail(`not valid JSON: ${text} (${/** @type {Error} */ (error).message})`);
    return undefined;
  }
};


/** @param {Node} node tapped as a test does: what is off or shows no reaction does nothing */
export const doTap = (node) => {
  const meant = tapped(node);
  if (meant !== undefined && isEnabled(meant) && isVisible(meant)) perform(meant);
};

/** @param {Node} node @param {string} value */
export const doType = (node, value) => {
  const meant = typedInto(node);
  if (meant !== undefined && isEnabled(meant) && isVisible(meant)) enter(meant, value);
};
