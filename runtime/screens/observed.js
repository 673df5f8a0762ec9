/**
 * Objects whose changes are noticed, as the state of a struct has them: one level deep, through a proxy. Array, Map,
 * Set and Date are noticed by their methods. Source: the ArkTS state management guide of OpenHarmony ("@State").
 */
import { mark } from 'ohosrun:screens/changes.js';

/** What is never wrapped extends this: it is ours. */
export class Opaque {}

/** @type {WeakMap<object, object>} */
const proxies = new WeakMap();
/** @type {WeakMap<object, object>} */
const raws = new WeakMap();
/** @type {WeakMap<object, Set<import('./cells.js').Cell>>} who wants to hear of changes of an object */
const subscribers = new WeakMap();
/** @type {WeakMap<object, number>} how often an object was changed */
const versions = new WeakMap();

const ARRAY_CHANGES = new Set(['copyWithin', 'fill', 'pop', 'push', 'reverse', 'shift', 'sort', 'splice', 'unshift']);
const MAP_CHANGES = new Set(['set', 'delete', 'clear']);
const SET_CHANGES = new Set(['add', 'delete', 'clear']);
const NEVER_WRAPPED = [
  ArrayBuffer, Promise, RegExp, Error, WeakMap, WeakSet, WeakRef, DataView, SharedArrayBuffer, Opaque,
];
const { isView } = ArrayBuffer;

/** @type {<T>(value: T) => T} the object behind a proxy of ours */
export const rawOf = (value) => {
  if (typeof value !== 'object' || value === null) return value;
  return /** @type {any} */ (raws.get(value)) ?? value;
};

/** @param {unknown} value @returns {number} how often it was changed since it was first looked at */
export const versionOf = (value) => {
  const raw = rawOf(value);
  return typeof raw === 'object' && raw !== null ? versions.get(raw) ?? 0 : 0;
};

/** @param {unknown} value @param {import('./cells.js').Cell} cell */
export const subscribe = (value, cell) => {
  const raw = /** @type {any} */ (rawOf(value));
  if (typeof raw !== 'object' || raw === null) return;
  const known = subscribers.get(raw);
  if (known) known.add(cell); else subscribers.set(raw, new Set([cell]));
};

/** @param {unknown} value @param {import('./cells.js').Cell} cell */
export const unsubscribe = (value, cell) => {
  const raw = /** @type {any} */ (rawOf(value));
  if (typeof raw === 'object' && raw !== null) subscribers.get(raw)?.delete(cell);
};

/** @param {object} raw */
const changedNow = (raw) => {
  versions.set(raw, (versions.get(raw) ?? 0) + 1);
  const cells = subscribers.get(raw);
  if (cells) for (const cell of [...cells]) cell.notify();
};

/** @type {ProxyHandler<any>} */
const objectHandler = {
  set(target, key, value, receiver) {
    const before = target[key];
    const isSet = Reflect.set(target, key, value, receiver);
    if (isSet && before !== value) changedNow(target);
    return isSet;
  },
  deleteProperty(target, key) {
    const isThere = Object.hasOwn(target, key);
    const isDeleted = Reflect.deleteProperty(target, key);
    if (isDeleted && isThere) changedNow(target);
    return isDeleted;
  },
};

/** @type {ProxyHandler<any>} */
const arrayHandler = {
  get(target, key, receiver) {
    if (typeof key !== 'string' || !ARRAY_CHANGES.has(key)) return Reflect.get(target, key, receiver);
    const method = target[key];
    return (/** @type {unknown[]} */ ...args) => {
      const result = Reflect.apply(method, target, args);
      changedNow(target);
      return result === target ? receiver : result;
    };
  },
  set: (target, key, value) => {
    const before = target[key];
    const isSet = Reflect.set(target, key, value);
    if (isSet && before !== value) changedNow(target);
    return isSet;
  },
  deleteProperty: /** @type {any} */ (objectHandler.deleteProperty),
};

/**
 * Of Map, Set and Date, whose methods want the object itself.
 * @param {(name: string) => boolean} isChange
 * @returns {ProxyHandler<any>}
 */
const nativeHandler = (isChange) => ({
  get(target, key, receiver) {
    const value = Reflect.get(target, key, target);
    if (typeof value !== 'function' || key === 'constructor') return value;
    return (/** @type {unknown[]} */ ...args) => {
      const result = Reflect.apply(value, target, args);
      if (typeof key === 'string' && isChange(key)) changedNow(target);
      return result === target ? receiver : result;
    };
  },
});
const mapHandler = nativeHandler((name) => MAP_CHANGES.has(name));
const setHandler = nativeHandler((name) => SET_CHANGES.has(name));
const dateHandler = nativeHandler((name) => name.startsWith('set'));

/** @param {object} raw @param {boolean} onlyBuiltIn */
const handlerOf = (raw, onlyBuiltIn) => {
  if (Array.isArray(raw)) return arrayHandler;
  if (raw instanceof Map) return mapHandler;
  if (raw instanceof Set) return setHandler;
  if (raw instanceof Date) return dateHandler;
  if (onlyBuiltIn || isView(raw) || NEVER_WRAPPED.some((type) => raw instanceof type)) return undefined;
  const prototype = Object.getPrototypeOf(raw);
  if (prototype === null || prototype === Object.prototype) return objectHandler;
  // An object without members of its own is a handle of something else, and its methods want to find it.
  return Object.keys(raw).length > 0 ? objectHandler : undefined;
};

/**
 * The value as a state gives it out: a proxy where changes inside of it are to be noticed.
 * @template T
 * @param {T} value
 * @param {boolean} [onlyBuiltIn] whether only arrays, maps, sets and dates are looked into
 * @returns {T}
 */
export const observed = (value, onlyBuiltIn = false) => {
  if (typeof value !== 'object' || value === null || raws.has(value)) return value;
  const known = proxies.get(value);
  if (known !== undefined) return /** @type {any} */ (known);
  const handler = handlerOf(value, onlyBuiltIn);
  return handler === undefined ? value : wrapped(value, handler);
};

/** @type {<T extends object>(raw: T, handler: ProxyHandler<any>) => T} */
const wrapped = (raw, handler) => {
  const proxy = new Proxy(raw, handler);
  proxies.set(raw, proxy);
  raws.set(proxy, raw);
  return proxy;
};

/** @type {<T extends object>(instance: T) => T} an instance of an @Observed class */
export const observedInstance = (instance) => {
  if (raws.has(instance)) return instance;
  return /** @type {any} */ (proxies.get(instance)) ?? wrapped(instance, objectHandler);
};

/** @type {ProxyHandler<any>} of UIUtils.makeObserved, which looks into everything */
const deepHandler = {
  get(target, key, receiver) {
    const value = Reflect.get(target, key, receiver);
    const property = Reflect.getOwnPropertyDescriptor(target, key);
    return property?.configurable === false ? value : madeObserved(value);
  },
  set(target, key, value, receiver) {
    const isSet = Reflect.set(target, key, value, receiver);
    mark(String(key));
    return isSet;
  },
  deleteProperty: objectHandler.deleteProperty,
};

/** @type {<T>(value: T) => T} */
export const madeObserved = (value) => {
  if (typeof value !== 'object' || value === null || raws.has(value)) return value;
  const known = proxies.get(value);
  if (known !== undefined) return /** @type {any} */ (known);
  const handler = handlerOf(value, false);
  if (handler === undefined) return value;
  return /** @type {any} */ (wrapped(/** @type {any} */ (value), handler === objectHandler ? deepHandler : handler));
};

/**
 * A copy of plain data, deep, as @Prop takes it of what its parent has.
 * @template T
 * @param {T} value
 * @param {Map<object, object>} [seen]
 * @returns {T}
 */
export const copied = (value, seen = new Map()) => {
  const raw = /** @type {any} */ (rawOf(value));
  if (typeof raw !== 'object' || raw === null) return value;
  const known = seen.get(raw);
  if (known !== undefined) return /** @type {any} */ (known);
  const handler = handlerOf(raw, false);
  if (handler === undefined) return value;
  if (handler === dateHandler) return /** @type {any} */ (new Date(raw));
  /** @type {any} */
  let copy;
  if (handler === arrayHandler) copy = [];
  else if (handler === mapHandler) copy = new Map();
  else if (handler === setHandler) copy = new Set();
  else copy = Object.create(Object.getPrototypeOf(raw));
  seen.set(raw, copy);
  if (handler === mapHandler) for (const [key, item] of raw) copy.set(key, copied(item, seen));
  else if (handler === setHandler) for (const item of raw) copy.add(copied(item, seen));
  else for (const key of Object.keys(raw)) copy[key] = copied(raw[key], seen);
  return value === raw ? copy : observedInstance(copy);
};

// Deeper than literals in a build are, two values are not compared.
const ALIKE_DEPTH = 4;

/**
 * Whether two values that are not the same are plain data with the same content, as two runs of a literal make it.
 * @param {any} one @param {any} other @param {number} [depth]
 * @returns {boolean}
 */
export const alike = (one, other, depth = 0) => {
  if (Object.is(one, other)) return depth > 0;
  if (!isPlain(one) || !isPlain(other) || depth >= ALIKE_DEPTH) return false;
  const names = Object.keys(one);
  if (Array.isArray(one) !== Array.isArray(other) || names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && alike(rawOf(one[name]), rawOf(other[name]), depth + 1));
};

/** @param {any} value */
const isPlain = (value) => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
};
