/**
 * NavPathStack, and what Navigation and NavDestination show of it.
 * Source: the declarations of the OpenHarmony SDK ("navigation.d.ts").
 */
import { mark } from 'ohosrun:screens/changes.js';
import { Opaque } from 'ohosrun:screens/observed.js';
import { asPartOf, currentInstance } from 'ohosrun:screens/structs.js';
import { delay, scoped, within } from 'ohosrun:screens/tree.js';
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

// LaunchMode
const MOVE_TO_TOP_SINGLETON = 1;
const POP_TO_SINGLETON = 2;

export class NavPathStack extends Opaque {
  constructor() {
    super();
    /** @type {NavPathInfo[]} */
    this.entries = [];
  }

  /** @param {any} info @param {any} [options] with a launchMode, or whether it is animated */
  pushPath(info, options) {
    const index = this.entries.findLastIndex((entry) => entry.name === info.name);
    const mode = options?.launchMode;
    if (index < 0 || (mode !== MOVE_TO_TOP_SINGLETON && mode !== POP_TO_SINGLETON)) {
      this.entered(new NavPathInfo(info.name, info.param, info.onPop));
      return;
    }
    const [entry] = this.entries.splice(index, mode === POP_TO_SINGLETON ? Infinity : 1);
    entry.param = info.param;
    entry.onPop = info.onPop;
    this.entered(entry);
  }

  /** @param {string} name @param {unknown} param @param {unknown} [onPop] */
  pushPathByName(name, param, onPop) {
    this.pushPath({ name, param, onPop: typeof onPop === 'function' ? onPop : undefined });
  }

  /** @param {any} info @param {any} [options] */
  async pushDestination(info, options) { this.pushPath(info, options); }
  /** @param {string} name @param {unknown} param @param {unknown} [onPop] */
  async pushDestinationByName(name, param, onPop) { this.pushPathByName(name, param, onPop); }

  /** @param {any} info @param {any} [options] */
  replacePath(info, options) {
    this.entries.pop();
    this.pushPath(info, options);
  }

  /** @param {any} info @param {any} [options] */
  async replaceDestination(info, options) { this.replacePath(info, options); }
  /** @param {string} name @param {unknown} param */
  replacePathByName(name, param) { this.replacePath({ name, param }); }

  /** @param {unknown} [result] */
  pop(result) {
    const entry = this.entries.at(-1);
    if (entry === undefined) return undefined;
    ops.line('route', `back from ${entry.name}`);
    this.left(this.entries.length - 1, result);
    return entry;
  }

  /** @param {string} name of the page to go back to @param {unknown} [result] */
  popToName(name, result) {
    const index = this.entries.findIndex((entry) => entry.name === name);
    if (index >= 0) this.popToIndex(index, result);
    return index;
  }

  /** @param {number} index of the page to go back to @param {unknown} [result] */
  popToIndex(index, result) {
    const size = index + 1;
    if (!(size >= 0 && size < this.entries.length)) return;
    ops.line('route', `back to ${this.entries[index]?.name ?? 'the first page'}`);
    this.left(size, result);
  }

  /** @param {string} name */
  moveToTop(name) {
    const index = this.entries.findIndex((entry) => entry.name === name);
    this.moveIndexToTop(index);
    return index;
  }

  /** @param {number} index */
  moveIndexToTop(index) {
    if (index >= 0) this.entries.push(...this.entries.splice(index, 1));
    mark('NavPathStack');
  }

  /** @param {string} name */
  removeByName(name) { return this.keep((entry) => entry.name !== name); }
  /** @param {number[]} indexes */
  removeByIndexes(indexes) { return this.keep((_entry, index) => !indexes.includes(index)); }
  /** @param {string} id */
  removeByNavDestinationId(id) { return this.keep((entry) => String(numberOf(entry)) !== id) > 0; }
  clear() { this.keep(() => false); }

  size() { return this.entries.length; }
  getAllPathName() { return this.entries.map((entry) => entry.name); }
  getPathStack() { return [...this.entries]; }
  /** @param {any[]} infos */
  setPathStack(infos) {
    this.entries = infos.map((info) => (info instanceof NavPathInfo ? info : new NavPathInfo(info.name, info.param, info.onPop)));
    for (const { name } of this.entries) loadRoute(name);
    mark('NavPathStack');
  }

  /** @param {number} index */
  getParamByIndex(index) { return this.entries[index]?.param; }
  /** @param {string} name */
  getParamByName(name) { return this.entries.filter((entry) => entry.name === name).map((entry) => entry.param); }
  /** @param {string} name */
  getIndexByName(name) { return this.entries.flatMap((entry, index) => (entry.name === name ? [index] : [])); }
  getParent() { return null; }
  disableAnimation() {}
  setInterception() {}
  /** What a person is shown of it. */
  toJSON() { return this.getAllPathName(); }

  /** @param {(entry: NavPathInfo, index: number) => boolean} isKept @returns {number} how many are gone */
  keep(isKept) {
    const before = this.entries.length;
    this.entries = this.entries.filter(isKept);
    mark('NavPathStack');
    return before - this.entries.length;
  }

  /** @param {number} size what remains @param {unknown} result for whoever opened the page that was on top */
  left(size, result) {
    const top = this.entries.at(-1);
    this.entries.length = size;
    mark('NavPathStack');
    if (result !== undefined && typeof result !== 'boolean') top?.onPop?.({ info: top, result });
  }

  /** @param {NavPathInfo} entry */
  entered(entry) {
    this.entries.push(entry);
    mark('NavPathStack');
    loadRoute(entry.name);
    ops.line('route', entry.name + json(entry.param));
  }
}

/** @typedef {import('./tree.js').Node} Node */

const DIALOG = 1; // NavDestinationMode.DIALOG
const SHOWN = 0; // NavDestinationState.ON_SHOWN

/** Where a node is: in a Navigation that has a stack, on the page that one of its entries stands for, or on none. */
export class Destination extends Opaque {
  /** @param {NavPathStack} stack @param {NavPathInfo | null} info */
  constructor(stack, info) {
    super();
    this.stack = stack;
    this.info = info;
  }

  ofNavigation() { return { navigationId: '', pathStack: this.stack }; }

  ofPage() {
    const { info } = this;
    if (info === null) return undefined;
    const navDestinationId = String(numberOf(info));
    return {
      navigationId: '', name: info.name, param: info.param, index: this.stack.entries.indexOf(info), state: SHOWN,
      navDestinationId, uniqueId: numberOf(info), mode: 0,
    };
  }

  /** What onReady of the page is given. */
  context() {
    return {
      pathStack: this.stack,
      pathInfo: this.info ?? new NavPathInfo('', undefined),
      navDestinationId: this.ofPage()?.navDestinationId,
      mode: 0,
      getConfigInRouteMap: () => undefined,
    };
  }
}

/** @type {WeakMap<NavPathInfo, number>} */
const numbers = new WeakMap();
let count = 0;
/** @param {NavPathInfo} info @returns {number} by which its page is known wherever it is in the stack */
const numberOf = (info) => {
  if (!numbers.has(info)) numbers.set(info, count++);
  return /** @type {number} */ (numbers.get(info));
};

/**
 * Has a Navigation show the pages of its stack once its attributes are known: the one on top, and the others covered,
 * for they are kept as they are.
 * @param {Node} node
 */
export const openNavigation = (node) => {
  const stack = node.args.find((arg) => arg instanceof NavPathStack);
  if (!(stack instanceof NavPathStack)) return;
  node.destination = new Destination(stack, null);
  const instance = currentInstance();
  delay(() => asPartOf(instance, () => { buildDestinations(node, stack, instance?.self); }));
};

/** @param {Node} node @param {NavPathStack} stack @param {object} [self] the struct that the builder belongs to */
const buildDestinations = (node, stack, self) => {
  const home = node.destination;
  const shownAtHome = [...node.children];
  const builder = node.attribute('navDestination');
  const pages = stack.entries.map((info) => {
    const before = node.children.length;
    node.destination = new Destination(stack, info);
    within(node, () => scoped(`destination${numberOf(info)}`, () => {
      if (typeof builder === 'function') Reflect.apply(builder, self, [info.name, info.param]);
      if (node.children.length === before) buildRoute(info);
    }));
    return node.children.slice(before);
  });
  node.destination = home;
  let isCovered = false;
  for (const nodes of [...pages.reverse(), shownAtHome]) {
    for (const child of nodes) child.isCovered = isCovered;
    isCovered ||= nodes.length > 0 && !nodes.some(isDialog);
  }
};

/** @param {Node} node @returns {boolean} */
const isDialog = (node) => (node.name === 'NavDestination' ? node.attribute('mode') === DIALOG : node.children.some(isDialog));

/** @type {Map<string, Function>} what the route map has, by name of a page, as far as it is loaded */
const routes = new Map();
/** @type {Set<string>} the names of pages that are in no route map */
const unknown = new Set();

/** @param {NavPathInfo} info */
const buildRoute = ({ name, param }) => {
  const build = routes.get(name);
  if (build !== undefined) {
    build(name, param);
  } else if (unknown.has(name)) {
    unknown.delete(name);
    ops.inform(`neither navDestination() nor a route map has a page '${name}': nothing is shown for it`);
  }
};

/** Has the file of a page loaded that the project's route map names. @param {string} name */
const loadRoute = (name) => {
  if (routes.has(name)) return;
  const found = ops.route(name);
  if (found === null) {
    unknown.add(name);
    return;
  }
  const [path, builder] = /** @type {string[]} */ (found);
  import(path).then((namespace) => {
    if (typeof namespace[builder] !== 'function') throw new Error(`the route map names ${builder} for the page ${name}, which its file does not export`);
    routes.set(name, namespace[builder]);
    mark('NavPathStack');
  }).catch((error) => { ops.uncaught(error, false); });
};
