/** @ohos.util.HashSet: values of any kind, each once. */
import { apply } from 'ohosrun:kit/intrinsics.js';
import { Buckets } from 'ohosrun:bindings/containers/hashed.js';
import {
  cannotBeBound, checkCallback, constructorOf, isObject, iterator, iteratorByIndex, tagged,
} from 'ohosrun:bindings/containers/shared.js';

class HashSet {
  #table = new Buckets();

  /** @param {any} self @param {string} method @returns {Buckets} */
  static #of(self, method) {
    if (!isObject(self) || !(#table in self)) throw cannotBeBound(method);
    return self.#table;
  }

  /** @param {any} self @param {string} method @param {(key: any) => any} pick */
  static #iterator(self, method, pick) {
    const table = HashSet.#of(self, method);
    return iteratorByIndex(() => table.size, (index) => pick(table.ordered()[index].key));
  }

  get length() { return HashSet.#of(this, 'getLength').size; }

  isEmpty() { return HashSet.#of(this, 'isEmpty').size === 0; }

  /** @param {any} value */
  has(value) { return HashSet.#of(this, 'has').find(value) !== undefined; }

  /** @param {any} value */
  add(value) {
    HashSet.#of(this, 'add').set(value, value);
    return true;
  }

  /** @param {any} value */
  remove(value) { return HashSet.#of(this, 'remove').remove(value) !== undefined; }

  clear() { HashSet.#of(this, 'clear').clear(); }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const table = HashSet.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < table.size; i++) {
      const { key } = table.ordered()[i];
      apply(callbackFn, thisArg, [key, key, this]);
    }
  }

  values() { return HashSet.#iterator(this, 'values', (key) => key); }

  entries() { return HashSet.#iterator(this, 'entries', (key) => [key, key]); }

  [iterator]() { return HashSet.#iterator(this, 'Symbol.iterator', (key) => key); }
}

tagged(HashSet, 'HashSet');

export default constructorOf(HashSet);
