/**
 * @ohos.data.storage: what preferences were before API 9, a file each, named by its path.
 * Source: the declarations of the OpenHarmony SDK ("@ohos.data.storage.d.ts").
 */
import { host } from 'ohosrun:bridge/preferences';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { invalidParameter } from 'ohosrun:kit/errors.js';
import { KeptMap } from 'ohosrun:kit/intrinsics.js';
import { forget, get, remove } from 'ohosrun:bindings/preferences/index.js';

/** @param {any[]} args @param {() => unknown} work */
const later = (args, work) => answer(host, callbackOf(args), '', work);

class Storage {
  #values;
  /** Listeners as the values know them. @type {Map<Function, Function>} */
  #listeners = new KeptMap();

  /** @param {import('./store.js').Preferences} values */
  constructor(values) {
    this.#values = values;
  }

  getSync(/** @type {any} */ key, /** @type {any} */ fallback) { return this.#values.getSync(key, fallback); }
  putSync(/** @type {any} */ key, /** @type {any} */ value) { this.#values.putSync(key, value); }
  hasSync(/** @type {any} */ key) { return this.#values.hasSync(key); }
  deleteSync(/** @type {any} */ key) { this.#values.deleteSync(key); }
  flushSync() { this.#values.flushSync(); }
  clearSync() { this.#values.clearSync(); }

  get(/** @type {any[]} */ ...args) { return later(args, () => this.#values.getSync(args[0], args[1])); }
  put(/** @type {any[]} */ ...args) { return later(args, () => { this.#values.putSync(args[0], args[1]); }); }
  has(/** @type {any[]} */ ...args) { return later(args, () => this.#values.hasSync(args[0])); }
  delete(/** @type {any[]} */ ...args) { return later(args, () => { this.#values.deleteSync(args[0]); }); }
  flush(/** @type {any[]} */ ...args) { return later(args, () => { this.#values.flushSync(); }); }
  clear(/** @type {any[]} */ ...args) { return later(args, () => { this.#values.clearSync(); }); }

  /** @param {unknown} type @param {any} callback told of each key that a flush has written */
  on(type, callback) {
    const listener = (/** @type {string} */ key) => callback({ key });
    if (typeof callback === 'function') this.#listeners.set(callback, listener);
    this.#values.on(type, typeof callback === 'function' ? listener : callback);
  }

  /** @param {unknown} type @param {any} callback */
  off(type, callback) {
    this.#values.off(type, this.#listeners.get(callback) ?? callback);
  }
}

/** @param {unknown} path */
function checked(path) {
  if (typeof path !== 'string' || path === '') throw invalidParameter('The path must be string.');
  return path;
}

/** @type {Map<string, { values: object, made: Storage }>} */
const open = new KeptMap();
/** @param {unknown} path */
function storage(path) {
  const values = get(checked(path));
  const known = open.get(`${path}`);
  if (known !== undefined && known.values === values) return known.made;
  const made = new Storage(values);
  open.set(`${path}`, { values, made });
  return made;
}

export default {
  getStorageSync: storage,
  deleteStorageSync: (/** @type {unknown} */ path) => { remove(checked(path)); },
  removeStorageFromCacheSync: (/** @type {unknown} */ path) => { forget(checked(path)); },
  getStorage: (/** @type {any[]} */ ...args) => later(args, () => storage(args[0])),
  deleteStorage: (/** @type {any[]} */ ...args) => later(args, () => { remove(checked(args[0])); }),
  removeStorageFromCache: (/** @type {any[]} */ ...args) => later(args, () => { forget(checked(args[0])); }),
};
