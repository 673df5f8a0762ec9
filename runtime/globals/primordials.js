/**
 * The intrinsics that console needs, taken before a script can replace them. Methods and getters are
 * functions of the value they work on: `string.slice(text, 0, 3)`, `map.size(entries)`.
 *
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';

  const { call } = Function.prototype;
  const { getOwnPropertyDescriptor, getPrototypeOf } = Object;

  const of = (prototype, names) => {
    const functions = { __proto__: null };
    for (let i = 0; i < names.length; i++) {
      const { get, value } = getOwnPropertyDescriptor(prototype, names[i]);
      functions[names[i]] = call.bind(get ?? value);
    }
    return functions;
  };

  const mapIteratorPrototype = getPrototypeOf(new Map().entries());
  const setIteratorPrototype = getPrototypeOf(new Set().values());
  const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);

  core.primordials = {
    array: of(Array.prototype, ['join']),
    arrayBuffer: of(ArrayBuffer.prototype, ['byteLength']),
    bigint: of(BigInt.prototype, ['valueOf']),
    boolean: of(Boolean.prototype, ['valueOf']),
    constructors: {
      ArrayBuffer, BigInt, Boolean, Date, Error, Map, Number, Promise, RegExp, Set, SharedArrayBuffer, String,
      Symbol, Uint8Array, WeakMap, WeakSet,
    },
    dataView: of(DataView.prototype, ['buffer', 'byteLength', 'byteOffset']),
    date: of(Date.prototype, ['getTime', 'toISOString']),
    function: of(Function.prototype, ['toString']),
    map: of(Map.prototype, ['entries', 'forEach', 'size']),
    mapIterator: of(mapIteratorPrototype, ['next']),
    number: of(Number.prototype, ['toFixed', 'toString', 'valueOf']),
    object: of(Object.prototype, ['hasOwnProperty', 'propertyIsEnumerable', 'toString']),
    prototypes: {
      mapIterator: mapIteratorPrototype, object: Object.prototype, setIterator: setIteratorPrototype,
    },
    regexp: of(RegExp.prototype, ['exec', 'flags', 'source']),
    set: of(Set.prototype, ['forEach', 'size', 'values']),
    setIterator: of(setIteratorPrototype, ['next']),
    sharedArrayBuffer: of(SharedArrayBuffer.prototype, ['byteLength']),
    statics: {
      defineProperty: Object.defineProperty, getOwnPropertyDescriptor, getPrototypeOf, isArray: Array.isArray,
      isError: Error.isError, isNaN: Number.isNaN, isView: ArrayBuffer.isView, keys: Object.keys,
      namesOf: Object.getOwnPropertyNames, parseFloat, parseInt, stringify: JSON.stringify,
      symbolsOf: Object.getOwnPropertySymbols,
      floor: Math.floor, max: Math.max, min: Math.min, round: Math.round, sqrt: Math.sqrt,
    },
    string: of(String.prototype, [
      'charCodeAt', 'codePointAt', 'endsWith', 'includes', 'indexOf', 'padEnd', 'padStart', 'repeat',
      'replace', 'replaceAll', 'slice', 'startsWith', 'toLowerCase', 'toUpperCase', 'toWellFormed',
      'valueOf',
    ]),
    symbol: of(Symbol.prototype, ['toString', 'valueOf']),
    typedArray: of(typedArrayPrototype, ['length', Symbol.toStringTag]),
    weakMap: of(WeakMap.prototype, ['has']),
    weakSet: of(WeakSet.prototype, ['has']),
  };
}
