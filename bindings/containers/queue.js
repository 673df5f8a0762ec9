/** @ohos.util.Queue: first in, first out. */
import { apply } from 'ohosrun:kit/intrinsics.js';
import { Ring } from 'ohosrun:bindings/containers/ring.js';
import {
  cannotBeBound, checkCallback, checkRange, constructorOf, indexed, isObject, iterator, iteratorByIndex, tagged,
} from 'ohosrun:bindings/containers/shared.js';

class Queue {
  #ring = new Ring();

  /** @param {any} self @param {string} method @returns {Ring} */
  static #of(self, method) {
    if (!isObject(self) || !(#ring in self)) throw cannotBeBound(method);
    return self.#ring;
  }

  /** @param {any} self @param {number} index */
  static read(self, index) {
    const ring = Queue.#of(self, 'get');
    checkRange(index, ring.length - 1);
    return ring.at(index);
  }

  /** @param {any} self @param {number} index @param {any} value */
  static write(self, index, value) {
    const ring = Queue.#of(self, 'set');
    checkRange(index, ring.length - 1);
    ring.set(index, value);
  }

  get length() { return Queue.#of(this, 'getSize').length; }

  /** @param {any} element */
  add(element) {
    Queue.#of(this, 'add').push(element);
    return true;
  }

  pop() { return Queue.#of(this, 'pop').shift(); }

  getFirst() { return Queue.#of(this, 'getFirst').at(0); }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const ring = Queue.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < ring.length; i++) apply(callbackFn, thisArg, [ring.at(i), i, this]);
  }

  [iterator]() {
    const ring = Queue.#of(this, 'Symbol.iterator');
    return iteratorByIndex(() => ring.length, (index) => ring.at(index));
  }
}

indexed(Queue, Queue.read, Queue.write);
tagged(Queue, 'Queue');

export default constructorOf(Queue);
