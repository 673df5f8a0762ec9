/** @ohos.util.ArrayList: a row of values. */
import { apply, arraySlice, floor, indexOf, splice, valuesOf } from 'ohosrun:kit/intrinsics.js';
import {
  cannotBeBound, checkCallback, checkPart, checkRange, constructorOf, indexed, indexOfSame, integer, isObject,
  iterator, lastIndexOf, nothingInRange, sort, tagged,
} from 'ohosrun:bindings/containers/shared.js';

const FIRST_CAPACITY = 10;

class ArrayList {
  /** @type {any[]} */
  #items = [];
  #capacity = FIRST_CAPACITY;

  /** @param {any} self @param {string} method @returns {ArrayList} */
  static #own(self, method) {
    if (!isObject(self) || !(#items in self)) throw cannotBeBound(method);
    return self;
  }

  /** @param {any} self @param {string} method @returns {any[]} */
  static #of(self, method) {
    if (!isObject(self) || !(#items in self)) throw cannotBeBound(method);
    return self.#items;
  }

  /** @param {any} self @param {number} index */
  static read(self, index) {
    const items = ArrayList.#of(self, 'get');
    if (index >= items.length || index < 0) checkRange(index, items.length - 1);
    return items[index];
  }

  /** @param {any} self @param {number} index @param {any} value */
  static write(self, index, value) {
    const items = ArrayList.#of(self, 'set');
    checkRange(index, items.length - 1);
    items[index] = value;
  }

  /** @param {any[]} items @returns {ArrayList} */
  static #with(items) {
    const made = new ArrayList();
    made.#items = items;
    made.#capacity = items.length;
    return made;
  }

  /** Makes room for one more. @param {ArrayList} self */
  static #grow(self) {
    const needed = self.#items.length + 1;
    if (needed < self.#capacity) return;
    const more = needed + floor(needed / 2);
    self.#capacity = more > FIRST_CAPACITY ? more : FIRST_CAPACITY;
  }

  get length() { return ArrayList.#of(this, 'getSize').length; }

  /** @param {any} element */
  add(element) {
    const own = ArrayList.#own(this, 'add');
    ArrayList.#grow(own);
    own.#items[own.#items.length] = element;
    return true;
  }

  /** @param {any} element @param {number} index */
  insert(element, index) {
    const own = ArrayList.#own(this, 'insert');
    const place = integer(index);
    checkRange(place, own.#items.length);
    ArrayList.#grow(own);
    splice(own.#items, place, 0, element);
  }

  /** @param {any} element */
  has(element) { return indexOfSame(ArrayList.#of(this, 'has'), element) >= 0; }

  /** @param {any} element */
  getIndexOf(element) { return indexOf(ArrayList.#of(this, 'getIndexOf'), element); }

  /** @param {any} element */
  getLastIndexOf(element) { return lastIndexOf(ArrayList.#of(this, 'getLastIndexOf'), element); }

  /** @param {number} index */
  removeByIndex(index) {
    const items = ArrayList.#of(this, 'removeByIndex');
    const place = integer(index);
    if (items.length === 0) throw nothingInRange();
    checkRange(place, items.length - 1);
    return splice(items, place, 1)[0];
  }

  /** @param {any} element */
  remove(element) {
    const items = ArrayList.#of(this, 'remove');
    const index = indexOf(items, element);
    if (index >= 0) splice(items, index, 1);
    return index >= 0;
  }

  /** @param {number} fromIndex @param {number} toIndex */
  removeByRange(fromIndex, toIndex) {
    const own = ArrayList.#own(this, 'removeByRange');
    const from = integer(fromIndex, 'fromIndex');
    const to = integer(toIndex, 'toIndex');
    checkPart(from, to, own.#items.length);
    splice(own.#items, from, to - from);
    own.#capacity = own.#items.length;
  }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  replaceAllElements(callbackFn, thisArg) {
    const items = ArrayList.#of(this, 'replaceAllElements');
    checkCallback(callbackFn);
    for (let i = 0; i < items.length; i++) items[i] = apply(callbackFn, thisArg, [items[i], i, this]);
  }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const items = ArrayList.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < items.length; i++) apply(callbackFn, thisArg, [items[i], i, this]);
  }

  /** @param {any} [comparator] */
  sort(comparator) {
    const items = ArrayList.#of(this, 'sort');
    if (comparator !== undefined && comparator !== null) checkCallback(comparator, 'comparator');
    sort(items, comparator ?? undefined);
  }

  /** @param {number} fromIndex @param {number} toIndex */
  subArrayList(fromIndex, toIndex) {
    const items = ArrayList.#of(this, 'subArrayList');
    const from = integer(fromIndex, 'fromIndex');
    const to = integer(toIndex, 'toIndex');
    checkPart(from, to, items.length);
    return ArrayList.#with(arraySlice(items, from, to));
  }

  clear() {
    ArrayList.#of(this, 'clear').length = 0;
    return true;
  }

  clone() { return ArrayList.#with(arraySlice(ArrayList.#of(this, 'clone'))); }

  getCapacity() { return ArrayList.#own(this, 'getCapacity').#capacity; }

  convertToArray() { return arraySlice(ArrayList.#of(this, 'convertToArray')); }

  isEmpty() { return ArrayList.#of(this, 'isEmpty').length === 0; }

  /** @param {number} newCapacity */
  increaseCapacityTo(newCapacity) {
    const own = ArrayList.#own(this, 'increaseCapacityTo');
    const capacity = integer(newCapacity, 'newCapacity');
    if (own.#items.length < capacity) own.#capacity = capacity;
    return true;
  }

  trimToCurrentLength() {
    const own = ArrayList.#own(this, 'trimToCurrentLength');
    own.#capacity = own.#items.length;
    return true;
  }

  [iterator]() { return valuesOf(ArrayList.#of(this, 'Symbol.iterator')); }
}

indexed(ArrayList, ArrayList.read, ArrayList.write);
tagged(ArrayList, 'ArrayList');

export default constructorOf(ArrayList);
