/** @ohos.util.HashMap: values by keys of any kind. */
import { apply } from 'ohosrun:kit/intrinsics.js';
import { Buckets } from 'ohosrun:bindings/containers/hashed.js';
import {
  cannotBeBound, checkCallback, constructorOf, isObject, isSame, iterator, iteratorByIndex, tagged, wrongType,
} from 'ohosrun:bindings/containers/shared.js';

class HashMap {
  #table = new Buckets();

  /** @param {any} self @param {string} method @returns {Buckets} */
  static #of(self, method) {
    if (!isObject(self) || !(#table in self)) throw cannotBeBound(method);
    return self.#table;
  }

  /** @param {any} self @param {string} method @param {(entry: any) => any} pick */
  static #iterator(self, method, pick) {
    const table = HashMap.#of(self, method);
    return iteratorByIndex(() => table.size, (index) => pick(table.ordered()[index]));
  }

  get length() { return HashMap.#of(this, 'getLength').size; }

  isEmpty() { return HashMap.#of(this, 'isEmpty').size === 0; }

  /** @param {any} key */
  hasKey(key) { return HashMap.#of(this, 'hasKey').find(key) !== undefined; }

  /** @param {any} value */
  hasValue(value) {
    const entries = HashMap.#of(this, 'hasValue').ordered();
    for (let i = 0; i < entries.length; i++) if (isSame(entries[i].value, value)) return true;
    return false;
  }

  /** @param {any} key */
  get(key) { return HashMap.#of(this, 'get').find(key)?.value; }

  /** @param {any} map */
  setAll(map) {
    const table = HashMap.#of(this, 'setAll');
    if (!isObject(map) || !(#table in map)) throw wrongType('map', 'HashMap', map);
    const entries = map.#table.ordered();
    for (let i = 0; i < entries.length; i++) table.set(entries[i].key, entries[i].value);
    return this;
  }

  /** @param {any} key @param {any} value */
  set(key, value) {
    HashMap.#of(this, 'set').set(key, value);
    return this;
  }

  /** @param {any} key */
  remove(key) { return HashMap.#of(this, 'remove').remove(key)?.value; }

  clear() { HashMap.#of(this, 'clear').clear(); }

  keys() { return HashMap.#iterator(this, 'keys', (entry) => entry.key); }

  values() { return HashMap.#iterator(this, 'values', (entry) => entry.value); }

  /** @param {any} key @param {any} newValue */
  replace(key, newValue) {
    const entry = HashMap.#of(this, 'replace').find(key);
    if (entry !== undefined) entry.value = newValue;
    return entry !== undefined;
  }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const table = HashMap.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < table.size; i++) {
      const { key, value } = table.ordered()[i];
      apply(callbackFn, thisArg, [value, key, this]);
    }
  }

  entries() { return HashMap.#iterator(this, 'entries', (entry) => [entry.key, entry.value]); }

  [iterator]() { return HashMap.#iterator(this, 'Symbol.iterator', (entry) => [entry.key, entry.value]); }
}

tagged(HashMap, 'HashMap');

export default constructorOf(HashMap);
