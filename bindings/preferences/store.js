/** The values of one name, as text in its file and as values in memory. */
import { host } from 'ohosrun:bridge/preferences';
import { invalidParameter } from 'ohosrun:kit/errors.js';
import { answer } from 'ohosrun:kit/calls.js';
import {
  apply, filter, isArray, KeptMap, KeptSet, NativeBigInt, NativeUint8Array, parse, stringify,
} from 'ohosrun:kit/intrinsics.js';

const LONGEST_KEY = 1024;
const LONGEST_VALUE = 16 * 1024 * 1024;

/** @param {any} value @returns {any} what JSON can say, tagged where it alone cannot */
function packed(value) {
  if (typeof value === 'bigint') return { bigint: `${value}` };
  if (value instanceof NativeUint8Array) {
    /** @type {number[]} */
    const bytes = [];
    for (let i = 0; i < value.length; i++) bytes[i] = value[i];
    return { bytes };
  }
  return { value };
}

/** @param {any} stored @returns {any} */
function unpacked(stored) {
  if (stored.bigint !== undefined) return NativeBigInt(stored.bigint);
  if (stored.bytes !== undefined) return new NativeUint8Array(stored.bytes);
  return stored.value;
}

/** @param {unknown} key @returns {string} */
function checkedKey(key) {
  if (typeof key !== 'string') throw invalidParameter('The key must be string.');
  if (key === '' || key.length > LONGEST_KEY) throw invalidParameter('The key length is invalid.');
  return key;
}

/** @param {any} value */
function checkedValue(value) {
  const kind = typeof value;
  if (value === undefined || value === null || kind === 'function' || kind === 'symbol') {
    throw invalidParameter('The value type is not supported.');
  }
  if (kind === 'string' && value.length > LONGEST_VALUE) throw invalidParameter('The value length is invalid.');
  return kind === 'object' ? unpacked(parse(stringify(packed(value)))) : value;
}

/** @param {any} one @param {any} other */
const isSame = (one, other) => one === other || stringify(packed(one)) === stringify(packed(other));

export class Preferences {
  /** @type {Map<string, any>} */
  #values = new KeptMap();
  /** Keys changed since the last flush. */
  #changed = new KeptSet();
  /** @type {Function[]} */
  #listeners = [];
  /** @type {{ keys: string[], callback: Function }[]} */
  #keyListeners = [];
  #write;

  /**
   * @param {string} text of the file; '' where there is none, or none that can be read
   * @param {(text: string) => void} write
   */
  constructor(text, write) {
    this.#write = write;
    const stored = text === '' ? [] : parse(text);
    for (let i = 0; i < stored.length; i++) this.#values.set(stored[i][0], unpacked(stored[i][1]));
  }

  /** @param {unknown} key @param {any} fallback */
  getSync(key, fallback) {
    const name = checkedKey(key);
    return this.#values.has(name) ? this.#values.get(name) : fallback;
  }

  /** @param {unknown} key @param {any} value */
  putSync(key, value) {
    const name = checkedKey(key);
    const given = checkedValue(value);
    if (this.#values.has(name) && isSame(this.#values.get(name), given)) return;
    this.#values.set(name, given);
    this.#changed.add(name);
  }

  /** @param {unknown} key */
  hasSync(key) {
    return this.#values.has(checkedKey(key));
  }

  /** @param {unknown} key */
  deleteSync(key) {
    const name = checkedKey(key);
    if (this.#values.delete(name)) this.#changed.add(name);
  }

  clearSync() {
    this.#values.forEach((/** @type {any} */ _value, /** @type {string} */ key) => { this.#changed.add(key); });
    this.#values.clear();
  }

  getAllSync() {
    /** @type {any} */
    const all = {};
    this.#values.forEach((/** @type {any} */ value, /** @type {string} */ key) => { all[key] = value; });
    return all;
  }

  flushSync() {
    /** @type {any[]} */
    const entries = [];
    this.#values.forEach((/** @type {any} */ value, /** @type {string} */ key) => {
      entries[entries.length] = [key, packed(value)];
    });
    this.#write(stringify(entries));
    const changed = this.#changed;
    this.#changed = new KeptSet();
    this.#tell(changed);
  }

  /** @param {Set<string>} changed */
  #tell(changed) {
    const listeners = this.#listeners;
    changed.forEach((/** @type {string} */ key) => {
      for (let i = 0; i < listeners.length; i++) host.later(() => listeners[i](key));
    });
    for (let i = 0; i < this.#keyListeners.length; i++) {
      const { keys, callback } = this.#keyListeners[i];
      /** @type {any} */
      const data = {};
      let some = false;
      for (let k = 0; k < keys.length; k++) {
        if (changed.has(keys[k])) {
          data[keys[k]] = this.#values.get(keys[k]);
          some = true;
        }
      }
      if (some) host.later(() => callback(data));
    }
  }

  /** @param {any[]} args type and callback; of `dataChange` the keys between them */
  on(...args) {
    const callback = args[args.length - 1];
    if (typeof callback !== 'function') throw invalidParameter('The callback must be function.');
    if (args[0] === 'change') this.#listeners[this.#listeners.length] = callback;
    else if (args[0] === 'dataChange' && isArray(args[1])) {
      this.#keyListeners[this.#keyListeners.length] = { keys: args[1], callback };
    } else if (args[0] !== 'multiProcessChange') throw invalidParameter('The type is invalid.');
  }

  /** @param {any[]} args type, and the callback if only that one is meant */
  off(...args) {
    const callback = args[args.length - 1];
    const kept = (/** @type {Function} */ one) => typeof callback === 'function' && one !== callback;
    if (args[0] === 'change') this.#listeners = filter(this.#listeners, kept);
    else if (args[0] === 'dataChange') this.#keyListeners = filter(this.#keyListeners, (/** @type {any} */ one) => kept(one.callback));
    else if (args[0] !== 'multiProcessChange') throw invalidParameter('The type is invalid.');
  }

  /** @param {any} key @param {any} fallback @param {unknown} [callback] */
  get(key, fallback, callback) {
    checkedKey(key);
    return answer(host, callback, '', () => apply(getSync, this, [key, fallback]));
  }

  /** @param {any} key @param {any} value @param {unknown} [callback] */
  put(key, value, callback) {
    checkedKey(key);
    const given = checkedValue(value);
    return answer(host, callback, '', () => apply(putSync, this, [key, given]));
  }

  /** @param {any} key @param {unknown} [callback] */
  has(key, callback) {
    checkedKey(key);
    return answer(host, callback, '', () => apply(hasSync, this, [key]));
  }

  /** @param {any} key @param {unknown} [callback] */
  delete(key, callback) {
    checkedKey(key);
    return answer(host, callback, '', () => apply(deleteSync, this, [key]));
  }

  /** @param {unknown} [callback] */
  clear(callback) {
    return answer(host, callback, '', () => apply(clearSync, this, []));
  }

  /** @param {unknown} [callback] */
  getAll(callback) {
    return answer(host, callback, '', () => apply(getAllSync, this, []));
  }

  /** @param {unknown} [callback] */
  flush(callback) {
    return answer(host, callback, '', () => apply(flushSync, this, []));
  }
}

// The others work with these whatever becomes of the members.
const { getSync, putSync, hasSync, deleteSync, clearSync, getAllSync, flushSync } = Preferences.prototype;
