/**
 * What a component answers when it is called: every method of it is an attribute or an event, and is recorded.
 */
import { Deferred, asPartOf, currentInstance, styleNames } from 'ohosrun:screens/structs.js';
import { Opaque } from 'ohosrun:screens/observed.js';
import { shownValue } from 'ohosrun:screens/cells.js';
import { modify, style } from 'ohosrun:screens/styles.js';
import { openNavigation } from 'ohosrun:screens/navigation.js';
import { append, within } from 'ohosrun:screens/tree.js';

/** @typedef {import('./tree.js').Node} NodeType */

// Attributes that take a builder or a text, and show it: as nodes below.
const SHOWN = new Set([
  'bindContextMenu', 'bindMenu', 'footer', 'header', 'menus', 'overlay', 'tabBar', 'title', 'toolbarConfiguration',
]);
// The same, as long as their first argument is true.
const SHOWN_WHILE = new Set(['bindContentCover', 'bindPopup', 'bindSheet']);
// Components that show what a program made by itself, and who builds that, as far as anybody does.
const HOLDING = new Set(['ContentSlot', 'NodeContainer']);
let holder = {
  held: (/** @type {unknown} */ _what) => {},
  content: (/** @type {unknown} */ _what) => /** @type {(() => void) | undefined} */ (undefined),
};
/** @param {typeof holder} given */
export const setHolder = (given) => { holder = given; };

const HEARING = ['onWillAppear', 'onAppear', 'onWillDisappear', 'onDisappear', 'onStateChange', 'onWillDismiss', 'shouldDismiss'];
// Properties of a component's argument that are builders.
const BUILDERS = ['builder', 'content', 'footer', 'header'];

/** A gesture: what it is called, and what it does. */
export class Gesture extends Opaque {
  /** @param {string} name @param {unknown[]} args */
  constructor(name, args) {
    super();
    this.name = name;
    this.args = args;
    /** @type {Map<string, Function>} */
    this.events = new Map();
  }
}

/** @param {string} name @param {unknown[]} args @returns {any} */
export const gesture = (name, args) => {
  const made = new Gesture(name, args);
  /** @type {any} */
  const chain = new Proxy(made, {
    get(target, key) {
      if (typeof key !== 'string' || key in target || key === 'then') return Reflect.get(target, key);
      return (/** @type {unknown} */ first) => {
        if (typeof first === 'function') target.events.set(key, first);
        return chain;
      };
    },
  });
  return chain;
};

/** @param {NodeType} node @param {string} name @param {Function} listener */
const listen = (node, name, listener) => {
  node.events ??= new Map();
  node.events.set(name, listener);
};

/** @param {NodeType} node @param {any} made */
const addGesture = (node, made) => {
  if (!(made instanceof Gesture)) return;
  for (const part of made.args) addGesture(node, part);
  for (const [name, listener] of made.events) {
    if (made.name === 'TapGesture' && name === 'onAction') {
      if (!node.events?.has('onClick')) listen(node, 'onClick', listener);
    } else {
      listen(node, `${made.name}.${name}`, listener);
    }
  }
};

/** @param {string} name */
const isEvent = (name) => name === 'action' || (name.length > 2 && name.startsWith('on') && name[2] === name[2].toUpperCase());

/**
 * Builds what a builder or a text stands for, below a node of its own.
 * @param {NodeType} node
 * @param {string} name
 * @param {any} what
 * @returns {NodeType | undefined} the node of its own
 */
export const show = (node, name, what) => {
  if (what === undefined || what === null) return undefined;
  const instance = currentInstance();
  /** @type {NodeType | undefined} */
  let made;
  within(node, () => {
    if (Array.isArray(what)) {
      for (const item of what) showItem(name, item);
      return;
    }
    const part = append(name, []);
    made = part;
    const build = builderOf(what, instance?.self);
    if (build) within(part, () => asPartOf(instance, build));
    else part.args = [what];
  });
  return made;
};

/** @type {WeakMap<NodeType, { isShown: unknown, options: any }>} what is above the page as long as a state says so */
export const modals = new WeakMap();

/**
 * Shows what is bound to a state, with the functions of its options that hear of it as events.
 * @param {NodeType} node @param {string} name @param {unknown[]} args
 */
const showBound = (node, name, args) => {
  const part = show(node, name, args[1]);
  if (part === undefined) return;
  const options = /** @type {any} */ (name === 'bindPopup' ? args[1] : args[2]);
  modals.set(part, { isShown: args[0], options });
  for (const event of HEARING) if (typeof options?.[event] === 'function') listen(part, event, options[event]);
};

/** @param {string} name @param {any} item of a menu or a tool bar */
const showItem = (name, item) => {
  const node = append(name === 'bindMenu' || name === 'bindContextMenu' ? 'MenuItem' : 'ToolBarItem', [item]);
  node.text = null;
  if (typeof item?.action === 'function') listen(node, 'onClick', item.action);
};

/**
 * @param {any} what
 * @param {object} [self] the struct that hands over a builder of its own, which a compiler binds to it
 * @returns {(() => void) | undefined}
 */
export const builderOf = (what, self) => {
  if (typeof what === 'function') return () => { Reflect.apply(what, self, []); };
  if (what instanceof Deferred) return () => { what.build(); };
  if (typeof what === 'object' && what !== null && !Array.isArray(what)) {
    const build = holder.content(what);
    if (build) return build;
    const { builder } = what;
    if (typeof builder === 'function') return () => { Reflect.apply(builder, self, what.params ?? []); };
    if (builder instanceof Deferred) return () => { builder.build(); };
  }
  return undefined;
};

/** @param {NodeType} node @param {string} name @param {unknown[]} args @param {unknown} chain */
const record = (node, name, args, chain) => {
  const [first] = args;
  if (typeof first === 'function' && isEvent(name)) {
    listen(node, name, first);
    return;
  }
  if (name === 'gesture' || name === 'parallelGesture' || name === 'priorityGesture') addGesture(node, first);
  node.attributes ??= new Map();
  node.attributes.set(name, args);
  if (SHOWN.has(name)) show(node, name, first);
  else if (SHOWN_WHILE.has(name) && shownValue(first)) showBound(node, name, args);
  else if (name === 'swipeAction') showSwipe(node, first);
  else if (name === 'attributeModifier') modify(first, chain);
};

/** @param {NodeType} node @param {any} options */
const showSwipe = (node, options) => {
  for (const side of ['start', 'end']) show(node, 'swipeAction', options?.[side]);
};

/** @type {ProxyHandler<any>} */
const handler = {
  get(node, key, receiver) {
    if (typeof key !== 'string') return undefined;
    if (key === 'then' || key === 'toJSON') return undefined;
    return (/** @type {unknown[]} */ ...args) => {
      if (!styleNames.has(key) || !style(key, receiver, args)) record(node, key, args, receiver);
      return receiver;
    };
  },
  set: () => true,
};

/** @param {NodeType} node @returns {any} */
export const chainOf = (node) => new Proxy(node, handler);

/**
 * A component of the system: a node, with its block and the builders among its arguments below it.
 * @param {string} name
 * @param {unknown[]} args
 * @param {() => void} [more] builds what else is below it
 */
export const component = (name, args, more = undefined) => {
  const last = args.length - 1;
  const block = typeof args[last] === 'function' ? /** @type {Function} */ (args[last]) : undefined;
  const node = append(name, block ? args.slice(0, last) : args);
  if (name === 'Navigation') openNavigation(node);
  if (block) within(node, block);
  if (more) within(node, more);
  const options = /** @type {any} */ (node.args[0]);
  if (typeof options === 'object' && options !== null && !(options instanceof Opaque)) {
    if (HOLDING.has(name)) within(node, () => { holder.held(options); });
    for (const property of BUILDERS) {
      const build = Object.hasOwn(options, property) ? options[property] : undefined;
      if (typeof build === 'function' || build instanceof Deferred) show(node, property, build);
    }
  }
  return chainOf(node);
};
