/** @ohos.util.Vector, deprecated: like an ArrayList, with errors of the language instead of codes. */
import {
  apply, arraySlice, indexOf, isArray, join, NativeRangeError, NativeTypeError, splice, valuesOf,
} from 'ohosrun:kit/intrinsics.js';
import {
  constructorOf, indexed, indexOfSame, isObject, iterator, lastIndexOf, sort, tagged,
} from 'ohosrun:bindings/containers/shared.js';

const FIRST_CAPACITY = 10;
// What a length can be: more would not fit into memory.
const LONGEST = 0x7fffffff;

/** @param {unknown} value @param {string} [what] @returns {number} as an index of 32 bits */
function number(value, what = 'index') {
  if (typeof value !== 'number') throw new NativeTypeError(`The passed in ${what} needs to be number`);
  return value | 0;
}

/** @param {number} index @param {number} end */
function checkIndex(index, end) {
  if (index < 0 || index >= end) throw new NativeRangeError('the index is out-of-bounds');
}

/** @param {unknown} callback */
function checkCallback(callback) {
  if (typeof callback !== 'function') throw new NativeTypeError('the callbackfun is not callable.');
}

class Vector {
  /** @type {any[]} */
  #items = [];
  #capacity = FIRST_CAPACITY;

  /** @param {any} self @returns {Vector} */
  static #own(self) {
    if (!isObject(self) || !(#items in self)) throw new NativeTypeError('obj is not JSAPIVector');
    return self;
  }

  /** @param {any} self @param {number} index */
  static read(self, index) {
    const items = Vector.#own(self).#items;
    if (index < 0 || index >= items.length) throw new NativeRangeError('GetProperty index out-of-bounds');
    return items[index];
  }

  /** @param {any} self @param {number} index @param {any} value */
  static write(self, index, value) {
    const items = Vector.#own(self).#items;
    if (index < 0 || index >= items.length) throw new NativeRangeError('SetProperty index out-of-bounds');
    items[index] = value;
  }

  /** @param {any[]} items @returns {Vector} */
  static #with(items) {
    const made = new Vector();
    made.#items = items;
    made.#capacity = items.length;
    return made;
  }

  /** @param {number} needed */
  #grow(needed) {
    if (needed <= this.#capacity) return;
    this.#capacity = needed > this.#capacity * 2 ? needed : this.#capacity * 2;
  }

  get length() { return Vector.#own(this).#items.length; }

  /** @param {any} element */
  add(element) {
    const own = Vector.#own(this);
    own.#grow(own.#items.length + 1);
    own.#items[own.#items.length] = element;
    return true;
  }

  /** @param {any} element @param {number} index */
  insert(element, index) {
    const own = Vector.#own(this);
    const place = number(index);
    checkIndex(place, own.#items.length + 1);
    own.#grow(own.#items.length + 1);
    splice(own.#items, place, 0, element);
  }

  /** @param {number} newSize */
  setLength(newSize) {
    const own = Vector.#own(this);
    number(newSize, 'parameter');
    if (newSize < 0 || newSize > LONGEST) throw new NativeRangeError('An incorrect size was set');
    own.#grow(newSize >>> 0);
    own.#items.length = newSize >>> 0;
  }

  getCapacity() { return Vector.#own(this).#capacity; }

  /** @param {number} newCapacity */
  increaseCapacityTo(newCapacity) {
    const own = Vector.#own(this);
    const capacity = number(newCapacity, 'parameter');
    if (capacity < 0) throw new NativeRangeError('An incorrect size was set');
    if (capacity > own.#capacity) own.#capacity = capacity;
  }

  trimToCurrentLength() {
    const own = Vector.#own(this);
    own.#capacity = own.#items.length;
    return true;
  }

  /** @param {number} index */
  get(index) {
    const own = Vector.#own(this);
    const place = number(index);
    checkIndex(place, own.#items.length);
    return own.#items[place];
  }

  /** @param {number} index @param {any} element */
  set(index, element) {
    const own = Vector.#own(this);
    const place = number(index);
    checkIndex(place, own.#items.length);
    own.#items[place] = element;
  }

  getFirstElement() { return Vector.#own(this).#items[0]; }

  getLastElement() {
    const own = Vector.#own(this);
    return own.#items[own.#items.length - 1];
  }

  /** @param {any} element */
  getIndexOf(element) {
    const own = Vector.#own(this);
    if (own.#items.length === 0) throw new NativeRangeError('no-such-element');
    return indexOf(own.#items, element);
  }

  /** @param {any} element @param {number} index */
  getIndexFrom(element, index) {
    const own = Vector.#own(this);
    const from = number(index);
    if (from >= own.#items.length) throw new NativeRangeError('no-such-element');
    return indexOf(own.#items, element, from < 0 ? 0 : from);
  }

  /** @param {any} element */
  getLastIndexOf(element) { return lastIndexOf(Vector.#own(this).#items, element); }

  /** @param {any} element @param {number} index */
  getLastIndexFrom(element, index) {
    const own = Vector.#own(this);
    const from = number(index);
    if (from >= own.#items.length) throw new NativeRangeError('index-out-of-bounds');
    return lastIndexOf(own.#items, element, from < 0 ? 0 : from);
  }

  /** @param {any} element */
  has(element) { return indexOfSame(Vector.#own(this).#items, element) >= 0; }

  /** @param {any} element */
  remove(element) {
    const own = Vector.#own(this);
    const index = indexOf(own.#items, element);
    if (index >= 0) splice(own.#items, index, 1);
    return index >= 0;
  }

  /** @param {number} index */
  removeByIndex(index) {
    const own = Vector.#own(this);
    const place = number(index);
    checkIndex(place, own.#items.length);
    return splice(own.#items, place, 1)[0];
  }

  /** @param {number} fromIndex @param {number} toIndex */
  removeByRange(fromIndex, toIndex) {
    const own = Vector.#own(this);
    const from = number(fromIndex, 'parameter');
    const to = number(toIndex, 'parameter');
    if (to <= from) throw new NativeRangeError('the fromIndex cannot be less than or equal to toIndex');
    if (from < 0 || from >= own.#items.length) {
      throw new NativeRangeError('the fromIndex or the toIndex is out-of-bounds');
    }
    splice(own.#items, from, to - from);
    own.#capacity = own.#items.length;
  }

  /** @param {number} fromIndex @param {number} toIndex */
  subVector(fromIndex, toIndex) {
    const { length } = Vector.#own(this).#items;
    const from = number(fromIndex, 'parameter');
    const to = number(toIndex, 'parameter');
    if (from < 0 || to < 0 || from >= length || to >= length) {
      throw new NativeRangeError('the fromIndex or the toIndex is out-of-bounds');
    }
    if (to <= from) throw new NativeRangeError('the fromIndex cannot be less than or equal to toIndex');
    return Vector.#with(arraySlice(this.#items, from, to));
  }

  toString() { return join(Vector.#own(this).#items, ','); }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const items = Vector.#own(this).#items;
    checkCallback(callbackFn);
    for (let i = 0; i < items.length; i++) apply(callbackFn, thisArg, [items[i], i, this]);
  }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  replaceAllElements(callbackFn, thisArg) {
    const items = Vector.#own(this).#items;
    checkCallback(callbackFn);
    for (let i = 0; i < items.length; i++) items[i] = apply(callbackFn, thisArg, [items[i], i, this]);
  }

  /** @param {any} [comparator] */
  sort(comparator) {
    const items = Vector.#own(this).#items;
    if (comparator !== undefined) checkCallback(comparator);
    sort(items, comparator);
  }

  clear() {
    Vector.#own(this).#items.length = 0;
    return true;
  }

  clone() { return Vector.#with(arraySlice(Vector.#own(this).#items)); }

  /** @param {any} array which gets the elements, and undefined where it is longer */
  copyToArray(array) {
    const items = Vector.#own(this).#items;
    if (!isArray(array)) return false;
    const { length } = array;
    for (let i = 0; i < items.length || i < length; i++) array[i] = items[i];
    return true;
  }

  convertToArray() { return arraySlice(Vector.#own(this).#items); }

  isEmpty() { return Vector.#own(this).#items.length === 0; }

  [iterator]() { return valuesOf(Vector.#own(this).#items); }
}

indexed(Vector, Vector.read, Vector.write);
tagged(Vector, 'Vector');

export default constructorOf(Vector, () => new NativeTypeError("new target can't be undefined"));
