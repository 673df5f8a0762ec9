/** @ohos.util.LightWeightMap: values by keys of any kind, sorted by the hashes of these. */
import { apply } from 'ohosrun:kit/intrinsics.js';
import { Sorted } from 'ohosrun:bindings/containers/hashed.js';
import {
  cannotBeBound, checkCallback, checkRange, constructorOf, isObject, isSame, iterator, iteratorByIndex, nothingInRange,
  smallInteger, textOf, wrongType,
} from 'ohosrun:bindings/containers/shared.js';

class LightWeightMap {
  #table = new Sorted(false);

  /** @param {any} self @param {string} method @returns {Sorted} */
  static #of(self, method) {
    if (!isObject(self) || !(#table in self)) throw cannotBeBound(method);
    return self.#table;
  }

  /** @param {any} self @param {string} method @param {(entry: any) => any} pick */
  static #iterator(self, method, pick) {
    const table = LightWeightMap.#of(self, method);
    return iteratorByIndex(() => table.size, (index) => pick(table.at(index)));
  }

  /** @param {Sorted} table @param {unknown} index */
  static #entryAt(table, index) {
    const place = smallInteger(index);
    if (table.size === 0) throw nothingInRange();
    checkRange(place, table.size - 1);
    return table.at(place);
  }

  /** @param {any} map @returns {Sorted} */
  static #given(map) {
    if (!isObject(map) || !(#table in map)) throw wrongType('map', 'LightWeightMap', map);
    return map.#table;
  }

  get length() { return LightWeightMap.#of(this, 'getLength').size; }

  /** @param {any} map */
  hasAll(map) {
    const table = LightWeightMap.#of(this, 'hasAll');
    const entries = LightWeightMap.#given(map).ordered();
    for (let i = 0; i < entries.length; i++) {
      const entry = table.find(entries[i].key);
      if (entry === undefined || !isSame(entry.value, entries[i].value)) return false;
    }
    return true;
  }

  /** @param {any} key */
  hasKey(key) { return LightWeightMap.#of(this, 'hasKey').find(key) !== undefined; }

  /** @param {any} value */
  hasValue(value) {
    const entries = LightWeightMap.#of(this, 'hasValue').ordered();
    for (let i = 0; i < entries.length; i++) if (isSame(entries[i].value, value)) return true;
    return false;
  }

  /** There is nothing to make room for. @param {number} minimumCapacity */
  increaseCapacityTo(minimumCapacity) {
    LightWeightMap.#of(this, 'increaseCapacityTo');
    smallInteger(minimumCapacity, 'minimumCapacity');
  }

  /** @param {any} key */
  get(key) { return LightWeightMap.#of(this, 'get').find(key)?.value; }

  /** @param {any} key */
  getIndexOfKey(key) {
    const table = LightWeightMap.#of(this, 'getIndexOfKey');
    return table.find(key) === undefined ? -1 : table.indexOf(key);
  }

  /** @param {any} value */
  getIndexOfValue(value) {
    const entries = LightWeightMap.#of(this, 'getIndexOfValue').ordered();
    for (let i = 0; i < entries.length; i++) if (entries[i].value === value) return i;
    return -1;
  }

  isEmpty() { return LightWeightMap.#of(this, 'isEmpty').size === 0; }

  /** @param {number} index */
  getKeyAt(index) { return LightWeightMap.#entryAt(LightWeightMap.#of(this, 'getKeyAt'), index).key; }

  /** @param {number} index */
  getValueAt(index) { return LightWeightMap.#entryAt(LightWeightMap.#of(this, 'getValueAt'), index).value; }

  /** @param {number} index @param {any} newValue */
  setValueAt(index, newValue) {
    LightWeightMap.#entryAt(LightWeightMap.#of(this, 'setValueAt'), index).value = newValue;
    return true;
  }

  /** @param {any} map */
  setAll(map) {
    const table = LightWeightMap.#of(this, 'setAll');
    const entries = LightWeightMap.#given(map).ordered();
    for (let i = 0; i < entries.length; i++) table.set(entries[i].key, entries[i].value);
    return true;
  }

  /** @param {any} key @param {any} value */
  set(key, value) {
    LightWeightMap.#of(this, 'set').set(key, value);
    return this;
  }

  /** @param {any} key */
  remove(key) { return LightWeightMap.#of(this, 'remove').remove(key)?.value; }

  /** @param {number} index */
  removeAt(index) {
    const table = LightWeightMap.#of(this, 'removeAt');
    const place = smallInteger(index);
    if (place < 0 || place >= table.size) return false;
    table.remove(table.at(place).key);
    return true;
  }

  clear() { LightWeightMap.#of(this, 'clear').clear(); }

  keys() { return LightWeightMap.#iterator(this, 'keys', (entry) => entry.key); }

  values() { return LightWeightMap.#iterator(this, 'values', (entry) => entry.value); }

  entries() { return LightWeightMap.#iterator(this, 'entries', (entry) => [entry.key, entry.value]); }

  /** @param {Function} callbackFn @param {any} [thisArg] */
  forEach(callbackFn, thisArg) {
    const table = LightWeightMap.#of(this, 'forEach');
    checkCallback(callbackFn);
    for (let i = 0; i < table.size; i++) {
      const { key, value } = table.at(i);
      apply(callbackFn, thisArg, [value, key, this]);
    }
  }

  toString() {
    const entries = LightWeightMap.#of(this, 'toString').ordered();
    let text = '';
    for (let i = 0; i < entries.length; i++) {
      text += `${i > 0 ? ',' : ''}${textOf(entries[i].key)}:${textOf(entries[i].value)}`;
    }
    return text;
  }

  [iterator]() { return LightWeightMap.#iterator(this, 'Symbol.iterator', (entry) => [entry.key, entry.value]); }
}

export default constructorOf(LightWeightMap);
