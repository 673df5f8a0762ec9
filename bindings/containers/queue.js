/** @ohos.util.Queue: first in, first out. */
import { Ring } from 'ohosrun:bindings/containers/ring.js';
import {
  cannotBeBound, constructorOf, indexed, isObject, iterator, tagged,
} from 'ohosrun:bindings/containers/shared.js';

class Queue {
  #ring = new Ring();

  /** @param {any} self @param {string} method @returns {Ring} */
  static #of(self, method) {
    if (!isObject(self) || !(#ring in self)) throw cannotBeBound(method);
    return self.#ring;
  }

  /** @param {any} self @param {number} index */
  static read(self, index) { return Queue.#of(self, 'get').read(index); }

  /** @param {any} self @param {number} index @param {any} value */
  static write(self, index, value) { Queue.#of(self, 'set').write(index, value); }

  get length() { return Queue.#of(this, 'getSize').length; }

  /** @param {any} element */
  add(element) {
    Queue.#of(this, 'add').push(element);
    return true;
  }

  pop() { return Queue.#of(this, 'pop').shift(); }

  getFirst() { return Queue.#of(this, 'getFirst').at(0); }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) { Queue.#of(this, 'forEach').forEach(callbackFn, thisArg, this); }

  [iterator]() { return Queue.#of(this, 'Symbol.iterator').iterator(); }
}

indexed(Queue, Queue.read, Queue.write);
tagged(Queue, 'Queue');

export default constructorOf(Queue);
