/**
 * AppStorage, LocalStorage, PersistentStorage and Environment: states by name, for one run.
 * Source: the ArkTS state management guide of OpenHarmony, and the declarations of its SDK.
 */
import { Cell, FollowingCell } from 'ohosrun:screens/cells.js';
import { Opaque } from 'ohosrun:screens/observed.js';

/** What `link` and `prop` give out. */
class StorageProperty extends Opaque {
  /** @param {Cell} cell @param {string} name */
  constructor(cell, name) {
    super();
    this.cell = cell;
    this.name = name;
  }

  get() { return this.cell.peek(); }
  /** @param {unknown} value */
  set(value) { this.cell.set(value); }
  info() { return this.name; }
  aboutToBeDeleted() { if (this.cell instanceof FollowingCell) this.cell.close(); }
}

export class LocalStorage extends Opaque {
  /** @param {Record<string, unknown>} [initial] */
  constructor(initial = {}) {
    super();
    /** @type {Map<string, Cell>} */
    this.cells = new Map();
    for (const name of Object.keys(initial ?? {})) this.setOrCreate(name, initial[name]);
  }

  static getShared() { return undefined; }

  /** @param {string} name @param {unknown} value the default where there is none @returns {Cell} */
  cell(name, value) {
    let cell = this.cells.get(name);
    if (cell === undefined) {
      cell = new Cell(name, value);
      this.cells.set(name, cell);
    }
    return cell;
  }

  /** @param {string} name */
  has(name) { return this.cells.has(name); }
  /** @param {string} name */
  get(name) { return this.cells.get(name)?.peek(); }

  /** @param {string} name @param {unknown} value */
  set(name, value) {
    if (!this.cells.has(name)) return false;
    this.cell(name, value).set(value);
    return true;
  }

  /** @param {string} name @param {unknown} value */
  setOrCreate(name, value) {
    this.cell(name, value).set(value);
    return true;
  }

  /** @param {string} name */
  link(name) {
    const cell = this.cells.get(name);
    return cell && new StorageProperty(cell, name);
  }

  /** @param {string} name @param {unknown} value */
  setAndLink(name, value) { return new StorageProperty(this.cell(name, value), name); }

  /** @param {string} name */
  prop(name) {
    const cell = this.cells.get(name);
    return cell && new StorageProperty(new FollowingCell(name, cell), name);
  }

  /** @param {string} name @param {unknown} value */
  setAndProp(name, value) {
    return new StorageProperty(new FollowingCell(name, this.cell(name, value)), name);
  }

  /** @param {string} name */
  ref(name) { return this.link(name); }
  /** @param {string} name @param {unknown} value */
  setAndRef(name, value) { return this.setAndLink(name, value); }

  /** @param {string} name whoever follows it keeps it */
  delete(name) {
    const cell = this.cells.get(name);
    if (cell === undefined || cell.dependents.size > 0) return false;
    return this.cells.delete(name);
  }

  keys() { return this.cells.keys(); }
  size() { return this.cells.size; }

  clear() {
    for (const cell of this.cells.values()) if (cell.dependents.size > 0) return false;
    this.cells.clear();
    return true;
  }
}

/** The storage of the app: one per run. */
const app = new LocalStorage();

/** @type {Record<string, unknown>} */
export const AppStorage = Object.create(null);
const METHODS = [
  'clear', 'delete', 'get', 'has', 'keys', 'link', 'prop', 'ref', 'set', 'setAndLink', 'setAndProp', 'setAndRef',
  'setOrCreate', 'size',
];
for (const name of METHODS) {
  const method = (/** @type {unknown[]} */ ...args) => /** @type {any} */ (app)[name](...args);
  AppStorage[name] = method;
  // As API 9 wrote them.
  AppStorage[name[0].toUpperCase() + name.slice(1)] = method;
}
AppStorage.IsMutable = () => true;
AppStorage.staticClear = app.clear.bind(app);

export const appStorage = app;

const persisted = new Set();
const persist = (/** @type {string} */ name, /** @type {unknown} */ value) => {
  persisted.add(name);
  app.cell(name, value);
};
const persistAll = (/** @type {{ key: string, defaultValue: unknown }[]} */ list) => {
  for (const { key, defaultValue } of list) persist(key, defaultValue);
};

/** Nothing is kept from run to run: a run is an app that was just installed. */
export const PersistentStorage = {
  persistProp: persist,
  PersistProp: persist,
  persistProps: persistAll,
  PersistProps: persistAll,
  deleteProp: (/** @type {string} */ name) => { persisted.delete(name); },
  DeleteProp: (/** @type {string} */ name) => { persisted.delete(name); },
  keys: () => [...persisted],
  Keys: () => [...persisted],
};

const surroundings = new Map([
  ['accessibilityEnabled', false], ['colorMode', 1], ['fontScale', 1], ['fontWeightScale', 1],
  ['layoutDirection', 1], ['languageCode', 'zh'],
]);
const enter = (/** @type {string} */ name, /** @type {unknown} */ value) => {
  app.cell(name, surroundings.get(name) ?? value);
  return true;
};
const enterAll = (/** @type {{ key: string, defaultValue: unknown }[]} */ list) => {
  for (const { key, defaultValue } of list) enter(key, defaultValue);
};
export const Environment = {
  envProp: enter, EnvProp: enter, envProps: enterAll, EnvProps: enterAll,
  keys: () => [...surroundings.keys()], Keys: () => [...surroundings.keys()],
};

/** AppStorageV2 and PersistenceV2: one object by type or key. */
class Connections {
  constructor() { this.objects = new Map(); }

  /** @param {Function} type @param {unknown} [key] @param {unknown} [make] */
  connect(type, key, make) {
    const name = typeof key === 'string' ? key : type.name;
    const create = typeof key === 'function' ? key : make;
    if (!this.objects.has(name) && typeof create === 'function') this.objects.set(name, create());
    return this.objects.get(name);
  }

  /** @param {{ type: Function, key?: string, defaultCreator?: Function }} options */
  globalConnect(options) { return this.connect(options.type, options.key ?? options.type.name, options.defaultCreator); }
  /** @param {string | Function} key */
  remove(key) { this.objects.delete(typeof key === 'string' ? key : key.name); }
  keys() { return [...this.objects.keys()]; }
  save() {}
  notifyOnError() {}
}
export const AppStorageV2 = new Connections();
export const PersistenceV2 = new Connections();
