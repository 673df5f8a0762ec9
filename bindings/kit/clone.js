/** What arrives in another thread of a device: a copy, by the rules of structured cloning. */
import {
  isArray, isView, KeptMap, keys, NativeArrayBuffer, NativeDataView, NativeDate, NativeError, NativeMap, NativePromise,
  NativeRegExp, NativeSet, NativeTypedArray, NativeWeakMap, NativeWeakSet, sliceBuffer, uncurried,
} from 'ohosrun:kit/intrinsics.js';
import { isKeptHere } from 'ohosrun:kit/own_objects.js';

const setMap = uncurried(NativeMap.prototype, 'set');
const eachOfMap = uncurried(NativeMap.prototype, 'forEach');
const addToSet = uncurried(NativeSet.prototype, 'add');
const eachOfSet = uncurried(NativeSet.prototype, 'forEach');
const timeOf = uncurried(NativeDate.prototype, 'getTime');

/** Thrown for what cannot be copied. */
export class NotCloneable extends NativeError {
  /** @param {string} what */
  constructor(what) {
    super(`${what} cannot be copied for another thread`);
  }
}

/**
 * @param {unknown} value
 * @returns {any} a copy that shares nothing with it; throws NotCloneable
 */
export function clone(value) {
  return copy(value, new KeptMap());
}

/**
 * @param {any} value
 * @param {Map<object, any>} known what was copied already
 * @returns {any}
 */
function copy(value, known) {
  if (typeof value === 'function' || typeof value === 'symbol') throw new NotCloneable(`a ${typeof value}`);
  if (typeof value !== 'object' || value === null) return value;
  const seen = known.get(value);
  if (seen !== undefined) return seen;
  const simple = leaf(value, known);
  if (simple !== undefined) {
    known.set(value, simple);
    return simple;
  }
  if (value instanceof NativeMap) {
    const made = new NativeMap();
    known.set(value, made);
    eachOfMap(value, (/** @type {any} */ item, /** @type {any} */ key) => {
      setMap(made, copy(key, known), copy(item, known));
    });
    return made;
  }
  if (value instanceof NativeSet) {
    const made = new NativeSet();
    known.set(value, made);
    eachOfSet(value, (/** @type {any} */ item) => { addToSet(made, copy(item, known)); });
    return made;
  }
  return members(value, known);
}

/**
 * @param {any} value
 * @param {Map<object, any>} known
 * @returns {any} undefined: it has members that are copied one by one
 */
function leaf(value, known) {
  if (value instanceof NativePromise || value instanceof NativeWeakMap || value instanceof NativeWeakSet) {
    throw new NotCloneable('this object');
  }
  if (value instanceof NativeArrayBuffer) return sliceBuffer(value, 0);
  if (isView(value)) {
    // A view with another prototype is the object of a module.
    if (!(value instanceof NativeTypedArray || value instanceof NativeDataView)) throw new NotCloneable('this object');
    const { constructor, byteOffset, byteLength, length } = /** @type {any} */ (value);
    return new constructor(copy(value.buffer, known), byteOffset, length ?? byteLength);
  }
  if (value instanceof NativeDate) return new NativeDate(timeOf(value));
  if (value instanceof NativeRegExp) return new NativeRegExp(value.source, value.flags);
  if (value instanceof NativeError) {
    const made = new NativeError(value.message);
    made.name = value.name;
    made.stack = value.stack;
    return made;
  }
  return undefined;
}

/**
 * @param {any} value
 * @param {Map<object, any>} known
 */
function members(value, known) {
  if (isKeptHere(value)) throw new NotCloneable('this object');
  /** @type {any} */
  const made = isArray(value) ? [] : {};
  known.set(value, made);
  const names = keys(value);
  for (let i = 0; i < names.length; i++) made[names[i]] = copy(value[names[i]], known);
  if (isArray(value)) made.length = value.length;
  return made;
}
