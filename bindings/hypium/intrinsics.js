/** What the framework needs of the engine, taken before a test can replace it. */
import { builtins } from 'ohosrun:bridge/hypium';

const {
  Array, Error, Function, JSON, Map, Math, Object, Promise, Reflect, RegExp, Set, String,
} = builtins;
const { call } = Function.prototype;
const { freeze, getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf, is, keys } = Object;
const { apply } = Reflect;
const { isArray } = Array;
const { stringify } = JSON;
const { abs } = Math;
const NativeError = Error;
const NativeMap = Map;
const NativePromise = Promise;
const NativeSet = Set;

const tagText = call.bind(Object.prototype.toString);
const hasOwn = call.bind(Object.prototype.hasOwnProperty);
const isEnumerable = call.bind(Object.prototype.propertyIsEnumerable);
const includesText = call.bind(String.prototype.includes);
const slicedText = call.bind(String.prototype.slice);
const matchesRegExp = call.bind(RegExp.prototype.test);
const promiseThen = call.bind(Promise.prototype.then);

/**
 * The tag of a value as `Object.prototype.toString` has it, without its brackets.
 * @param {unknown} value
 */
const tagOf = (value) => slicedText(tagText(value), 8, -1);

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value !== null;

/** @param {unknown} value */
const isFunction = (value) => typeof value === 'function';

/**
 * @template T
 * @param {T[]} list
 * @param {T} item
 */
const append = (list, item) => { list[list.length] = item; };

/** The stack of whoever called, as the engine writes it. */
const callSite = () => new NativeError().stack ?? '';

/**
 * A class or function under the name that users know.
 * @template {Function} T
 * @param {string} name
 * @param {T} value
 * @returns {T}
 */
const named = (name, value) => Object.defineProperty(value, 'name', { value: name, configurable: true });

export {
  NativeError, NativeMap, NativePromise, NativeSet, abs, append, apply, callSite, freeze, getOwnPropertyNames,
  getOwnPropertySymbols, getPrototypeOf, hasOwn, includesText, is, isArray, isEnumerable, isFunction, isObject, keys,
  matchesRegExp, named, promiseThen, stringify, tagOf,
};
