/** @ohos.util.Deque: a row that grows and shrinks at both ends. */
import { Ring } from 'ohosrun:bindings/containers/ring.js';
import {
  cannotBeBound, constructorOf, indexed, isObject, iterator, tagged,
} from 'ohosrun:bindings/containers/shared.js';

class Deque {
  #ring = new Ring();

  /** @param {any} self @param {string} method @returns {Ring} */
  static #of(self, method) {
    if (!isObject(self) || !(#ring in self)) throw cannotBeBound(method);
    return self.#ring;
  }

  /** @param {any} self @param {number} index */
  static read(self, index) { return Deque.#of(self, 'get').read(index); }

  /** @param {any} self @param {number} index @param {any} value */
  static write(self, index, value) { Deque.#of(self, 'set').write(index, value); }

  get length() { return Deque.#of(this, 'getSize').length; }

  /** @param {any} element */
  insertFront(element) {
    Deque.#of(this, 'insertFront').unshift(element);
    return true;
  }

  /** @param {any} element */
  insertEnd(element) {
    Deque.#of(this, 'insertEnd').push(element);
    return true;
  }

  /** @param {any} element */
  has(element) { return Deque.#of(this, 'has').indexOf(element) >= 0; }

  popFirst() { return Deque.#of(this, 'popFirst').shift(); }

  popLast() { return Deque.#of(this, 'popLast').pop(); }

  getFirst() { return Deque.#of(this, 'getFirst').at(0); }

  getLast() {
    const ring = Deque.#of(this, 'getLast');
    return ring.at(ring.length - 1);
  }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) { Deque.#of(this, 'forEach').forEach(callbackFn, thisArg, this); }

  [iterator]() { return Deque.#of(this, 'Symbol.iterator').iterator(); }
}

indexed(Deque, Deque.read, Deque.write);
tagged(Deque, 'Deque');

export default constructorOf(Deque);
