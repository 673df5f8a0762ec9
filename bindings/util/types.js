/** `util.types`: what a value is by its internal slots; what a script says of itself (Symbol.toStringTag) does not count. */
import { builtins } from 'ohosrun:bridge/util';
import { notHere } from 'ohosrun:kit/errors.js';
import {
  defineProperty, getPrototypeOf, isView, keys, kindOfTypedArray, NativePromise, sizeOfBuffer, tagOf, uncurried,
} from 'ohosrun:kit/intrinsics.js';

const {
  BigInt, Boolean, DataView, Date, Error, Map, Number, RegExp, Set, SharedArrayBuffer, String, Symbol, WeakMap, WeakSet,
} = builtins;
const { isError } = Error;

/** Whether `read` works on a value, as the accessors and methods of builtin classes do for their own kind only. */
const has = (/** @type {(value: any, ...rest: any[]) => unknown} */ read) => (/** @type {any} */ value) => {
  if (typeof value !== 'object' || value === null) return false;
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
};

const prototypeOf = (/** @type {any} */ value) => getPrototypeOf(value);
const generator = prototypeOf(function* () {});
const asyncFunction = prototypeOf(async () => {});
const asyncGenerator = prototypeOf(async function* () {});
const mapIterator = prototypeOf(new Map().entries());
const setIterator = prototypeOf(new Set().values());

/** Whether `prototype` is in the chain of a value, by the chain itself. */
const inherits = (/** @type {any} */ value, /** @type {object} */ prototype) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  try {
    for (let at = prototypeOf(value); at !== null; at = prototypeOf(at)) if (at === prototype) return true;
  } catch { /* A Proxy that throws is none of these. */ }
  return false;
};

const isKind = (/** @type {string} */ kind) => (/** @type {any} */ value) => isView(value) && kindOfTypedArray(value) === kind;
const isDataView = has(uncurried(DataView.prototype, 'byteLength'));
const isArrayBuffer = has(sizeOfBuffer);
const isSharedArrayBuffer = has(uncurried(SharedArrayBuffer.prototype, 'byteLength'));
const isNumberObject = has(uncurried(Number.prototype, 'valueOf'));
const isBooleanObject = has(uncurried(Boolean.prototype, 'valueOf'));
const isStringObject = has(uncurried(String.prototype, 'valueOf'));
const isSymbolObject = has(uncurried(Symbol.prototype, 'valueOf'));
const isBigIntObject = has(uncurried(BigInt.prototype, 'valueOf'));
const isTypedArray = (/** @type {any} */ value) => isView(value) && kindOfTypedArray(value) !== undefined;
const isAnyArrayBuffer = (/** @type {any} */ value) => isArrayBuffer(value) || isSharedArrayBuffer(value);
const isNamespace = (/** @type {any} */ value) =>
  typeof value === 'object' && value !== null && prototypeOf(value) === null && tagOf(value) === '[object Module]';

const hasSource = has(uncurried(RegExp.prototype, 'source'));
const looksIntoMap = uncurried(WeakMap.prototype, 'has');
const looksIntoSet = uncurried(WeakSet.prototype, 'has');

/** @type {Record<string, (value: any) => boolean>} */
const CHECKS = {
  isAnyArrayBuffer,
  isArrayBufferView: (value) => isView(value),
  isArgumentsObject: (value) => typeof value === 'object' && value !== null && tagOf(value) === '[object Arguments]'
    && !(Symbol.toStringTag in value),
  isArrayBuffer,
  isAsyncFunction: (value) => typeof value === 'function' && (inherits(value, asyncFunction) || inherits(value, asyncGenerator)),
  isBooleanObject,
  isBoxedPrimitive: (value) => isNumberObject(value) || isBooleanObject(value) || isStringObject(value)
    || isSymbolObject(value) || isBigIntObject(value),
  isDataView,
  isDate: has(uncurried(Date.prototype, 'getTime')),
  isExternal: () => false,
  isGeneratorFunction: (value) => typeof value === 'function' && (inherits(value, generator) || inherits(value, asyncGenerator)),
  isGeneratorObject: (value) => typeof value === 'object' && inherits(value, generator.prototype),
  isMap: has(uncurried(Map.prototype, 'size')),
  isMapIterator: (value) => inherits(value, mapIterator),
  isModuleNamespaceObject: isNamespace,
  isNativeError: (value) => isError(value),
  isNumberObject,
  isProxy: () => { throw notHere('@ohos.util', 'types.isProxy'); },
  isPromise: (value) => inherits(value, NativePromise.prototype),
  isRegExp: (value) => hasSource(value) && value !== RegExp.prototype,
  isSet: has(uncurried(Set.prototype, 'size')),
  isSetIterator: (value) => inherits(value, setIterator),
  isSharedArrayBuffer,
  isStringObject,
  isSymbolObject,
  isTypedArray,
  isWeakMap: has((value) => looksIntoMap(value, value)),
  isWeakSet: has((value) => looksIntoSet(value, value)),
};
const KINDS = [
  'Float32Array', 'Float64Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array',
  'Uint32Array', 'BigInt64Array', 'BigUint64Array',
];
for (let i = 0; i < KINDS.length; i++) CHECKS[`is${KINDS[i]}`] = isKind(KINDS[i]);

/** The class that programs make an instance of; each check is a method. */
export class types {}
const names = keys(CHECKS);
for (let i = 0; i < names.length; i++) {
  defineProperty(types.prototype, names[i], {
    __proto__: null, value: CHECKS[names[i]], writable: true, configurable: true, enumerable: false,
  });
}
