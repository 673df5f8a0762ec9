/**
 * The nodes of a screen, and how building makes them: a component that is called while a build runs appends a node to
 * the one that is open, and answers an object whose every method is recorded.
 */
import { forgetReads } from 'ohosrun:screens/changes.js';
import { Opaque, rawOf } from 'ohosrun:screens/observed.js';

/** A part of a build in which places are counted: a node's inside, a branch, an item of ForEach. */
class Scope {
  /** @param {Scope | null} above @param {string} key */
  constructor(above, key) {
    this.above = above;
    this.key = key;
    /** @type {Map<string, number> | null} */
    this.counts = null;
  }

  /** @param {string} name @returns {number} how many of this name there were before in this scope */
  count(name) {
    this.counts ??= new Map();
    const count = this.counts.get(name) ?? 0;
    this.counts.set(name, count + 1);
    return count;
  }

  /** @returns {string} the place, the same from build to build */
  path() { return this.above === null ? this.key : `${this.above.path()}/${this.key}`; }
}

export class Node extends Opaque {
  /** @param {string} name @param {unknown[]} args */
  constructor(name, args) {
    super();
    this.name = name;
    this.args = args;
    /** @type {Node | null} */
    this.parent = null;
    /** @type {Node[]} */
    this.children = [];
    /** @type {Map<string, unknown[]> | null} */
    this.attributes = null;
    /** @type {Map<string, Function> | null} */
    this.events = null;
    /** Whether it is there and cannot be seen, being below what covers it. */
    this.isCovered = false;
    /** @type {string | null} what it shows, where that is known without looking at its arguments */
    this.text = null;
    /** @type {import('./structs.js').Instance | null} */
    this.instance = null;
    /** @type {import('./navigation.js').Destination | null} the Navigation that it is in, and what of its stack */
    this.destination = null;
    /** @type {Scope | null} */
    this.scope = null;
    this.key = '';
    /** How many of its name there are before it in its scope. */
    this.ordinal = 0;
  }

  /** @returns {string} the place, the same from build to build */
  place() { return `${this.scope?.path() ?? ''}/${this.key || `${this.name}#${this.ordinal}`}`; }

  /** @param {string} name @returns {unknown} the first argument of an attribute */
  attribute(name) { return this.attributes?.get(name)?.[0]; }
}

/** @type {Node | null} the node that is open */
let open = null;
/** @type {Scope} */
let scope = new Scope(null, '');
/** @type {(() => void) | null} what is still to be built where it stands: a Repeat whose chain may go on */
let delayed = null;

export const isBuilding = () => open !== null;
export const openNode = () => open;

/** Builds what still waited for its chain to end. */
export const runDelayed = () => {
  while (delayed !== null) {
    const run = delayed;
    delayed = null;
    run();
  }
};

/** @param {() => void} run called when the next node is made or the open one is complete */
export const delay = (run) => {
  runDelayed();
  delayed = run;
};

/**
 * @param {string} name
 * @param {unknown[]} args
 * @returns {Node} appended to the open node
 */
export const append = (name, args) => {
  runDelayed();
  const node = new Node(name, args);
  node.parent = open;
  node.destination = open?.destination ?? null;
  node.scope = scope;
  node.ordinal = scope.count(name);
  if (open !== null) open.children.push(node);
  forgetReads();
  return node;
};

/** @param {string} name @returns {string} the place of the next thing of this name, the same from build to build */
export const placeOf = (name) => `${scope.path()}/${name}#${scope.count(name)}`;

/**
 * Runs a function with a node open, whatever it does to the nodes below.
 * @param {Node} node
 * @param {Function} build
 * @param {unknown[]} [args]
 * @param {unknown} [self]
 */
export const within = (node, build, args = [], self = undefined) => {
  const outerNode = open;
  const outerScope = scope;
  const outerDelayed = delayed;
  open = node;
  delayed = null;
  scope = new Scope(node.scope ?? scope, node.key || `${node.name}#${node.ordinal}`);
  try {
    Reflect.apply(build, self, args);
    runDelayed();
  } finally {
    open = outerNode;
    scope = outerScope;
    delayed = outerDelayed;
  }
};

/**
 * Runs a function with places counted anew under a key.
 * @param {string} key
 * @param {() => void} build
 */
export const scoped = (key, build) => {
  const outer = scope;
  scope = new Scope(outer, key + '#' + outer.count(key));
  try {
    build();
    runDelayed();
  } finally {
    scope = outer;
  }
};

/** @param {number} number of a branch of an `if` */
export const branch = (number) => {
  runDelayed();
  if (open !== null) scope = new Scope(scope, `if${number}#${scope.count('if' + number)}`);
};

/** The end of the last branch. */
export const end = () => {
  runDelayed();
  if (open !== null && scope.above !== null) scope = scope.above;
};

/** @param {unknown} list @returns {unknown[]} */
const itemsOf = (list) => {
  const raw = rawOf(list);
  return Array.isArray(raw) ? raw : [];
};

/** @param {unknown} item @param {number} index */
const defaultKey = (item, index) => {
  try {
    return `${index}__${JSON.stringify(item)}`;
  } catch {
    return String(index);
  }
};

/**
 * @param {unknown} list
 * @param {Function} generate
 * @param {Function} [keyOf]
 * @param {(key: string) => void} [onSame] told of a key that an item before has, too: then the item is left out
 */
export const forEach = (list, generate, keyOf, onSame) => {
  runDelayed();
  const items = itemsOf(list);
  const keys = new Set();
  for (let i = 0; i < items.length; i++) {
    const key = typeof keyOf === 'function' ? String(keyOf(items[i], i)) : defaultKey(items[i], i);
    if (onSame !== undefined && keys.size === keys.add(key).size) {
      onSame(key);
      continue;
    }
    scoped(key, () => generate(items[i], i));
  }
};
