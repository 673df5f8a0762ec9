/** @ohos.util.LinkedList: a doubly linked list there; here a ring, so that get() is quick, too. */
import { max } from 'ohosrun:kit/intrinsics.js';
import { Ring } from 'ohosrun:bindings/containers/ring.js';
import {
  cannotBeBound, checkRange, constructorOf, indexed, isEmpty, isNotThere, isObject, iterator, rangeError, smallInteger,
} from 'ohosrun:bindings/containers/shared.js';

class LinkedList {
  #ring = new Ring();

  /** @param {any} self @param {string} method @returns {Ring} */
  static #of(self, method) {
    if (!isObject(self) || !(#ring in self)) throw cannotBeBound(method);
    return self.#ring;
  }

  /** @param {any} self @param {number} index */
  static read(self, index) { return LinkedList.#of(self, 'get').read(index); }

  /** @param {any} self @param {number} index @param {any} value */
  static write(self, index, value) { LinkedList.#of(self, 'set').write(index, value); }

  get length() { return LinkedList.#of(this, 'length').length; }

  /** @param {any} element */
  add(element) {
    LinkedList.#of(this, 'add').push(element);
    return true;
  }

  /** @param {any} element */
  addFirst(element) {
    LinkedList.#of(this, 'addFirst').unshift(element);
    return true;
  }

  /** @param {number} index @param {any} element */
  insert(index, element) {
    const ring = LinkedList.#of(this, 'insert');
    checkRange(smallInteger(index), ring.length);
    ring.insert(index, element);
    return true;
  }

  /** @param {number} index */
  get(index) {
    const ring = LinkedList.#of(this, 'get');
    return ring.at(smallInteger(index));
  }

  /** @param {number} index @param {any} element @returns {any} what was there */
  set(index, element) {
    const ring = LinkedList.#of(this, 'set');
    const place = smallInteger(index);
    checkRange(place, ring.length - 1);
    const before = ring.at(place);
    ring.set(place, element);
    return before;
  }

  /** @param {any} element */
  has(element) { return LinkedList.#of(this, 'has').indexOf(element) >= 0; }

  /** @param {any} element */
  getIndexOf(element) { return LinkedList.#of(this, 'getIndexOf').indexOf(element); }

  /** @param {any} element */
  getLastIndexOf(element) { return LinkedList.#of(this, 'getLastIndexOf').lastIndexOf(element); }

  getFirst() { return LinkedList.#of(this, 'getFirst').at(0); }

  getLast() {
    const ring = LinkedList.#of(this, 'getLast');
    return ring.at(ring.length - 1);
  }

  removeFirst() {
    const ring = LinkedList.#of(this, 'removeFirst');
    if (ring.length === 0) throw isEmpty();
    return ring.shift();
  }

  removeLast() {
    const ring = LinkedList.#of(this, 'removeLast');
    if (ring.length === 0) throw isEmpty();
    return ring.pop();
  }

  /** @param {number} index */
  removeByIndex(index) {
    const ring = LinkedList.#of(this, 'removeByIndex');
    const place = smallInteger(index);
    if (place < 0 || place >= ring.length) throw rangeError('index', max(ring.length - 1, 0), place);
    return ring.remove(place);
  }

  /** @param {any} element */
  remove(element) {
    const ring = LinkedList.#of(this, 'remove');
    const index = ring.indexOf(element);
    if (index >= 0) ring.remove(index);
    return index >= 0;
  }

  /** @param {any} element */
  removeFirstFound(element) {
    const ring = LinkedList.#of(this, 'removeFirstFound');
    return LinkedList.#removeFound(ring, ring.indexOf(element));
  }

  /** @param {any} element */
  removeLastFound(element) {
    const ring = LinkedList.#of(this, 'removeLastFound');
    return LinkedList.#removeFound(ring, ring.lastIndexOf(element));
  }

  /** @param {Ring} ring @param {number} index */
  static #removeFound(ring, index) {
    if (ring.length === 0) throw isEmpty();
    if (index < 0) throw isNotThere();
    ring.remove(index);
    return true;
  }

  clear() { LinkedList.#of(this, 'clear').clear(); }

  clone() {
    const made = new LinkedList();
    made.#ring = new Ring(LinkedList.#of(this, 'clone').toArray());
    return made;
  }

  convertToArray() { return LinkedList.#of(this, 'convertToArray').toArray(); }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) { LinkedList.#of(this, 'forEach').forEach(callbackFn, thisArg, this); }

  [iterator]() { return LinkedList.#of(this, 'Symbol.iterator').iterator(); }
}

indexed(LinkedList, LinkedList.read, LinkedList.write);

export default constructorOf(LinkedList);
