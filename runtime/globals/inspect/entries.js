/**
 * What stands between the brackets of an inspected object: keys, properties and the contents of collections.
 * Accessors are named, never read.
 *
 * @param {import('../types').Core} core
 */
(core) => {
  'use strict';

  const { escapeText, plural, primitive, quote } = core.inspectText;
  const { hasOwn, isEnumerable, kindOf } = core.inspectKinds;
  const {
    array: { join },
    arrayBuffer: { byteLength: arrayBufferSize },
    constructors: { Uint8Array: Bytes },
    dataView,
    map: { entries: mapEntries, size: mapSize },
    mapIterator: { next: nextPair },
    number: { toString: numberToString },
    regexp: { exec },
    set: { size: setSize, values: setValues },
    setIterator: { next: nextValue },
    sharedArrayBuffer: { byteLength: sharedArrayBufferSize },
    statics: { getOwnPropertyDescriptor: descriptorOf, keys: keysOf, min, namesOf, symbolsOf },
    symbol: { toString: symbolToString },
    typedArray: { length: typedArrayLength },
  } = core.primordials;

  const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
  const ARRAY_INDEX = /^(?:0|[1-9][0-9]*)$/;
  const LAST_ARRAY_INDEX = 2 ** 32 - 2;
  const TYPED_ARRAY_FACTS = ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset'];
  // Listing the keys of a longer array takes longer than printing it: only its elements are shown.
  const KEYS_LISTED_UP_TO = 10_000;
  const ABSENT = { __proto__: null, value: undefined, enumerable: true };

  const append = (list, item) => { list[list.length] = item; };

  /** The keys of `value` that are shown, strings first. */
  const keysShown = (state, value) => {
    let keys;
    try {
      keys = state.showHidden ? namesOf(value) : keysOf(value);
    } catch (error) {
      // A module that has not run yet cannot say which of its names are enumerable: all are.
      if (kindOf(value) !== 'Module') throw error;
      keys = namesOf(value);
    }
    const symbols = symbolsOf(value);
    for (let i = 0; i < symbols.length; i++) {
      if (state.showHidden || isEnumerable(value, symbols[i])) append(keys, symbols[i]);
    }
    return keys;
  };

  const isIndex = (key) => (
    typeof key === 'string' && exec(ARRAY_INDEX, key) !== null && +key <= LAST_ARRAY_INDEX
  );

  /** The keys shown of an array or string beside its elements. */
  const extraKeys = (state, value, size) => {
    if (size > KEYS_LISTED_UP_TO && hasOwn(value, size - 1)) return [];
    const keys = keysShown(state, value);
    let first = keys.length;
    // Indices come before all other keys.
    while (first > 0 && !isIndex(keys[first - 1])) first--;
    const extra = [];
    for (let i = first; i < keys.length; i++) append(extra, keys[i]);
    return extra;
  };

  const nested = (state, value, level) => {
    state.indent += 2;
    const text = state.format(state, value, level);
    state.indent -= 2;
    return text;
  };

  const keyText = (state, key, enumerable) => {
    if (typeof key === 'symbol') return `[${state.paint(escapeText(symbolToString(key)), 'symbol')}]`;
    if (key === '__proto__') return "['__proto__']";
    if (!enumerable) return `[${escapeText(key)}]`;
    return exec(IDENTIFIER, key) === null ? state.paint(quote(key), 'string') : key;
  };

  const slotText = (state, slot, level) => {
    if (slot.get === undefined && slot.set === undefined) return nested(state, slot.value, level);
    if (slot.get === undefined) return state.paint('[Setter]', 'special');
    return state.paint(slot.set === undefined ? '[Getter]' : '[Getter/Setter]', 'special');
  };

  const elementText = (state, value, key, level) => (
    slotText(state, descriptorOf(value, key) ?? ABSENT, level)
  );

  const propertyText = (state, value, key, level) => {
    const slot = descriptorOf(value, key) ?? ABSENT;
    return `${keyText(state, key, slot.enumerable)}: ${slotText(state, slot, level)}`;
  };

  const noteHidden = (entries, hidden) => {
    if (hidden > 0) append(entries, `... ${plural(hidden, 'more item')}`);
    return entries;
  };

  const holes = (state, count) => state.paint(`<${plural(count, 'empty item')}>`, 'undefined');

  /** The length of an array; that of a Proxy may be anything. */
  const lengthOf = (value) => {
    const length = descriptorOf(value, 'length')?.value;
    return typeof length === 'number' ? length : 0;
  };

  /** The rest of an array from its first hole on, appended to `entries`. */
  const sparseEntries = (state, value, level, limit, entries) => {
    const keys = keysOf(value);
    let index = entries.length;
    for (let i = index; i < keys.length && entries.length < limit && isIndex(keys[i]); i++) {
      const key = +keys[i];
      if (key !== index) append(entries, holes(state, key - index));
      index = key;
      if (entries.length === limit) break;
      append(entries, elementText(state, value, keys[i], level));
      index++;
    }
    const hidden = lengthOf(value) - index;
    if (entries.length === limit) return noteHidden(entries, hidden);
    if (hidden > 0) append(entries, holes(state, hidden));
    return entries;
  };

  const arrayEntries = (state, value, level) => {
    const size = lengthOf(value);
    const limit = min(state.maxArrayLength, size);
    const entries = [];
    for (let i = 0; i < limit; i++) {
      if (!hasOwn(value, i)) return sparseEntries(state, value, level, limit, entries);
      append(entries, elementText(state, value, i, level));
    }
    return noteHidden(entries, size - limit);
  };

  const typedArrayEntries = (state, value) => {
    const size = typedArrayLength(value);
    const limit = min(state.maxArrayLength, size);
    const entries = [];
    for (let i = 0; i < limit; i++) append(entries, primitive(state, value[i]));
    noteHidden(entries, size - limit);
    if (!state.showHidden) return entries;
    for (let i = 0; i < TYPED_ARRAY_FACTS.length; i++) {
      append(entries, `[${TYPED_ARRAY_FACTS[i]}]: ${primitive(state, value[TYPED_ARRAY_FACTS[i]])}`);
    }
    const { buffer } = value;
    append(entries, `[buffer]: ${kindOf(buffer)} { byteLength: ${primitive(state, buffer.byteLength)} }`);
    return entries;
  };

  const setEntries = (state, value, level) => {
    const limit = min(state.maxArrayLength, setSize(value));
    const entries = [];
    const values = setValues(value);
    while (entries.length < limit) append(entries, nested(state, nextValue(values).value, level));
    return noteHidden(entries, setSize(value) - limit);
  };

  const mapPairs = (state, value, level) => {
    const limit = min(state.maxArrayLength, mapSize(value));
    const entries = [];
    const pairs = mapEntries(value);
    while (entries.length < limit) {
      const pair = nextPair(pairs).value;
      append(entries, `${nested(state, pair[0], level)} => ${nested(state, pair[1], level)}`);
    }
    return noteHidden(entries, mapSize(value) - limit);
  };

  const bufferEntries = (state, value) => {
    const size = kindOf(value) === 'ArrayBuffer' ? arrayBufferSize(value) : sharedArrayBufferSize(value);
    const sizeText = `byteLength: ${state.paint(`${size}`, 'number')}`;
    let bytes;
    try {
      bytes = new Bytes(value);
    } catch {
      return [state.paint('(detached)', 'special'), sizeText];
    }
    const limit = min(state.maxArrayLength, size);
    const digits = [];
    for (let i = 0; i < limit; i++) digits[i] = (bytes[i] < 16 ? '0' : '') + numberToString(bytes[i], 16);
    const rest = size > limit ? ` ... ${plural(size - limit, 'more byte')}` : '';
    return [`${state.paint('[Uint8Contents]', 'special')}: <${join(digits, ' ')}${rest}>`, sizeText];
  };

  const dataViewEntries = (state, value, level) => {
    try {
      return [
        `byteLength: ${state.paint(`${dataView.byteLength(value)}`, 'number')}`,
        `byteOffset: ${state.paint(`${dataView.byteOffset(value)}`, 'number')}`,
        `buffer: ${nested(state, dataView.buffer(value), level)}`,
      ];
    } catch {
      return [state.paint('(detached)', 'special')];
    }
  };

  const promiseEntries = (state, value, level) => {
    // The engine shows the state of a promise to its host only; a host may pass it on.
    const outcome = core.ops.promiseState?.(value);
    if (outcome === undefined || outcome === null) return [state.paint('<state unknown>', 'special')];
    const settled = hasOwn(outcome, 'value') ? nested(state, outcome.value, level) : '';
    if (outcome.state === 'fulfilled') return [settled];
    const label = state.paint(`<${outcome.state}>`, 'special');
    return [settled === '' ? label : `${label} ${settled}`];
  };

  const unknownEntries = (state) => [state.paint('<items unknown>', 'special')];

  const moduleEntries = (state, value, level) => {
    const entries = [];
    const keys = keysShown(state, value);
    for (let i = 0; i < keys.length; i++) {
      try {
        append(entries, propertyText(state, value, keys[i], level));
      } catch {
        append(entries, `${keyText(state, keys[i], true)}: ${state.paint('<uninitialized>', 'special')}`);
      }
    }
    return entries;
  };

  core.inspectEntries = {
    append, arrayEntries, bufferEntries, dataViewEntries, extraKeys, keysShown, lengthOf, mapPairs, mapSize,
    moduleEntries, promiseEntries, propertyText, setEntries, setSize, typedArrayEntries, typedArrayLength,
    unknownEntries,
  };
}
