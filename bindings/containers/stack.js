/** @ohos.util.Stack: last in, first out. */
import { apply, indexOf, valuesOf } from 'ohosrun:kit/intrinsics.js';
import {
  cannotBeBound, checkCallback, checkRange, constructorOf, indexed, isObject, iterator, nothingInRange, tagged,
} from 'ohosrun:bindings/containers/shared.js';

class Stack {
  /** @type {any[]} */
  #items = [];

  /** @param {any} self @param {string} method @returns {any[]} */
  static #of(self, method) {
    if (!isObject(self) || !(#items in self)) throw cannotBeBound(method);
    return self.#items;
  }

  /** @param {any} self @param {number} index */
  static read(self, index) {
    const items = Stack.#of(self, 'get');
    if (items.length === 0) throw nothingInRange();
    checkRange(index, items.length - 1);
    return items[index];
  }

  /** @param {any} self @param {number} index @param {any} value */
  static write(self, index, value) {
    const items = Stack.#of(self, 'set');
    checkRange(index, items.length - 1);
    items[index] = value;
  }

  get length() { return Stack.#of(this, 'getLength').length; }

  isEmpty() { return Stack.#of(this, 'isEmpty').length === 0; }

  /** @param {any} item */
  push(item) {
    const items = Stack.#of(this, 'push');
    items[items.length] = item;
    return item;
  }

  peek() {
    const items = Stack.#of(this, 'peek');
    return items[items.length - 1];
  }

  pop() {
    const items = Stack.#of(this, 'pop');
    if (items.length === 0) return undefined;
    const item = items[items.length - 1];
    items.length -= 1;
    return item;
  }

  /** @param {any} element @returns {number} its place from the bottom, -1 for none */
  locate(element) { return indexOf(Stack.#of(this, 'locate'), element); }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const items = Stack.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < items.length; i++) apply(callbackFn, thisArg, [items[i], i, this]);
  }

  [iterator]() { return valuesOf(Stack.#of(this, 'Symbol.iterator')); }
}

indexed(Stack, Stack.read, Stack.write);
tagged(Stack, 'Stack');

export default constructorOf(Stack);
