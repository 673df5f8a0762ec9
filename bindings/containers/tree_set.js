/** @ohos.util.TreeSet: values, each once, in their order. */
import { apply } from 'ohosrun:kit/intrinsics.js';
import { Tree } from 'ohosrun:bindings/containers/tree.js';
import {
  cannotBeBound, checkCallback, constructorOf, isObject, iterator, iteratorByIndex, tagged, wrongType,
} from 'ohosrun:bindings/containers/shared.js';

/** @param {unknown} key */
function checkKey(key) {
  if (typeof key !== 'string' && typeof key !== 'number') throw wrongType('key', 'not null', key);
}

class TreeSet {
  #tree;

  /** @param {any} [comparator] */
  constructor(comparator) {
    if (comparator !== undefined && comparator !== null) checkCallback(comparator, 'comparefn');
    this.#tree = new Tree(comparator);
  }

  /** @param {any} self @param {string} method @returns {Tree} */
  static #of(self, method) {
    if (!isObject(self) || !(#tree in self)) throw cannotBeBound(method);
    return self.#tree;
  }

  /** @param {any} self @param {string} method @param {(key: any) => any} pick */
  static #iterator(self, method, pick) {
    const tree = TreeSet.#of(self, method);
    return iteratorByIndex(() => tree.size, (index) => pick(tree.inOrder()[index].key));
  }

  get length() { return TreeSet.#of(this, 'getLength').size; }

  isEmpty() { return TreeSet.#of(this, 'isEmpty').size === 0; }

  /** @param {any} value */
  has(value) { return TreeSet.#of(this, 'has').find(value) !== undefined; }

  /** @param {any} value */
  add(value) {
    TreeSet.#of(this, 'add').set(value, value);
    return true;
  }

  /** @param {any} value */
  remove(value) { return TreeSet.#of(this, 'remove').remove(value) !== undefined; }

  clear() { TreeSet.#of(this, 'clear').clear(); }

  getFirstValue() { return TreeSet.#of(this, 'getFirstValue').first()?.key; }

  getLastValue() { return TreeSet.#of(this, 'getLastValue').last()?.key; }

  /** @param {any} key */
  getLowerValue(key) {
    const tree = TreeSet.#of(this, 'getLowerValue');
    checkKey(key);
    return tree.lower(key)?.key;
  }

  /** @param {any} key */
  getHigherValue(key) {
    const tree = TreeSet.#of(this, 'getHigherValue');
    checkKey(key);
    return tree.higher(key)?.key;
  }

  popFirst() {
    const tree = TreeSet.#of(this, 'popFirst');
    const first = tree.first();
    return first === undefined ? undefined : tree.remove(first.key)?.key;
  }

  popLast() {
    const tree = TreeSet.#of(this, 'popLast');
    const last = tree.last();
    return last === undefined ? undefined : tree.remove(last.key)?.key;
  }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const tree = TreeSet.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < tree.size; i++) {
      const { key } = tree.inOrder()[i];
      apply(callbackFn, thisArg, [key, key, this]);
    }
  }

  values() { return TreeSet.#iterator(this, 'Symbol.iterator', (key) => key); }

  entries() { return TreeSet.#iterator(this, 'Symbol.iterator', (key) => [key, key]); }

  [iterator]() { return TreeSet.#iterator(this, 'Symbol.iterator', (key) => key); }
}

tagged(TreeSet, 'TreeSet');

export default constructorOf(TreeSet);
