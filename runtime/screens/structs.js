/**
 * What a struct is while it runs: a class whose instances have states, and a component that other structs call.
 * Source: what the ArkTS compiler makes of a struct (developtools_ace_ets2bundle), and the guide of state management.
 */
import { Link, TwoWay } from 'ohosrun:screens/cells.js';
import { makeMember, plain, update } from 'ohosrun:screens/members.js';
import { monitor } from 'ohosrun:screens/monitors.js';
import { Opaque } from 'ohosrun:screens/observed.js';
import { LocalStorage } from 'ohosrun:screens/storage.js';
import { append, isBuilding, openNode, placeOf, runDelayed, within } from 'ohosrun:screens/tree.js';
import { chainOf } from 'ohosrun:screens/chain.js';

/**
 * @typedef {{ type: any, name: string, isV2: boolean, isDialog: boolean, isEntry: boolean, isPreview: boolean, entry: any,
 *   members: Map<string, Map<string, unknown[]>>, needed: string[], wrapper: Function, site: string }} Description
 */

/** @type {Map<Function, Description>} by class and by wrapper */
const descriptions = new Map();
/** @type {Description[]} in the order in which they were declared */
export const declared = [];
/** What the member of a dialog is called that its own controller is put into. */
export const CONTROLLER = /controller$/i;
/** The names of all functions and methods with @Extend or @Styles. @type {Set<string>} */
export const styleNames = new Set();
/** @type {WeakMap<object, Instance>} */
const instances = new WeakMap();
/** @type {Record<string, unknown> | null} the parameters of the instance that is being made */
let parameters = null;
/** @type {WeakMap<object, Record<string, unknown>>} */
const given = new WeakMap();

/** @type {Instance | null} the instance whose build runs */
let current = null;
/** @type {Instance | null} the instance that is being made */
let making = null;

/** @param {unknown} value @returns {Description | undefined} */
export const describedStruct = (value) => (typeof value === 'function' ? descriptions.get(value) : undefined);
/** @param {object} self @returns {Instance | undefined} */
export const instanceOf = (self) => instances.get(self);

/** @param {object} self @param {string} name */
export const has = (self, name) => Object.hasOwn(given.get(self) ?? {}, name);
/** @param {object} self @param {string} name */
export const givenTo = (self, name) => plain(given.get(self)?.[name]);

/** What every struct extends. */
export class Base {
  constructor() {
    given.set(this, parameters ?? {});
    const description = descriptions.get(new.target);
    if (!description) return;
    for (const [name, decorators] of description.members) {
      if (decorators.has('Param')) /** @type {any} */ (this)[name] = givenTo(this, name);
    }
  }

  getUniqueId() { return instances.get(this)?.number ?? -1; }
  queryNavDestinationInfo() { return instances.get(this)?.destination?.ofPage(); }
  queryNavigationInfo() { return instances.get(this)?.destination?.ofNavigation(); }
  queryRouterPageInfo() { return undefined; }
}

let count = 0;
/** @type {Instance[]} those that the running build has not come by again */
let gone = [];

/** Tells the instances that are gone, after their nodes have heard of it. */
export const closeGone = () => {
  const told = gone;
  gone = [];
  for (const instance of told) instance.close();
};

/** One instance of a struct, alive: its states, its parent and its children by place. */
export class Instance extends Opaque {
  /** @param {Description} description @param {Instance | null} parent @param {LocalStorage | null} storage */
  constructor(description, parent, storage) {
    super();
    this.description = description;
    this.parent = parent;
    this.storage = storage;
    this.number = count++;
    /** The Navigation that it was made in, and what of its stack. */
    this.destination = openNode()?.destination ?? parent?.destination ?? null;
    /** @type {any} */
    this.self = null;
    /** @type {Map<string, import('./cells.js').Cell>} */
    this.cells = new Map();
    /** @type {Map<string, import('./cells.js').Cell>} what descendants may consume, by name or alias */
    this.provided = new Map();
    /** @type {Map<string, Instance>} */
    this.children = new Map();
    /** @type {Set<string>} the places that the running build has come by */
    this.seen = new Set();
    /** @type {Map<string, { value: unknown, version: number }>} what the parent gave last */
    this.last = new Map();
    this.isOver = false;
  }

  /** @param {string} name @returns {import('./cells.js').Cell | undefined} */
  provider(name) {
    for (let above = this.parent; above !== null; above = above.parent) {
      const cell = above.provided.get(name);
      if (cell) return cell;
    }
    return undefined;
  }

  /** @param {string} name of a life cycle function @param {unknown[]} args */
  call(name, ...args) {
    const method = this.self[name];
    return typeof method === 'function' ? Reflect.apply(method, this.self, args) : undefined;
  }

  /** Builds into the open node, with the children that are gone told so. */
  build() { this.buildWith(() => this.self.build?.()); }

  /** @param {() => void} run */
  buildWith(run) {
    const outer = current;
    current = this;
    this.seen = new Set();
    try {
      run();
      runDelayed();
    } finally {
      current = outer;
    }
    for (const [place, child] of [...this.children]) {
      if (this.seen.has(place)) continue;
      this.children.delete(place);
      gone.push(child);
    }
  }

  close() {
    if (this.isOver) return;
    this.call('aboutToDisappear');
    this.isOver = true;
    for (const child of this.children.values()) child.close();
    this.children.clear();
    for (const cell of this.cells.values()) cell.close();
  }
}

/**
 * A new instance: its members with their defaults, then what it is given. aboutToAppear has not run.
 * @param {Description} description
 * @param {Record<string, unknown>} params
 * @param {Instance | null} parent
 * @param {LocalStorage | null} storage
 */
export const instantiate = (description, params, parent, storage) => {
  const instance = new Instance(description, parent, storage ?? parent?.storage ?? null);
  const outer = parameters;
  const outerMaking = making;
  parameters = params;
  making = instance;
  try {
    instance.self = new description.type();
  } finally {
    parameters = outer;
    making = outerMaking;
  }
  instances.set(instance.self, instance);
  given.set(instance.self, params);
  for (const [name, decorators] of description.members) makeMember(instance, name, decorators, params);
  for (const name of Object.keys(params)) {
    if (!description.members.has(name) && params[name] !== undefined) instance.self[name] = plain(params[name]);
  }
  for (const [name, decorators] of description.members) {
    const paths = decorators.get('Monitor') ?? decorators.get('SyncMonitor');
    if (paths) monitor(instance.self, name, /** @type {string[]} */ (paths), () => instance.isOver);
  }
  return instance;
};

/** @param {Description} description @param {unknown[]} args what the struct was called with, its block last */
const parametersOf = (description, args) => {
  const rest = [...args];
  const block = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
  const params = typeof rest[0] === 'object' && rest[0] !== null ? { ...rest[0] } : {};
  if (block) {
    for (const [name, decorators] of description.members) {
      if (decorators.has('BuilderParam') && params[name] === undefined) {
        params[name] = block;
        break;
      }
    }
  }
  for (const name of Object.keys(params)) {
    const value = params[name];
    // What a compiler makes of `text: this.text!!`: the value, and the event by which the child changes it.
    if (value instanceof TwoWay && description.members.has(`$${name}`)) {
      params[`$${name}`] ??= (/** @type {unknown} */ given) => { value.set(given); };
    }
  }
  return { params, storage: rest[1] instanceof LocalStorage ? rest[1] : null };
};

/** @param {Description} description @param {unknown[]} args */
const buildChild = (description, args) => {
  const parent = current;
  const place = placeOf(description.name);
  const { params, storage } = parametersOf(description, args);
  let child = parent?.children.get(place);
  const isNew = child === undefined || child.description !== description;
  if (child !== undefined && !isNew) update(child, params);
  if (child === undefined || isNew) child = instantiate(description, params, parent, storage);
  parent?.children.set(place, child);
  parent?.seen.add(place);
  const node = append(description.name, args);
  node.instance = child;
  node.key = place;
  const made = child;
  if (isNew) {
    beforeAppearing(made);
    made.call('aboutToAppear');
  }
  within(node, () => made.build());
  if (isNew) made.call('onDidBuild');
  return chainOf(node);
};

/** What `Child({…})` is outside of a build: something to be built later. */
export class Deferred extends Opaque {
  /** @param {Description} description @param {unknown[]} args */
  constructor(description, args) {
    super();
    this.description = description;
    this.args = args;
  }

  build() { return buildChild(this.description, this.args); }
}

/** Runs a function as part of the build of an instance. @type {<T>(instance: Instance | null, run: () => T) => T} */
export const asPartOf = (instance, run) => {
  const outer = current;
  current = instance;
  try {
    return run();
  } finally {
    current = outer;
  }
};

/** @type {((instance: Instance) => void)} */
let beforeAppearing = () => {};
/** @param {(instance: Instance) => void} listener told of each new child before its aboutToAppear */
export const onNewChild = (listener) => { beforeAppearing = listener; };

/** The instance that is being made or built. */
export const currentInstance = () => making ?? current;

/** @type {Description} what a dialog is that has no struct of its own */
const NO_STRUCT = {
  type: Base, name: '', needed: [], isV2: false, isDialog: false, isEntry: false, isPreview: false, entry: undefined, members: new Map(),
  wrapper: Base, site: '',
};

/** @param {Instance | null} owner @returns {Instance} one that only holds children */
export const holder = (owner) => {
  const instance = new Instance(NO_STRUCT, owner, owner?.storage ?? null);
  instance.self = {};
  return instance;
};

/**
 * @param {any} type the class
 * @param {string} name
 * @param {[string, ...any[]][]} decorators
 * @param {[string, string, ...any[]][]} members
 */
export const struct = (type, name, decorators, members) => {
  const own = new Map(decorators.map(([decorator, ...args]) => [decorator, args]));
  /** @type {Map<string, Map<string, unknown[]>>} */
  const byName = new Map();
  /** @type {string[]} */
  const needed = [];
  for (const [member, decorator, ...args] of members) {
    if (decorator === '') {
      // A dialog gets its controller from whoever opens it.
      if (!CONTROLLER.test(member)) needed.push(member);
      continue;
    }
    const known = byName.get(member) ?? new Map();
    known.set(decorator, args);
    byName.set(member, known);
    if (decorator === 'Styles') styleNames.add(member);
  }
  function wrapper(/** @type {unknown[]} */ ...args) {
    if (new.target) return Reflect.construct(type, [], new.target === wrapper ? type : new.target);
    return isBuilding() ? buildChild(description, args) : new Deferred(description, args);
  }
  /** @type {Description} */
  const description = {
    type, name, members: byName, needed, wrapper, isV2: own.has('ComponentV2'), isDialog: own.has('CustomDialog'),
    isEntry: own.has('Entry'), isPreview: own.has('Preview'), entry: own.get('Entry')?.[0], site: new Error().stack ?? '',
  };
  Object.setPrototypeOf(wrapper, type);
  wrapper.prototype = type.prototype;
  Object.defineProperty(wrapper, 'name', { value: name, configurable: true });
  descriptions.set(type, description);
  descriptions.set(wrapper, description);
  declared.push(description);
  return wrapper;
};

/** @param {object} self @param {string} name */
export const link = (self, name) => {
  const cell = instances.get(self)?.cells.get(name);
  // Not a state: handed over as the value it is.
  return cell ? new Link(cell) : /** @type {any} */ (self)[name];
};

/** @param {() => unknown} get @param {(value: unknown) => void} set */
export const two = (get, set) => new TwoWay(get, set);
