/**
 * What façades need of the language, as it was before any script ran: a script that replaces a method of a prototype
 * changes nothing in a façade that uses these. Methods are functions of the value they work on.
 */
import { builtins } from 'ohosrun:bridge/kit';

const {
  Array, ArrayBuffer, BigInt, DataView, Date, Error, Function, JSON, Map, Math, Number, Object, Promise, Proxy, RangeError,
  Reflect, RegExp, Set, String, Symbol, TypeError, Uint8Array, WeakMap, WeakSet,
} = builtins;
const { call } = Function.prototype;
const { getOwnPropertyDescriptor } = Object;
const { ownKeys } = Reflect;

/**
 * The method `name` as a function: `uncurried(Map.prototype, 'get')(map, key)`.
 * @param {object} prototype
 * @param {string | symbol} name a method, or an accessor, which becomes its getter
 * @returns {(...args: any[]) => any}
 */
export function uncurried(prototype, name) {
  const { get, value } = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(prototype, name));
  return call.bind(get ?? value);
}

/**
 * A class like `base` whose instances keep the methods that `base` has now.
 * @template {new (...args: any[]) => any} T
 * @param {T} base
 * @returns {T}
 */
function kept(base) {
  const copy = class extends base {};
  const names = ownKeys(base.prototype);
  for (let i = 0; i < names.length; i++) {
    if (names[i] !== 'constructor') {
      defineProperty(copy.prototype, names[i], {
        __proto__: null, .../** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(base.prototype, names[i])),
      });
    }
  }
  setPrototypeOf(copy.prototype, null);
  return /** @type {T} */ (copy);
}

export const { defineProperty, keys, create, getPrototypeOf, setPrototypeOf } = Object;
export const { apply, get: readProperty } = Reflect;
export const { isArray } = Array;
export const { isInteger, isNaN } = Number;
export const { floor, max, trunc, abs } = Math;
export const { stringify, parse } = JSON;
export const { isView } = ArrayBuffer;
export const NativeError = Error;
export const NativeTypeError = TypeError;
export const NativeRangeError = RangeError;
export const NativePromise = Promise;
export const NativeProxy = Proxy;
export const NativeUint8Array = Uint8Array;
export const NativeArrayBuffer = ArrayBuffer;
export const NativeString = String;
export const NativeNumber = Number;
export const NativeBigInt = BigInt;
export const NativeDate = Date;
export const NativeDataView = DataView;
export const NativeMap = Map;
export const NativeRegExp = RegExp;
export const NativeSet = Set;
export const NativeWeakMap = WeakMap;
export const NativeWeakSet = WeakSet;
export const NativeTypedArray = getPrototypeOf(Uint8Array);

/** Maps and sets for a façade's own books; built without arguments, for these are iterated by what a script can replace. */
export const KeptMap = kept(Map);
export const KeptSet = kept(Set);
export const KeptWeakMap = kept(WeakMap);
export const KeptWeakSet = kept(WeakSet);

export const then = uncurried(Promise.prototype, 'then');
export const hasOwn = uncurried(Object.prototype, 'hasOwnProperty');
export const tagOf = uncurried(Object.prototype, 'toString');

export const push = uncurried(Array.prototype, 'push');
export const splice = uncurried(Array.prototype, 'splice');
export const arraySlice = uncurried(Array.prototype, 'slice');
export const join = uncurried(Array.prototype, 'join');
export const indexOf = uncurried(Array.prototype, 'indexOf');
export const filter = uncurried(Array.prototype, 'filter');
export const valuesOf = uncurried(Array.prototype, 'values');

export const slice = uncurried(String.prototype, 'slice');
export const startsWith = uncurried(String.prototype, 'startsWith');
export const endsWith = uncurried(String.prototype, 'endsWith');
export const includes = uncurried(String.prototype, 'includes');
export const find = uncurried(String.prototype, 'indexOf');
export const findLast = uncurried(String.prototype, 'lastIndexOf');
export const split = uncurried(String.prototype, 'split');
export const codeAt = uncurried(String.prototype, 'charCodeAt');
export const lower = uncurried(String.prototype, 'toLowerCase');
export const upper = uncurried(String.prototype, 'toUpperCase');

const typedArray = NativeTypedArray.prototype;
export const bufferOf = uncurried(typedArray, 'buffer');
export const byteOffsetOf = uncurried(typedArray, 'byteOffset');
export const byteLengthOf = uncurried(typedArray, 'byteLength');
export const kindOfTypedArray = uncurried(typedArray, Symbol.toStringTag);
export const setBytes = uncurried(typedArray, 'set');
export const subarray = uncurried(typedArray, 'subarray');
export const copyWithin = uncurried(typedArray, 'copyWithin');
export const sizeOfBuffer = uncurried(ArrayBuffer.prototype, 'byteLength');
export const sliceBuffer = uncurried(ArrayBuffer.prototype, 'slice');

/** @param {unknown} value */
export const isObject = (value) => typeof value === 'object' && value !== null;
/** @param {unknown} value @returns {value is Function} */
export const isFunction = (value) => typeof value === 'function';

/** Where the script called the function that calls this: the engine's frames. */
export const callSite = () => new NativeError().stack ?? '';
