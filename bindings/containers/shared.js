/**
 * What the containers have in common: their errors, as a device words them, the check of what is made without `new`,
 * access by index, and iterators. Source of codes and words: the containers of the Ark runtime of OpenHarmony.
 */
import { builtins } from 'ohosrun:bridge/containers';
import { languageError, PARAMETER_ERROR } from 'ohosrun:kit/errors.js';
import { keepHere } from 'ohosrun:kit/own_objects.js';
import {
  create, defineProperty, indexOf, isFunction, isInteger, isObject, uncurried, valuesOf,
} from 'ohosrun:kit/intrinsics.js';

const { Array: NativeArray, Object: NativeObject, Proxy: NativeProxy, Reflect: NativeReflect, Symbol } = builtins;
const { is, setPrototypeOf } = NativeObject;
const { get: getMember, set: setMember } = NativeReflect;
const { iterator } = Symbol;

export const sort = uncurried(NativeArray.prototype, 'sort');
export const lastIndexOf = uncurried(NativeArray.prototype, 'lastIndexOf');

const OUT_OF_RANGE = 10200001;
const IS_EMPTY = 10200010;
const CANNOT_BE_BOUND = 10200011;
const WITHOUT_NEW = 10200012;
const IS_NOT_THERE = 10200017;

/** @param {string} method what was called with a `this` that is no such container */
export const cannotBeBound = (method) => languageError(CANNOT_BE_BOUND, `The ${method} method cannot be bound`);

/** The error of ranges, where nothing is in range. */
export const nothingInRange = () => languageError(OUT_OF_RANGE, 'Container is empty');
/** The error of what takes the first or last element. */
export const isEmpty = () => languageError(IS_EMPTY, 'Container is empty');
export const isNotThere = () => languageError(IS_NOT_THERE, 'The element does not exist in this container');

/**
 * @param {string} name
 * @param {string} type
 * @param {unknown} value what came instead; a symbol throws a TypeError, as it does there
 */
export const wrongType = (name, type, value) => (
  languageError(PARAMETER_ERROR, `The type of "${name}" must be ${type}. Received value is: ${value}`)
);

/** @param {string} words */
export const outOfRange = (words) => languageError(OUT_OF_RANGE, words);

/** @param {unknown} callback @param {string} [name] */
export function checkCallback(callback, name = 'callbackfn') {
  if (!isFunction(callback)) throw wrongType(name, 'callable', callback);
}

/**
 * A whole number as an index of 32 bits, which it becomes there.
 * @param {unknown} value
 * @param {string} [name]
 * @returns {number}
 */
export function integer(value, name = 'index') {
  if (!isInteger(value)) throw wrongType(name, 'number', value);
  return /** @type {number} */ (value) | 0;
}

/**
 * A whole number that fits into 32 bits.
 * @param {unknown} value
 * @param {string} [name]
 * @returns {number}
 */
export function smallInteger(value, name = 'index') {
  const number = /** @type {number} */ (value);
  if (typeof value !== 'number' || (number | 0) !== number) throw wrongType(name, 'small integer', value);
  return number;
}

/** @param {string} name @param {number} last the highest that would do @param {number} index */
export const rangeError = (name, last, index) => outOfRange(
  `The value of "${name}" is out of range. It must be >= 0 && <= ${last}. Received value is: ${index}`,
);

/**
 * @param {number} index
 * @param {number} last the highest that will do
 * @param {string} [name]
 */
export function checkRange(index, last, name = 'index') {
  if (index < 0 || index > last) throw rangeError(name, last, index);
}

/**
 * From (inclusive) and to (exclusive), as removeByRange and the like take them.
 * @param {number} from
 * @param {number} to
 * @param {number} length
 */
export function checkPart(from, to, length) {
  if (length <= 0) throw nothingInRange();
  checkRange(from, (length > to ? to : length) - 1, 'fromIndex');
  if (to <= from || to > length) throw rangeError('toIndex', length, to);
}

/** Where `value` is, -1 for nowhere, by SameValue. @param {any[]} items @param {any} value @returns {number} */
export function indexOfSame(items, value) {
  if (value !== 0 && value === value) return indexOf(items, value);
  for (let i = 0; i < items.length; i++) if (is(items[i], value)) return i;
  return -1;
}

/** The last place where `value` is, -1 for nowhere. @param {any[]} items @param {any} value @returns {number} */
export function lastIndexOfSame(items, value) {
  if (value !== 0 && value === value) return lastIndexOf(items, value);
  for (let i = items.length - 1; i >= 0; i--) if (is(items[i], value)) return i;
  return -1;
}

export { is as isSame };

/** A value as the containers' toString() has it: nothing for undefined and null. @param {any} value */
export const textOf = (value) => (value === undefined || value === null ? '' : `${value}`);

const IteratorPrototype = NativeObject.getPrototypeOf(NativeObject.getPrototypeOf(valuesOf([])));

/**
 * An iterator that asks `step` for each result.
 * @param {() => IteratorResult<any>} step
 * @returns {IterableIterator<any>}
 */
function iteratorOf(step) {
  const made = create(IteratorPrototype);
  defineProperty(made, 'next', {
    __proto__: null, value: () => step(), enumerable: false, writable: true, configurable: true,
  });
  return made;
}

/**
 * Over what `at` gives for each index below `length()`, both asked anew each time.
 * @param {() => number} length
 * @param {(index: number) => any} at
 */
export function iteratorByIndex(length, at) {
  let index = 0;
  return iteratorOf(() => (
    index < length() ? { value: at(index++), done: false } : { value: undefined, done: true }
  ));
}

/**
 * The number that a property's name stands for, undefined for none. Names of members begin with what sorts behind
 * digits, so that one comparison tells them apart.
 * @param {string | symbol} key
 */
function indexIn(key) {
  if (typeof key !== 'string' || key >= ':' || key < '-') return undefined;
  const number = +key;
  return (number | 0) === number || isInteger(number) ? number : undefined;
}

/**
 * Gives instances of `type` access by index. A proxy at the end of the prototypes answers, so that only what no
 * prototype has costs anything: calls of methods are as fast as those of any class. JSON.stringify gets the elements
 * by their indexes, as there.
 * @param {Function} type
 * @param {(self: any, index: number) => any} read
 * @param {(self: any, index: number, value: any) => void} write
 */
export function indexed(type, read, write) {
  /** @this {any} */
  const toJSON = function () {
    /** @type {Record<number, any>} */
    const elements = {};
    for (let i = 0; i < this.length; i++) elements[i] = read(this, i);
    return elements;
  };
  setPrototypeOf(type.prototype, new NativeProxy(create(NativeObject.prototype), {
    __proto__: null,
    get(/** @type {any} */ target, /** @type {string | symbol} */ key, /** @type {any} */ self) {
      // indexIn(), which here is worth its lines: it is what a loop over indexes waits for.
      if (typeof key === 'string' && key < ':' && key >= '-') {
        const index = +key;
        if ((index | 0) === index || isInteger(index)) return read(self, index);
      }
      return key === 'toJSON' ? toJSON : getMember(target, key, self);
    },
    set(/** @type {any} */ target, /** @type {string | symbol} */ key, /** @type {any} */ value, /** @type {any} */ self) {
      const index = indexIn(key);
      if (index === undefined) return setMember(target, key, value, self);
      write(self, index, value);
      return true;
    },
  }));
}

/**
 * The constructor as a script gets it: `type`, which says what is wrong where `new` is missing.
 * @template {new (...args: any[]) => any} T
 * @param {T} type
 * @param {() => unknown} [error]
 * @returns {T}
 */
export function constructorOf(type, error) {
  const { name } = type;
  keepHere(type);
  const made = new NativeProxy(type, {
    __proto__: null,
    apply() {
      throw error?.() ?? languageError(WITHOUT_NEW, `The ${name}'s constructor cannot be directly invoked`);
    },
  });
  defineProperty(type.prototype, 'constructor', {
    __proto__: null, value: made, enumerable: false, writable: true, configurable: true,
  });
  return made;
}

/**
 * What Object.prototype.toString calls instances.
 * @param {Function} type
 * @param {string} name
 */
export function tagged(type, name) {
  defineProperty(type.prototype, Symbol.toStringTag, {
    __proto__: null, value: name, enumerable: false, writable: false, configurable: false,
  });
}

export { iterator, isObject };
