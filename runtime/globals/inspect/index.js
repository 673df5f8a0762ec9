/**
 * The value inspector behind console: the text of any value, as Node.js 20 `util.inspect` writes it.
 * Nothing a script defines is called, and nothing is thrown: where a Proxy throws, the text says so.
 *
 * @param {import('../types').Core} core
 */
(core) => {
  'use strict';

  const { layout, paint, plain, primitive } = core.inspectText;
  const { constructorName, functionName, kindOf, tagOf, typedArrayName } = core.inspectKinds;
  const {
    append, arrayEntries, bufferEntries, dataViewEntries, extraKeys, keysShown, lengthOf, mapPairs, mapSize,
    moduleEntries, promiseEntries, propertyText, setEntries, setSize, typedArrayEntries, typedArrayLength,
    unknownEntries,
  } = core.inspectEntries;
  const {
    bigint, boolean,
    constructors: { RegExp: NativeRegExp },
    date: { getTime: dateToNumber, toISOString: dateToISOString },
    function: { toString: functionToString },
    number,
    regexp: { exec, flags: regexpFlags, source: regexpSource },
    statics: { getPrototypeOf, isArray, isNaN, max, min },
    string, symbol,
  } = core.primordials;
  const { slice, toLowerCase } = string;
  const UNBOX = {
    __proto__: null, BigInt: bigint.valueOf, Boolean: boolean.valueOf, Number: number.valueOf,
    String: string.valueOf, Symbol: symbol.valueOf,
  };
  const FUNCTION_TYPES = [
    [getPrototypeOf(async function* () {}), 'AsyncGeneratorFunction'],
    [getPrototypeOf(function* () {}), 'GeneratorFunction'],
    [getPrototypeOf(async () => {}), 'AsyncFunction'],
  ];
  // Their shapers list the keys: most of them are indices.
  const INDEXED = { __proto__: null, Array: true, String: true, TypedArray: true };
  const CLASS_SOURCE = /^class\b[^]*}$/;
  // The indentation makes the text grow with the square of the depth.
  const DEPTH_LIMIT = 1000;
  // A text this long is cut off at the next level, or one value could fill the memory.
  const OUTPUT_BUDGET = 2 ** 27;

  /** The type in front of a value, with a space after it. */
  const prefix = (shape, fallback, size = '') => {
    const { name, tag } = shape;
    const label = name === null ? `[${fallback}${size}: null prototype] ` : `${name}${size} `;
    return tag === '' || tag === (name ?? fallback) ? label : `${label}[${tag}] `;
  };

  // The kinds: each completes the shape, or returns the text when nothing is left to put between brackets.

  const braces = (shape, entries, size) => {
    shape.open = `${prefix(shape, shape.kind, size === undefined ? '' : `(${size})`)}{`;
    shape.entries = entries;
    return size === 0 && shape.keys.length === 0 ? `${shape.open}}` : undefined;
  };

  const brackets = (state, value, shape, kind, size) => {
    const isOrdinary = shape.name === 'Array' && shape.tag === '' && kind === 'Array';
    shape.open = isOrdinary ? '[' : `${prefix(shape, kind, `(${size})`)}[`;
    shape.close = ']';
    shape.list = true;
    shape.keys = extraKeys(state, value, size);
    const isEmpty = size === 0 && shape.keys.length === 0 && (kind === 'Array' || !state.showHidden);
    return isEmpty ? `${shape.open}]` : undefined;
  };

  /** `text` as the whole value or, when there are properties to list, as what stands before them. */
  const based = (state, shape, text, style) => {
    shape.base = text;
    return shape.keys.length === 0 ? state.paint(text, style) : undefined;
  };

  const classText = (value, shape) => {
    let text = `class ${functionName(value) || '(anonymous)'}`;
    if (shape.name !== 'Function' && shape.name !== null) text += ` [${shape.name}]`;
    if (shape.tag !== '' && shape.tag !== shape.name) text += ` [${shape.tag}]`;
    if (shape.name === null) return `[${text} extends [null prototype]]`;
    const parent = functionName(getPrototypeOf(value));
    return parent === '' ? `[${text}]` : `[${text} extends ${parent}]`;
  };

  const functionText = (value, shape) => {
    if (exec(CLASS_SOURCE, functionToString(value)) !== null) return classText(value, shape);
    let type = 'Function';
    const prototype = getPrototypeOf(value);
    for (let i = 0; i < FUNCTION_TYPES.length; i++) {
      if (FUNCTION_TYPES[i][0] === prototype) type = FUNCTION_TYPES[i][1];
    }
    const name = functionName(value);
    let text = `[${type}${shape.name === null ? ' (null prototype)' : ''}`;
    text += name === '' ? ' (anonymous)]' : `: ${name}]`;
    if (shape.name !== type && shape.name !== null) text += ` ${shape.name}`;
    return shape.tag !== '' && shape.tag !== shape.name ? `${text} [${shape.tag}]` : text;
  };

  const shapeRegExp = (state, value, shape, level) => {
    const type = prefix(shape, 'RegExp');
    // The flags are read through the prototype.
    const flags = regexpFlags(shape.name === null ? new NativeRegExp(value) : value);
    const text = `${type === 'RegExp ' ? '' : type}/${regexpSource(value)}/${flags}`;
    return level > state.depth ? state.paint(text, 'regexp') : based(state, shape, text, 'regexp');
  };

  const shapeDate = (state, value, shape) => {
    const type = prefix(shape, 'Date');
    const text = isNaN(dateToNumber(value)) ? 'Invalid Date' : dateToISOString(value);
    return based(state, shape, type === 'Date ' ? text : type + text, 'date');
  };

  const shapeBoxed = (state, value, shape) => {
    const { kind, name, tag } = shape;
    const content = UNBOX[kind](value);
    if (kind === 'String') shape.keys = extraKeys(state, value, content.length);
    const constructor = name === kind ? '' : ` (${name ?? 'null prototype'})`;
    const text = `[${kind}${constructor}: ${primitive({ ...state, paint: plain }, content)}]`;
    return based(state, shape, tag !== '' && tag !== name ? `${text} [${tag}]` : text, toLowerCase(kind));
  };

  const shapeObject = (state, value, shape) => {
    if (shape.name !== 'Object' || shape.tag !== '') shape.open = `${prefix(shape, 'Object')}{`;
    return shape.keys.length === 0 ? `${shape.open}}` : undefined;
  };

  const shapeArguments = (state, value, shape) => {
    shape.open = '[Arguments] {';
    return shape.keys.length === 0 ? '[Arguments] {}' : undefined;
  };

  const shapeError = (state, value, shape) => {
    shape.base = core.errorText(state, value, shape);
    return shape.keys.length === 0 ? shape.base : undefined;
  };

  const shapeArray = (state, value, shape) => {
    shape.entries = arrayEntries;
    return brackets(state, value, shape, 'Array', lengthOf(value));
  };

  const shapeTypedArray = (state, value, shape) => {
    shape.entries = typedArrayEntries;
    return brackets(state, value, shape, typedArrayName(value), typedArrayLength(value));
  };

  const shapeModule = (state, value, shape) => {
    shape.keys = [];
    return braces(shape, moduleEntries);
  };

  const shapeIterator = (state, value, shape) => {
    shape.open = `[${shape.tag}] {`;
    shape.entries = unknownEntries;
  };

  const shapeBuffer = (state, value, shape) => braces(shape, bufferEntries);
  const shapeWeak = (state, value, shape) => braces(shape, unknownEntries);

  /** @type {{ [kind: string]: (state: InspectState, value: any, shape: Shape, level: number) => any }} */
  const SHAPERS = {
    __proto__: null,
    Arguments: shapeArguments, Array: shapeArray, ArrayBuffer: shapeBuffer, BigInt: shapeBoxed,
    Boolean: shapeBoxed,
    DataView: (state, value, shape) => braces(shape, dataViewEntries),
    Date: shapeDate, Error: shapeError,
    Function: (state, value, shape) => based(state, shape, functionText(value, shape), 'special'),
    Map: (state, value, shape) => braces(shape, mapPairs, mapSize(value)),
    MapIterator: shapeIterator, Module: shapeModule, Number: shapeBoxed, Object: shapeObject,
    Promise: (state, value, shape) => braces(shape, promiseEntries),
    RegExp: shapeRegExp,
    Set: (state, value, shape) => braces(shape, setEntries, setSize(value)),
    SetIterator: shapeIterator, SharedArrayBuffer: shapeBuffer, String: shapeBoxed, Symbol: shapeBoxed,
    TypedArray: shapeTypedArray, WeakMap: shapeWeak, WeakSet: shapeWeak,
  };

  const indexIn = (list, item) => {
    for (let i = 0; i < list.length; i++) if (list[i] === item) return i;
    return -1;
  };

  const referenceTo = (state, value) => {
    if (indexIn(state.circular, value) === -1) append(state.circular, value);
    return state.paint(`[Circular *${indexIn(state.circular, value) + 1}]`, 'special');
  };

  const typeOnly = (state, value, shape) => {
    const kind = shape.kind === 'TypedArray' ? typedArrayName(value) : shape.kind;
    const type = slice(prefix(shape, kind), 0, -1);
    return state.paint(shape.name === null ? type : `[${type}]`, 'special');
  };

  /** @type {(state: InspectState, value: object, level: number) => string} */
  const formatObject = (state, value, level) => {
    const kind = kindOf(value);
    const name = constructorName(value);
    const tag = tagOf(value, state.showHidden);
    const shape = {
      kind, name, tag, keys: null, base: '', open: '{', close: '}', list: false, entries: null,
    };
    if (!INDEXED[kind]) shape.keys = keysShown(state, value);
    const whole = SHAPERS[kind](state, value, shape, level);
    if (whole !== undefined) return whole;
    if (level > state.depth) return typeOnly(state, value, shape);

    const inner = level + 1;
    state.seen[state.seen.length] = value;
    state.deepest = inner;
    const { keys } = shape;
    const entries = shape.entries === null ? [] : shape.entries(state, value, inner);
    for (let i = 0; i < keys.length; i++) append(entries, propertyText(state, value, keys[i], inner));
    state.seen.length--;

    const reference = indexIn(state.circular, value);
    if (reference !== -1) {
      const label = state.paint(`<ref *${reference + 1}>`, 'special');
      shape.base = shape.base === '' ? label : `${label} ${shape.base}`;
    }
    const text = layout(state, shape, entries, inner, value);
    state.written += text.length;
    if (state.written > OUTPUT_BUDGET) state.depth = -1;
    return text;
  };

  const messageOf = (error) => {
    try {
      return `${typeof error === 'object' ? error.message : error}`;
    } catch {
      return '';
    }
  };

  /** What is shown in place of an object whose inspection threw `error`. */
  const failureText = (state, value, error) => {
    try {
      isArray(value);
    } catch {
      return state.paint('<Revoked Proxy>', 'special');
    }
    const message = messageOf(error);
    if (message === 'stack overflow') {
      const text = '[Object: Inspection interrupted prematurely. Maximum call stack size exceeded.]';
      return state.paint(text, 'special');
    }
    return state.paint(`<Inspection threw (${message})>`, 'special');
  };

  /** @type {(state: InspectState, value: any, level: number) => string} */
  const format = (state, value, level) => {
    const type = typeof value;
    if (value === null || (type !== 'object' && type !== 'function')) return primitive(state, value);
    const { indent, seen } = state;
    if (indexIn(seen, value) !== -1) return referenceTo(state, value);
    const entered = seen.length;
    try {
      return formatObject(state, value, level);
    } catch (error) {
      // Only a Proxy or the end of the stack gets here.
      seen.length = entered;
      state.indent = indent;
      return failureText(state, value, error);
    }
  };

  const limit = (option, byDefault) => {
    if (option === null) return Infinity;
    return typeof option === 'number' ? option : byDefault;
  };

  // All that a primitive other than a string needs to know.
  const IN_COLOR = { __proto__: null, paint };
  const PLAIN = { __proto__: null, paint: plain };

  /**
   * The text of `value`. Options as for `util.inspect`: colors, depth, showHidden, breakLength,
   * maxArrayLength, maxStringLength, compact (false or a number).
   * @type {(value: any, options?: Record<string, any>) => string}
   */
  core.inspect = (value, options) => {
    const type = typeof value;
    if (type === 'number' || type === 'boolean' || value === undefined || value === null) {
      return primitive(options?.colors ? IN_COLOR : PLAIN, value);
    }
    const {
      breakLength, colors, compact, depth, maxArrayLength, maxStringLength, showHidden,
    } = options ?? {};
    const state = {
      format,
      paint: colors ? paint : plain,
      colors: !!colors,
      depth: min(limit(depth, 2), DEPTH_LIMIT),
      breakLength: limit(breakLength, 80),
      compact: compact === false ? 0 : limit(compact, 3),
      maxArrayLength: max(limit(maxArrayLength, 100), 0),
      maxStringLength: max(limit(maxStringLength, 10_000), 0),
      showHidden: !!showHidden,
      indent: 0,
      deepest: 0,
      written: 0,
      seen: [],
      circular: [],
    };
    return format(state, value, 0);
  };

  core.typePrefix = prefix;
}
