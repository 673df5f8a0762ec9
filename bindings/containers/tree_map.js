/** @ohos.util.TreeMap: values by keys, in the order of these. */
import { apply } from 'ohosrun:kit/intrinsics.js';
import { Tree } from 'ohosrun:bindings/containers/tree.js';
import {
  cannotBeBound, checkCallback, constructorOf, isObject, isSame, iterator, iteratorByIndex, tagged, wrongType,
} from 'ohosrun:bindings/containers/shared.js';

class TreeMap {
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

  /** @param {any} self @param {string} method @param {(node: any) => any} pick */
  static #iterator(self, method, pick) {
    const tree = TreeMap.#of(self, method);
    return iteratorByIndex(() => tree.size, (index) => pick(tree.inOrder()[index]));
  }

  get length() { return TreeMap.#of(this, 'getLength').size; }

  isEmpty() { return TreeMap.#of(this, 'isEmpty').size === 0; }

  /** @param {any} key */
  hasKey(key) { return TreeMap.#of(this, 'hasKey').find(key) !== undefined; }

  /** @param {any} value */
  hasValue(value) {
    const nodes = TreeMap.#of(this, 'hasValue').inOrder();
    for (let i = 0; i < nodes.length; i++) if (isSame(nodes[i].value, value)) return true;
    return false;
  }

  /** @param {any} key */
  get(key) { return TreeMap.#of(this, 'get').find(key)?.value; }

  getFirstKey() { return TreeMap.#of(this, 'getFirstKey').first()?.key; }

  getLastKey() { return TreeMap.#of(this, 'getLastKey').last()?.key; }

  /** @param {any} map */
  setAll(map) {
    const tree = TreeMap.#of(this, 'setAll');
    if (!isObject(map) || !(#tree in map)) throw wrongType('map', 'TreeMap', map);
    const nodes = map.#tree.inOrder();
    for (let i = 0; i < nodes.length; i++) tree.set(nodes[i].key, nodes[i].value);
  }

  /** @param {any} key @param {any} value */
  set(key, value) {
    TreeMap.#of(this, 'set').set(key, value);
    return this;
  }

  /** @param {any} key */
  remove(key) { return TreeMap.#of(this, 'remove').remove(key)?.value; }

  /** @param {any} key */
  getLowerKey(key) { return TreeMap.#of(this, 'getLowerKey').lower(key)?.key; }

  /** @param {any} key */
  getHigherKey(key) { return TreeMap.#of(this, 'getHigherKey').higher(key)?.key; }

  /** @param {any} key @param {any} newValue */
  replace(key, newValue) {
    const node = TreeMap.#of(this, 'replace').find(key);
    if (node !== undefined) node.value = newValue;
    return node !== undefined;
  }

  clear() { TreeMap.#of(this, 'clear').clear(); }

  keys() { return TreeMap.#iterator(this, 'Symbol.iterator', (node) => node.key); }

  values() { return TreeMap.#iterator(this, 'Symbol.iterator', (node) => node.value); }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const tree = TreeMap.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < tree.size; i++) {
      const { key, value } = tree.inOrder()[i];
      apply(callbackFn, thisArg, [value, key, this]);
    }
  }

  entries() { return TreeMap.#iterator(this, 'Symbol.iterator', (node) => [node.key, node.value]); }

  [iterator]() { return TreeMap.#iterator(this, 'Symbol.iterator', (node) => [node.key, node.value]); }
}

tagged(TreeMap, 'TreeMap');

export default constructorOf(TreeMap);
