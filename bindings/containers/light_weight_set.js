/** @ohos.util.LightWeightSet: values of any kind, each once, sorted by their hashes. */
import { apply, isArray } from 'ohosrun:kit/intrinsics.js';
import { Sorted } from 'ohosrun:bindings/containers/hashed.js';
import {
  cannotBeBound, checkCallback, constructorOf, integer, isObject, isSame, iterator, iteratorByIndex, outOfRange, textOf,
  wrongType,
} from 'ohosrun:bindings/containers/shared.js';

const FIRST_CAPACITY = 8;

/** Whether equal() takes them to be equal: numbers and text only, as there. @param {any} one @param {any} other */
const isAlike = (one, other) => (
  (typeof one === 'number' || typeof one === 'string') && typeof one === typeof other && isSame(one, other)
);

class LightWeightSet {
  #table = new Sorted(true);
  #capacity = FIRST_CAPACITY;

  /** @param {any} self @param {string} method @returns {Sorted} */
  static #of(self, method) {
    if (!isObject(self) || !(#table in self)) throw cannotBeBound(method);
    return self.#table;
  }

  /** @param {any} set @returns {Sorted} */
  static #given(set) {
    if (!isObject(set) || !(#table in set)) throw wrongType('set', 'LightWeightSet', set);
    return set.#table;
  }

  /** @param {Sorted} table @returns {any[]} */
  static #values(table) {
    const entries = table.ordered();
    const values = [];
    for (let i = 0; i < entries.length; i++) values[i] = entries[i].key;
    return values;
  }

  /** @param {any} self @param {string} method @param {(key: any) => any} pick */
  static #iterator(self, method, pick) {
    const table = LightWeightSet.#of(self, method);
    return iteratorByIndex(() => table.size, (index) => pick(table.at(index).key));
  }

  get length() { return LightWeightSet.#of(this, 'getSize').size; }

  /** @param {any} obj @returns {boolean} whether it was new */
  add(obj) {
    const isNew = LightWeightSet.#of(this, 'add').set(obj, obj);
    if (this.#table.size >= this.#capacity) this.#capacity *= 2;
    return isNew;
  }

  /** @param {any} set @returns {boolean} whether any was new */
  addAll(set) {
    const table = LightWeightSet.#of(this, 'addAll');
    const values = LightWeightSet.#values(LightWeightSet.#given(set));
    const before = table.size;
    for (let i = 0; i < values.length; i++) this.add(values[i]);
    return table.size > before;
  }

  /** @param {any} set */
  hasAll(set) {
    const table = LightWeightSet.#of(this, 'hasAll');
    const values = LightWeightSet.#values(LightWeightSet.#given(set));
    for (let i = 0; i < values.length; i++) if (table.find(values[i]) === undefined) return false;
    // Of nothing there: false.
    return values.length > 0;
  }

  /** @param {any} key */
  has(key) { return LightWeightSet.#of(this, 'has').find(key) !== undefined; }

  /** @param {any} obj a set or an array of the same values in the same order; nothing equals nothing */
  equal(obj) {
    const values = LightWeightSet.#values(LightWeightSet.#of(this, 'equal'));
    const others = isObject(obj) && #table in obj ? LightWeightSet.#values(obj.#table) : obj;
    if (!isArray(others) || values.length === 0 || values.length !== others.length) return false;
    for (let i = 0; i < values.length; i++) if (!isAlike(values[i], others[i])) return false;
    return true;
  }

  /** @param {number} minimumCapacity */
  increaseCapacityTo(minimumCapacity) {
    LightWeightSet.#of(this, 'increaseCapacityTo');
    const capacity = integer(minimumCapacity, 'minimumCapacity');
    if (capacity <= this.#capacity) {
      throw outOfRange('The value of "minimumCapacity" is out of range. '
        + `It must be > ${this.#capacity}. Received value is: ${capacity}`);
    }
    this.#capacity = capacity;
  }

  /** @param {any} key @returns {number} negative where it is not: -1 for before the first, -2 for behind it … */
  getIndexOf(key) { return LightWeightSet.#of(this, 'getIndexOf').indexOf(key); }

  /** @param {any} key */
  remove(key) { return LightWeightSet.#of(this, 'remove').remove(key)?.key; }

  /** @param {number} index */
  removeAt(index) {
    const table = LightWeightSet.#of(this, 'removeAt');
    const place = integer(index);
    if (place < 0 || place >= table.size) return false;
    table.remove(table.at(place).key);
    return true;
  }

  /** @param {number} index */
  getValueAt(index) {
    const table = LightWeightSet.#of(this, 'getValueAt');
    return table.at(integer(index))?.key;
  }

  clear() {
    LightWeightSet.#of(this, 'clear').clear();
    return true;
  }

  isEmpty() { return LightWeightSet.#of(this, 'isEmpty').size === 0; }

  toString() {
    const values = LightWeightSet.#values(LightWeightSet.#of(this, 'toString'));
    let text = '';
    for (let i = 0; i < values.length; i++) text += `${i > 0 ? ',' : ''}${textOf(values[i])}`;
    return text;
  }

  toArray() { return LightWeightSet.#values(LightWeightSet.#of(this, 'toArray')); }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const table = LightWeightSet.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < table.size; i++) {
      const { key } = table.at(i);
      apply(callbackFn, thisArg, [key, key, this]);
    }
  }

  values() { return LightWeightSet.#iterator(this, 'values', (key) => key); }

  entries() { return LightWeightSet.#iterator(this, 'entries', (key) => [key, key]); }

  [iterator]() { return LightWeightSet.#iterator(this, 'getIteratorObj', (key) => key); }
}

export default constructorOf(LightWeightSet);
