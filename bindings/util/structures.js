/** LRUCache, RationalNumber and ScopeHelper of @ohos.util. */
import { invalidParameter } from 'ohosrun:kit/errors.js';
import { abs, isInteger, KeptMap, NativeNumber, trunc } from 'ohosrun:kit/intrinsics.js';
import { wrongType } from 'ohosrun:bindings/util/text.js';

const LARGEST = 2147483647;

/** @param {number} capacity @param {string} name of the parameter */
function checkedCapacity(capacity, name) {
  if (typeof capacity !== 'number') throw wrongType(name, 'number');
  if (!isInteger(capacity) || capacity <= 0 || capacity > LARGEST) {
    throw invalidParameter('The size of the cache is out of range.');
  }
  return capacity;
}

/** The least recently used goes first; methods that a subclass overrides are called as there. */
export class LRUCache {
  #capacity;
  #entries = new KeptMap();
  #puts = 0;
  #creates = 0;
  #removals = 0;
  #hits = 0;
  #misses = 0;

  /** @param {number} [capacity] */
  constructor(capacity = 64) {
    this.#capacity = checkedCapacity(capacity, 'capacity');
  }

  get length() { return this.#entries.size; }
  getCapacity() { return this.#capacity; }
  getCreateCount() { return this.#creates; }
  getMissCount() { return this.#misses; }
  getRemovalCount() { return this.#removals; }
  getMatchCount() { return this.#hits; }
  getPutCount() { return this.#puts; }
  isEmpty() { return this.#entries.size === 0; }

  /** @param {number} capacity */
  updateCapacity(capacity) {
    this.#capacity = checkedCapacity(capacity, 'newCapacity');
    this.#trim();
  }

  #trim() {
    while (this.#entries.size > this.#capacity) {
      let oldest;
      let value;
      let isFound = false;
      this.#entries.forEach((/** @type {any} */ each, /** @type {any} */ key) => {
        if (!isFound) {
          isFound = true;
          oldest = key;
          value = each;
        }
      });
      this.#entries.delete(oldest);
      this.#removals++;
      this.afterRemoval(true, oldest, value, null);
    }
  }

  /** Whether there is `key`, which is then the one that was used last. @param {any} key */
  #use(key) {
    if (!this.#entries.has(key)) {
      this.#misses++;
      return false;
    }
    this.#hits++;
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return true;
  }

  /** @param {any} key */
  get(key) {
    if (this.#use(key)) return this.#entries.get(key);
    const made = this.createDefault(key);
    if (made === undefined) return undefined;
    this.#creates++;
    this.put(key, made);
    return made;
  }

  /** @param {any} key @param {any} value */
  put(key, value) {
    this.#puts++;
    const had = this.#entries.has(key);
    const former = this.#entries.get(key);
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (had) this.afterRemoval(false, key, former, value);
    this.#trim();
    return had ? former : value;
  }

  /** @param {any} key */
  remove(key) {
    if (!this.#entries.has(key)) return undefined;
    const former = this.#entries.get(key);
    this.#entries.delete(key);
    this.#removals++;
    this.afterRemoval(false, key, former, null);
    return former;
  }

  /** @param {any} key */
  contains(key) { return this.#use(key); }

  clear() {
    const entries = this.#entries;
    this.#entries = new KeptMap();
    entries.forEach((/** @type {any} */ value, /** @type {any} */ key) => this.afterRemoval(false, key, value, null));
  }

  values() { return this.#list((/** @type {any} */ value) => value); }
  keys() { return this.#list((/** @type {any} */ _value, /** @type {any} */ key) => key); }

  #list(/** @type {Function} */ pick) {
    /** @type {any[]} */
    const list = [];
    this.#entries.forEach((/** @type {any} */ value, /** @type {any} */ key) => { list[list.length] = pick(value, key); });
    return list;
  }

  entries() {
    return this.#list((/** @type {any} */ value, /** @type {any} */ key) => [key, value])[Symbol.iterator]();
  }

  [Symbol.iterator]() { return this.entries(); }

  /** @param {boolean} _isEvict @param {any} _key @param {any} _value @param {any} _newValue */
  afterRemoval(_isEvict, _key, _value, _newValue) {}

  /** @param {any} _key @returns {any} */
  createDefault(_key) { return undefined; }

  toString() {
    const asked = this.#hits + this.#misses;
    const rate = asked === 0 ? 0 : trunc((100 * this.#hits) / asked);
    return `LRUCache[ maxSize = ${this.#capacity}, hits = ${this.#hits}, misses = ${this.#misses}, hitRate = ${rate}% ]`;
  }
}

/** @param {number} a @param {number} b @returns {number} */
const commonFactor = (a, b) => {
  while (b !== 0) [a, b] = [b, a % b];
  return abs(a);
};

export class RationalNumber {
  #numerator;
  #denominator;

  /** @param {number} numerator @param {number} denominator */
  constructor(numerator, denominator) {
    if (typeof numerator !== 'number') throw wrongType('numerator', 'number');
    if (typeof denominator !== 'number') throw wrongType('denominator', 'number');
    const sign = denominator < 0 ? -1 : 1;
    const factor = commonFactor(numerator, denominator) || 1;
    this.#numerator = (sign * numerator) / factor;
    this.#denominator = (sign * denominator) / factor;
    if (denominator === 0 && numerator !== 0) this.#numerator = numerator > 0 ? 1 : -1;
  }

  /** @param {number} numerator @param {number} denominator */
  static parseRationalNumber(numerator, denominator) { return new RationalNumber(numerator, denominator); }

  /** @param {string} text `3/4` or `3:4` */
  static createRationalFromString(text) {
    if (typeof text !== 'string') throw wrongType('rationalString', 'string');
    if (text === 'NaN') return new RationalNumber(0, 0);
    const parts = /^([+-]?\d+)[/:]([+-]?\d+)$/.exec(text);
    if (parts === null) throw invalidParameter(`The type of ${text} must be a rational number.`);
    return new RationalNumber(NativeNumber(parts[1]), NativeNumber(parts[2]));
  }

  /** @param {number} a @param {number} b */
  static getCommonFactor(a, b) {
    if (typeof a !== 'number' || typeof b !== 'number') throw wrongType('number', 'number');
    return commonFactor(a, b);
  }

  /** @param {number} a @param {number} b */
  static getCommonDivisor(a, b) { return RationalNumber.getCommonFactor(a, b); }

  /** @param {RationalNumber} other */
  compare(other) {
    if (!(#numerator in other)) throw wrongType('another', 'RationalNumber');
    const difference = this.valueOf() - other.valueOf();
    return difference > 0 ? 1 : difference < 0 ? -1 : 0;
  }

  /** @param {RationalNumber} other */
  compareTo(other) { return this.compare(other); }
  valueOf() { return this.#numerator / this.#denominator; }

  /** @param {any} other */
  equals(other) {
    return typeof other === 'object' && other !== null && #numerator in other
      && other.#numerator === this.#numerator && other.#denominator === this.#denominator;
  }

  getNumerator() { return this.#numerator; }
  getDenominator() { return this.#denominator; }
  isZero() { return this.#numerator === 0 && this.#denominator !== 0; }
  isNaN() { return this.#numerator === 0 && this.#denominator === 0; }
  isFinite() { return this.#denominator !== 0; }

  toString() {
    if (this.isNaN()) return 'NaN';
    if (!this.isFinite()) return this.#numerator > 0 ? 'Infinity' : '-Infinity';
    return `${this.#numerator}/${this.#denominator}`;
  }
}

/** A range of values that can be compared: numbers, or objects with compareTo(). */
export class ScopeHelper {
  #lower;
  #upper;

  /** @param {any} lower @param {any} upper */
  constructor(lower, upper) {
    if (!ScopeHelper.#isOrdered(lower, upper)) throw invalidParameter('lowerObj is larger than upperObj.');
    this.#lower = lower;
    this.#upper = upper;
  }

  static #isOrdered(/** @type {any} */ a, /** @type {any} */ b) {
    return typeof a?.compareTo === 'function' ? !a.compareTo(b) || a.compareTo(b) === -1 : a <= b;
  }

  getLower() { return this.#lower; }
  getUpper() { return this.#upper; }

  /** @param {any} value a value or another scope */
  contains(value) {
    const [lower, upper] = this.#ends(value);
    return ScopeHelper.#isOrdered(this.#lower, lower) && ScopeHelper.#isOrdered(upper, this.#upper);
  }

  /** @param {any} value */
  clamp(value) {
    if (!ScopeHelper.#isOrdered(this.#lower, value)) return this.#lower;
    return ScopeHelper.#isOrdered(value, this.#upper) ? value : this.#upper;
  }

  /** @param {any} lower a scope, or its lower end @param {any} [upper] */
  intersect(lower, upper) {
    const [from, to] = upper === undefined ? this.#ends(lower) : [lower, upper];
    return new ScopeHelper(
      ScopeHelper.#isOrdered(from, this.#lower) ? this.#lower : from,
      ScopeHelper.#isOrdered(to, this.#upper) ? to : this.#upper,
    );
  }

  /** @param {any} lower a scope, a value, or the lower end of one @param {any} [upper] */
  expand(lower, upper) {
    const [from, to] = upper === undefined ? this.#ends(lower) : [lower, upper];
    return new ScopeHelper(
      ScopeHelper.#isOrdered(from, this.#lower) ? from : this.#lower,
      ScopeHelper.#isOrdered(to, this.#upper) ? this.#upper : to,
    );
  }

  #ends(/** @type {any} */ value) {
    const isScope = typeof value === 'object' && value !== null && #lower in value;
    return isScope ? [value.#lower, value.#upper] : [value, value];
  }

  toString() { return `[${this.#lower}, ${this.#upper}]`; }
}
