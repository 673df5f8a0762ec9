/**
 * What this module needs of the language, as it was before any script ran: a script that replaces or deletes a builtin
 * changes nothing here. Methods are functions of the value they work on.
 */
import { builtins } from 'ohosrun:bridge/net_http';

const {
  Array, ArrayBuffer, Error, Function, JSON, Map, Math, Number, Object, Promise, Proxy, Reflect, RegExp, Set, String,
} = builtins;
const { call } = Function.prototype;
const { getOwnPropertyDescriptor } = Object;

/**
 * @param {object} prototype
 * @param {string} name a method, or an accessor, which becomes its getter
 * @returns {(...args: any[]) => any}
 */
function uncurried(prototype, name) {
  const { get, value } = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(prototype, name));
  return call.bind(get ?? value);
}

export const { defineProperty, getOwnPropertyNames, getPrototypeOf, keys, setPrototypeOf } = Object;
export const { apply, get: readProperty } = Reflect;
export const { isArray } = Array;
export const { isFinite, isInteger } = Number;
export const { floor, min, trunc } = Math;
export const { parse, stringify } = JSON;
export const { isView } = ArrayBuffer;
export const NativeError = Error;
export const NativePromise = Promise;
export const NativeProxy = Proxy;
export const NativeString = String;
export const NativeSet = Set;

export const sourceOf = uncurried(Function.prototype, 'toString');
export const then = uncurried(Promise.prototype, 'then');
export const hasOwn = uncurried(Object.prototype, 'hasOwnProperty');
export const matched = uncurried(RegExp.prototype, 'exec');
export const toFixed = uncurried(Number.prototype, 'toFixed');
export const join = uncurried(Array.prototype, 'join');
export const includes = uncurried(String.prototype, 'includes');
export const lower = uncurried(String.prototype, 'toLowerCase');
export const slice = uncurried(String.prototype, 'slice');
export const startsWith = uncurried(String.prototype, 'startsWith');
export const addTo = uncurried(Set.prototype, 'add');
export const deleteFrom = uncurried(Set.prototype, 'delete');
export const forEachOf = uncurried(Set.prototype, 'forEach');
const sizeOfMap = uncurried(Map.prototype, 'size');
export const sizeOfBuffer = uncurried(ArrayBuffer.prototype, 'byteLength');

export const isFunction = (/** @type {unknown} */ value) => typeof value === 'function';
export const isObject = (/** @type {unknown} */ value) => typeof value === 'object' && value !== null;

/** Where the script called the function that calls this: the engine's frames. */
export const callSite = () => new NativeError().stack ?? '';

/** @param {unknown} value */
export function isMap(value) {
  try {
    sizeOfMap(value);
    return true;
  } catch {
    return false;
  }
}

/** @param {unknown} value */
export function isBuffer(value) {
  if (!isObject(value)) return false;
  try {
    sizeOfBuffer(value);
    return true;
  } catch {
    return false;
  }
}

/** A list that no script is given: it inherits nothing, so that an assignment behind its end meets no setter. */
export const privateList = () => /** @type {any[]} */ (setPrototypeOf([], null));

/** Puts `values` behind `list`; a setter for an index is not met. @template T @param {T[]} list @param {T[]} values */
export function append(list, ...values) {
  extend(list, values);
}

/** @template T @param {T[]} list @param {readonly T[]} values */
export function extend(list, values) {
  for (let i = 0; i < values.length; i++) {
    defineProperty(list, list.length, {
      __proto__: null, value: values[i], writable: true, enumerable: true, configurable: true,
    });
  }
}

/** @template T @param {readonly T[]} list @param {T} value */
export function contains(list, value) {
  for (let i = 0; i < list.length; i++) if (list[i] === value) return true;
  return false;
}

/** The strings of an array of a script. @param {any[]} list @returns {string[]} */
export function stringsOf(list) {
  /** @type {string[]} */
  const strings = [];
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item === 'string') append(strings, item);
  }
  return strings;
}
