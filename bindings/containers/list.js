/** @ohos.util.List: a singly linked list there; here the values are in a row, so that get() is quick. */
import { apply, arraySlice, splice, valuesOf } from 'ohosrun:kit/intrinsics.js';
import {
  cannotBeBound, checkCallback, checkPart, checkRange, constructorOf, indexed, indexOfSame, integer, isObject, isSame,
  iterator, lastIndexOfSame, nothingInRange, smallInteger, sort,
} from 'ohosrun:bindings/containers/shared.js';

class List {
  /** @type {any[]} */
  #items = [];

  /** @param {any} self @param {string} method @returns {any[]} */
  static #of(self, method) {
    if (!isObject(self) || !(#items in self)) throw cannotBeBound(method);
    return self.#items;
  }

  /** @param {any} self @param {number} index */
  static read(self, index) {
    const items = List.#of(self, 'get');
    checkRange(index, items.length - 1);
    return items[index];
  }

  /** @param {any} self @param {number} index @param {any} value */
  static write(self, index, value) {
    const items = List.#of(self, 'set');
    checkRange(index, items.length - 1);
    items[index] = value;
  }

  get length() { return List.#of(this, 'length').length; }

  /** @param {any} element */
  add(element) {
    const items = List.#of(this, 'add');
    items[items.length] = element;
    return true;
  }

  /** @param {any} element @param {number} index */
  insert(element, index) {
    const items = List.#of(this, 'insert');
    checkRange(smallInteger(index), items.length);
    splice(items, index, 0, element);
    return true;
  }

  /** @param {number} index */
  get(index) {
    const items = List.#of(this, 'get');
    return items[smallInteger(index)];
  }

  /** @param {number} index @param {any} element @returns {any} the element, as there */
  set(index, element) {
    const items = List.#of(this, 'set');
    const place = smallInteger(index);
    if (items.length === 0) throw nothingInRange();
    checkRange(place, items.length - 1);
    items[place] = element;
    return element;
  }

  /** @param {any} element */
  has(element) { return indexOfSame(List.#of(this, 'has'), element) >= 0; }

  /** @param {any} element */
  getIndexOf(element) { return indexOfSame(List.#of(this, 'getIndexOf'), element); }

  /** @param {any} element */
  getLastIndexOf(element) { return lastIndexOfSame(List.#of(this, 'getLastIndexOf'), element); }

  /** @param {number} index */
  removeByIndex(index) {
    const items = List.#of(this, 'removeByIndex');
    const place = smallInteger(index);
    if (items.length === 0) throw nothingInRange();
    checkRange(place, items.length - 1);
    return splice(items, place, 1)[0];
  }

  /** @param {any} element */
  remove(element) {
    const items = List.#of(this, 'remove');
    const index = indexOfSame(items, element);
    if (index >= 0) splice(items, index, 1);
    return index >= 0;
  }

  getFirst() { return List.#of(this, 'getFirst')[0]; }

  getLast() {
    const items = List.#of(this, 'getLast');
    return items[items.length - 1];
  }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  replaceAllElements(callbackFn, thisArg) {
    const items = List.#of(this, 'replaceAllElements');
    checkCallback(callbackFn);
    for (let i = 0; i < items.length; i++) items[i] = apply(callbackFn, thisArg, [items[i], i, this]);
  }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const items = List.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < items.length; i++) apply(callbackFn, thisArg, [items[i], i, this]);
  }

  /** @param {any} obj whether it is a list of the same elements */
  equal(obj) {
    const items = List.#of(this, 'equal');
    if (!isObject(obj) || !(#items in obj)) return false;
    const others = obj.#items;
    if (others.length !== items.length) return false;
    for (let i = 0; i < items.length; i++) if (!isSame(items[i], others[i])) return false;
    return true;
  }

  /** @param {any} comparator */
  sort(comparator) {
    const items = List.#of(this, 'sort');
    if (comparator !== undefined) checkCallback(comparator, 'comparator');
    sort(items, comparator);
  }

  clear() { List.#of(this, 'clear').length = 0; }

  /** @param {number} fromIndex @param {number} toIndex */
  getSubList(fromIndex, toIndex) {
    const items = List.#of(this, 'getSubList');
    const from = integer(fromIndex, 'fromIndex');
    const to = integer(toIndex, 'toIndex');
    checkPart(from, to, items.length);
    const made = new List();
    made.#items = arraySlice(items, from, to);
    return made;
  }

  convertToArray() { return arraySlice(List.#of(this, 'convertToArray')); }

  isEmpty() { return List.#of(this, 'isEmpty').length === 0; }

  [iterator]() { return valuesOf(List.#of(this, 'Symbol.iterator')); }
}

indexed(List, List.read, List.write);

export default constructorOf(List);
