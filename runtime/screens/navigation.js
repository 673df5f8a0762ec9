/**
 * NavPathStack, and what Navigation and NavDestination show of it.
 * Source: the declarations of the OpenHarmony SDK ("navigation.d.ts").
 */
import { mark } from 'ohosrun:screens/changes.js';
import { Opaque } from 'ohosrun:screens/observed.js';
import { scoped, within } from 'ohosrun:screens/tree.js';
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

const json = (/** @type {unknown} */ value) => {
  try {
    return value === undefined ? '' : ` ${JSON.stringify(value)}`;
  } catch {
    return '';
  }
};

export class NavPathInfo extends Opaque {
  /** @param {string} name @param {unknown} param @param {Function} [onPop] */
  constructor(name, param, onPop) {
    super();
    this.name = name;
    this.param = param;
    this.onPop = onPop;
  }
}

export class NavPathStack extends Opaque {
  constructor() {
    super();
    /** @type {NavPathInfo[]} */
    this.entries = [];
  }

  /** @param {any} info */
  pushPath(info) { this.entered(new NavPathInfo(info.name, info.param, info.onPop)); }
  /** @param {string} name @param {unknown} param @param {unknown} [onPop] */
  pushPathByName(name, param, onPop) {
    this.entered(new NavPathInfo(name, param, typeof onPop === 'function' ? onPop : undefined));
  }

  /** @param {any} info */
  async pushDestination(info) { this.pushPath(info); }
  /** @param {string} name @param {unknown} param @param {unknown} [onPop] */
  async pushDestinationByName(name, param, onPop) { this.pushPathByName(name, param, onPop); }

  /** @param {any} info */
  replacePath(info) {
    this.entries.pop();
    this.pushPath(info);
  }

  /** @param {any} info */
  async replaceDestination(info) { this.replacePath(info); }
  /** @param {string} name @param {unknown} param */
  replacePathByName(name, param) { this.replacePath({ name, param }); }

  /** @param {unknown} [result] */
  pop(result) {
    const entry = this.entries.pop();
    if (entry === undefined) return undefined;
    mark('NavPathStack');
    ops.line('route', `back from ${entry.name}`);
    if (result !== undefined && typeof result !== 'boolean') entry.onPop?.({ info: entry, result });
    return entry;
  }

  /** @param {string} name */
  popToName(name) {
    const index = this.entries.findLastIndex((entry) => entry.name === name);
    if (index >= 0) this.popToIndex(index);
    return index;
  }

  /** @param {number} index */
  popToIndex(index) {
    this.entries.length = Math.min(this.entries.length, Math.max(0, index + 1));
    mark('NavPathStack');
  }

  /** @param {string} name */
  moveToTop(name) {
    const index = this.entries.findLastIndex((entry) => entry.name === name);
    if (index >= 0) this.entries.push(...this.entries.splice(index, 1));
    mark('NavPathStack');
    return index;
  }

  /** @param {string} name */
  removeByName(name) {
    const before = this.entries.length;
    this.entries = this.entries.filter((entry) => entry.name !== name);
    mark('NavPathStack');
    return before - this.entries.length;
  }

  /** @param {number[]} indexes */
  removeByIndexes(indexes) {
    const before = this.entries.length;
    this.entries = this.entries.filter((_entry, index) => !indexes.includes(index));
    mark('NavPathStack');
    return before - this.entries.length;
  }

  clear() {
    this.entries = [];
    mark('NavPathStack');
  }

  size() { return this.entries.length; }
  getAllPathName() { return this.entries.map((entry) => entry.name); }
  getPathStack() { return [...this.entries]; }
  /** @param {number} index */
  getParamByIndex(index) { return this.entries[index]?.param; }
  /** @param {string} name */
  getParamByName(name) { return this.entries.filter((entry) => entry.name === name).map((entry) => entry.param); }
  /** @param {string} name */
  getIndexByName(name) { return this.entries.flatMap((entry, index) => (entry.name === name ? [index] : [])); }
  getParent() { return null; }
  disableAnimation() {}
  setInterception() {}

  /** @param {NavPathInfo} entry */
  entered(entry) {
    this.entries.push(entry);
    mark('NavPathStack');
    ops.line('route', entry.name + json(entry.param));
  }
}

/** @typedef {import('./tree.js').Node} Node */

/** @type {WeakMap<Node, { stack: NavPathStack, info: NavPathInfo }>} what a destination was opened with */
const opened = new WeakMap();

/**
 * Builds the destination that is on top of a Navigation's stack, above what the Navigation shows itself.
 * @param {import('./tree.js').Node} node
 * @param {object} [self] the struct that the builder belongs to
 */
export const buildDestination = (node, self) => {
  const stack = node.args.find((arg) => arg instanceof NavPathStack);
  const builder = node.attribute('navDestination');
  const info = /** @type {NavPathStack | undefined} */ (stack)?.entries.at(-1);
  if (!(stack instanceof NavPathStack) || info === undefined || typeof builder !== 'function') return;
  for (const child of node.children) child.isCovered = true;
  const before = node.children.length;
  within(node, () => scoped(`${stack.size()}${info.name}`, () => { Reflect.apply(builder, self, [info.name, info.param]); }));
  for (const child of node.children.slice(before)) rememberIn(child, stack, info);
};

/** @param {Node} node @param {NavPathStack} stack @param {NavPathInfo} info */
const rememberIn = (node, stack, info) => {
  if (node.name === 'NavDestination') opened.set(node, { stack, info });
  else for (const child of node.children) rememberIn(child, stack, info);
};

/** @param {Node} node @returns {object} what onReady of a NavDestination is given */
export const destinationContext = (node) => {
  const known = opened.get(node);
  return {
    pathStack: known?.stack ?? new NavPathStack(),
    pathInfo: known?.info ?? new NavPathInfo('', undefined),
    getConfigInRouteMap: () => undefined,
  };
};
