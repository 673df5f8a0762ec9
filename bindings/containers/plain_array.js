/** @ohos.util.PlainArray: values by whole numbers, sorted by them. */
import { apply, isInteger, splice } from 'ohosrun:kit/intrinsics.js';
import {
  cannotBeBound, checkCallback, checkRange, constructorOf, indexOfSame, integer, isObject, iterator, iteratorByIndex,
  nothingInRange, outOfRange, textOf, wrongType,
} from 'ohosrun:bindings/containers/shared.js';

class PlainArray {
  /** @type {number[]} */
  #keys = [];
  /** @type {any[]} */
  #values = [];

  /** @param {any} self @param {string} method @returns {PlainArray} */
  static #of(self, method) {
    if (!isObject(self) || !(#keys in self)) throw cannotBeBound(method);
    return self;
  }

  /** @param {unknown} key @param {string} name @returns {number} any number will do, its whole part counts */
  static #number(key, name) {
    if (typeof key !== 'number') throw wrongType(name, 'number', key);
    return key | 0;
  }

  /** @param {number} key @returns {number} its place, or -1 and less: behind how many it belongs */
  #search(key) {
    let low = 0;
    let high = this.#keys.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#keys[middle];
      if (found === key) return middle;
      if (found < key) low = middle + 1; else high = middle - 1;
    }
    return -(low + 1);
  }

  get length() { return PlainArray.#of(this, 'getSize').#keys.length; }

  /** @param {number} key @param {any} value */
  add(key, value) {
    const own = PlainArray.#of(this, 'add');
    const number = integer(key, 'key');
    const place = own.#search(number);
    if (place >= 0) {
      own.#values[place] = value;
      return;
    }
    splice(own.#keys, -place - 1, 0, number);
    splice(own.#values, -place - 1, 0, value);
  }

  clear() {
    const own = PlainArray.#of(this, 'clear');
    own.#keys.length = 0;
    own.#values.length = 0;
  }

  clone() {
    const own = PlainArray.#of(this, 'clone');
    const made = new PlainArray();
    for (let i = 0; i < own.#keys.length; i++) {
      made.#keys[i] = own.#keys[i];
      made.#values[i] = own.#values[i];
    }
    return made;
  }

  /** @param {number} key */
  has(key) {
    const own = PlainArray.#of(this, 'has');
    return own.#search(PlainArray.#number(key, 'key')) >= 0;
  }

  /** @param {number} key */
  get(key) {
    const own = PlainArray.#of(this, 'get');
    return own.#values[own.#search(integer(key, 'key'))];
  }

  /** @param {number} key */
  getIndexOfKey(key) {
    const own = PlainArray.#of(this, 'getIndexOfKey');
    const place = own.#search(PlainArray.#number(key, 'key'));
    return place < 0 ? -1 : place;
  }

  /** @param {any} value */
  getIndexOfValue(value) { return indexOfSame(PlainArray.#of(this, 'getIndexOfValue').#values, value); }

  isEmpty() { return PlainArray.#of(this, 'isEmpty').#keys.length === 0; }

  /** @param {number} index */
  getKeyAt(index) {
    const own = PlainArray.#of(this, 'getKeyAt');
    return own.#keys[PlainArray.#number(index, 'index')];
  }

  /** @param {number} index */
  getValueAt(index) {
    const own = PlainArray.#of(this, 'getValueAt');
    return own.#values[own.#place(index)];
  }

  /** @param {number} index @param {any} value */
  setValueAt(index, value) {
    const own = PlainArray.#of(this, 'setValueAt');
    own.#values[own.#place(index)] = value;
  }

  /** @param {unknown} index @returns {number} one that is there */
  #place(index) {
    const place = integer(index);
    if (this.#keys.length === 0) throw nothingInRange();
    checkRange(place, this.#keys.length - 1);
    return place;
  }

  /** @param {number} place @param {number} count */
  #cut(place, count) {
    splice(this.#keys, place, count);
    return splice(this.#values, place, count);
  }

  /** @param {number} key */
  remove(key) {
    const own = PlainArray.#of(this, 'remove');
    const place = own.#search(integer(key, 'key'));
    return place < 0 ? undefined : own.#cut(place, 1)[0];
  }

  /** @param {number} index */
  removeAt(index) {
    const own = PlainArray.#of(this, 'removeAt');
    const place = integer(index);
    return place < 0 || place >= own.#keys.length ? undefined : own.#cut(place, 1)[0];
  }

  /** @param {number} index @param {number} size @returns {number} how many went */
  removeRangeFrom(index, size) {
    const own = PlainArray.#of(this, 'removeRangeFrom');
    if (!isInteger(index)) throw wrongType('index', 'number', index);
    const count = integer(size, 'size');
    const place = own.#place(index);
    if (count < 1) {
      throw outOfRange(`The value of "size" is out of range. It must be > 0. Received value is: ${count}`);
    }
    return own.#cut(place, count).length;
  }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const own = PlainArray.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < own.#keys.length; i++) apply(callbackFn, thisArg, [own.#values[i], own.#keys[i], this]);
  }

  toString() {
    const own = PlainArray.#of(this, 'toString');
    let text = '';
    for (let i = 0; i < own.#keys.length; i++) text += `${i > 0 ? ',' : ''}${own.#keys[i]}:${textOf(own.#values[i])}`;
    return text;
  }

  [iterator]() {
    const own = PlainArray.#of(this, 'Symbol.iterator');
    return iteratorByIndex(() => own.#keys.length, (index) => [own.#keys[index], own.#values[index]]);
  }
}

export default constructorOf(PlainArray);
