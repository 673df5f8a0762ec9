/**
 * What an object is, found out without calling anything a script can put on it: internal slots and data
 * properties decide, getters are not invoked. Only the traps of a Proxy cannot be avoided.
 *
 * @param {import('../types').Core} core
 */
(core) => {
  'use strict';

  const {
    arrayBuffer, bigint, boolean, constructors, date, map, number,
    object: { hasOwnProperty: hasOwn, propertyIsEnumerable: isEnumerable, toString: objectToString },
    prototypes, regexp, set, sharedArrayBuffer,
    statics: { getOwnPropertyDescriptor: descriptorOf, getPrototypeOf, isArray, isError, isView },
    string, symbol, typedArray, weakMap, weakSet,
  } = core.primordials;
  const { toStringTag } = constructors.Symbol;
  const objectPrototype = prototypes.object;
  const typedArrayName = typedArray[toStringTag];

  /** [kind, prototype, a function that throws unless its argument has the internal slot of the kind] */
  const BRANDS = [
    ['Map', constructors.Map.prototype, map.size],
    ['Set', constructors.Set.prototype, set.size],
    ['Date', constructors.Date.prototype, date.getTime],
    ['RegExp', constructors.RegExp.prototype, regexp.source],
    ['WeakMap', constructors.WeakMap.prototype, weakMap.has],
    ['WeakSet', constructors.WeakSet.prototype, weakSet.has],
    ['ArrayBuffer', constructors.ArrayBuffer.prototype, arrayBuffer.byteLength],
    ['SharedArrayBuffer', constructors.SharedArrayBuffer.prototype, sharedArrayBuffer.byteLength],
    ['Number', constructors.Number.prototype, number.valueOf],
    ['String', constructors.String.prototype, string.valueOf],
    ['Boolean', constructors.Boolean.prototype, boolean.valueOf],
    ['BigInt', constructors.BigInt.prototype, bigint.valueOf],
    ['Symbol', constructors.Symbol.prototype, symbol.valueOf],
    // No function tells these from an object made with their prototype without changing them.
    ['Error', constructors.Error.prototype, null],
    ['Promise', constructors.Promise.prototype, null],
    ['MapIterator', prototypes.mapIterator, null],
    ['SetIterator', prototypes.setIterator, null],
  ];

  // A Proxy can invent an endless chain.
  const CHAIN_LIMIT = 100;

  const hasBrand = (value, brand) => {
    if (value === brand[1]) return false;
    if (brand[2] === null) return true;
    try {
      brand[2](value);
      return true;
    } catch {
      return false;
    }
  };

  /** The kind of an object whose prototypes do not lead to `Object.prototype`. */
  const kindOfDetached = (value) => {
    for (let i = 0; i < BRANDS.length; i++) {
      if (BRANDS[i][2] !== null && hasBrand(value, BRANDS[i])) return BRANDS[i][0];
    }
    return descriptorOf(value, toStringTag)?.value === 'Module' ? 'Module' : 'Object';
  };

  const isArguments = (value) => hasOwn(value, 'callee') && objectToString(value) === '[object Arguments]';

  /**
   * A kind of BRANDS or 'Array', 'Function', 'TypedArray', 'DataView', 'Arguments', 'Module', 'Object'.
   * @type {(value: object) => string}
   * @throws {TypeError} for a revoked Proxy
   */
  const kindOf = (value) => {
    // First: it throws for a revoked Proxy and for nothing else.
    if (isArray(value)) return 'Array';
    if (typeof value === 'function') return 'Function';
    let prototype = getPrototypeOf(value);
    if (isError(value)) return 'Error';
    if (prototype === objectPrototype) return isArguments(value) ? 'Arguments' : 'Object';
    if (isView(value)) return typedArrayName(value) === undefined ? 'DataView' : 'TypedArray';
    for (let i = 0; prototype !== null && i < CHAIN_LIMIT; i++) {
      if (prototype === objectPrototype) return 'Object';
      for (let b = 0; b < BRANDS.length; b++) {
        if (BRANDS[b][1] === prototype) return hasBrand(value, BRANDS[b]) ? BRANDS[b][0] : 'Object';
      }
      prototype = getPrototypeOf(prototype);
    }
    return kindOfDetached(value);
  };

  const isInstance = (value, constructor) => {
    const wanted = descriptorOf(constructor, 'prototype')?.value;
    let prototype = getPrototypeOf(value);
    for (let i = 0; prototype !== null && i < CHAIN_LIMIT; i++) {
      if (prototype === wanted) return true;
      prototype = getPrototypeOf(prototype);
    }
    return false;
  };

  /** The name of a function as its own data property has it, else ''. */
  const functionName = (value) => {
    const name = descriptorOf(value, 'name')?.value;
    return typeof name === 'string' ? name : '';
  };

  /**
   * The name of the class that made `value`; null for an object without any prototype.
   * @type {(value: object, prototypesNamed?: number) => string | null}
   */
  const constructorName = (value, prototypesNamed = 3) => {
    let owner = value;
    for (let i = 0; owner !== null && i < CHAIN_LIMIT; i++) {
      if (owner === objectPrototype && owner !== value) return 'Object';
      const constructor = descriptorOf(owner, 'constructor')?.value;
      if (typeof constructor === 'function') {
        const name = functionName(constructor);
        if (name !== '' && isInstance(value, constructor)) return name;
      }
      owner = getPrototypeOf(owner);
    }
    const prototype = getPrototypeOf(value);
    if (prototype === null) return null;
    const type = typeof value === 'function' ? 'Function' : 'Object';
    if (prototypesNamed === 0) return `${type} <Complex prototype>`;
    return `${type} <${constructorName(prototype, prototypesNamed - 1) ?? '[Object: null prototype] {}'}>`;
  };

  /** The `Symbol.toStringTag` of `value` unless it is listed among its properties anyway. */
  const tagOf = (value, showHidden) => {
    try {
      const tag = value[toStringTag];
      if (typeof tag !== 'string' || tag === '') return '';
      return (showHidden ? hasOwn(value, toStringTag) : isEnumerable(value, toStringTag)) ? '' : tag;
    } catch {
      return '';
    }
  };

  core.inspectKinds = { constructorName, functionName, hasOwn, isEnumerable, kindOf, tagOf, typedArrayName };
}
