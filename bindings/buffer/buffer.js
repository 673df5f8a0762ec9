/**
 * The Buffer of @ohos.buffer: bytes with an index, which are a view of memory that others may see, too. It is one
 * of the engine's typed arrays with a prototype of its own, so that an index costs what it costs there.
 */
import { builtins } from 'ohosrun:bridge/buffer';
import {
  bufferOf, byteLengthOf, byteOffsetOf, copyWithin, floor, isArray, isObject, NativeArrayBuffer, NativeTypeError,
  NativeUint8Array, setBytes, setPrototypeOf, sliceBuffer, uncurried, valuesOf,
} from 'ohosrun:kit/intrinsics.js';
import { checkEncoding, decode, encode, nameOfEncoding } from 'ohosrun:bindings/buffer/encodings.js';
import {
  checkMultiple, checkNotNegative, checkRange, checkType, isUint8Array, LARGEST, onlyAGetter, unknownEncoding,
  wrongType,
} from 'ohosrun:bindings/buffer/errors.js';
import { withNumbers } from 'ohosrun:bindings/buffer/numbers.js';
import { filling, indexIn, lastIndexIn } from 'ohosrun:bindings/buffer/search.js';

const { Array: NativeArray, Object: NativeObject, Symbol } = builtins;
const keysOf = uncurried(NativeArray.prototype, 'keys');
const entriesOf = uncurried(NativeArray.prototype, 'entries');

const POOL_SIZE = 8192;
const BYTES = 'Buffer or Uint8Array';

/** Says that the constructor is called from here. */
const OURS = {};

/** A class that is what it is given. */
class Returned {
  /** @param {any} object */
  constructor(object) { return object; }
}

/** Several small ones share a piece of memory, which only their byteOffset tells. */
const pool = { memory: new NativeArrayBuffer(POOL_SIZE), used: 0 };

/** @param {any} value a number, or what isNaN() takes to be one @param {number} [least] */
const numberOf = (value, least = -Infinity) => {
  const number = +value;
  return number !== number ? 0 : number < least ? least : number;
};

class Buffer extends Returned {
  /** The memory that the program gave, undefined where it is of our own. @type {ArrayBuffer | undefined} */
  #given;

  /**
   * @param {any} value
   * @param {any} [second]
   * @param {any} [third]
   */
  constructor(value, second, third) {
    const isOurs = value === OURS;
    const bytes = isOurs ? second : bytesFrom(value, second, third);
    setPrototypeOf(bytes, new.target.prototype);
    super(bytes);
    if (isOurs) this.#given = third;
    else if (isObject(value) && bufferOf(bytes) === value) this.#given = value;
  }

  /** @param {any} value */
  static is(value) { return isObject(value) && #given in value; }

  /** @param {any} bytes a Uint8Array, which becomes one @param {ArrayBuffer} [given] @returns {any} */
  static over(bytes, given) { return new Buffer(OURS, bytes, given); }

  /** @param {any} self @returns {any} */
  static own(self) {
    if (!isObject(self) || !(#given in self)) throw new NativeTypeError('this is not a Buffer');
    return self;
  }

  get length() { return byteLengthOf(own(this)); }

  set length(_value) { throw onlyAGetter('length'); }

  get byteOffset() { return byteOffsetOf(own(this)); }

  set byteOffset(_value) { throw onlyAGetter('byteOffset'); }

  /** The memory that was given, or a copy of what is in here. */
  get buffer() {
    const bytes = own(this);
    const start = byteOffsetOf(bytes);
    return bytes.#given ?? sliceBuffer(bufferOf(bytes), start, start + byteLengthOf(bytes));
  }

  set buffer(_value) { throw onlyAGetter('buffer'); }

  /** @param {...any} args value, offset, end, encoding; an encoding may stand in the place of the two before it */
  fill(...args) {
    const bytes = own(this);
    const size = byteLengthOf(bytes);
    if (size === 0) return this;
    let offset = args[1] ?? 0;
    let end = args[2] ?? size;
    let encoding = args[3] ?? 'utf8';
    if (args.length === 2 && typeof offset === 'string') {
      encoding = offset;
      offset = 0;
    } else if (args.length === 3 && typeof end === 'string') {
      encoding = end;
      end = size;
    }
    checkType(offset, 'number', 'offset');
    checkType(end, 'number', 'end');
    checkType(encoding, 'string', 'encoding');
    const name = checkEncoding(encoding);
    checkRange(offset, 'offset', 0, LARGEST);
    checkRange(end, 'end', 0, size);
    if (offset > end - 1) return this;
    const pattern = filling(args[0], name);
    if (pattern.length > 0) repeat(bytes, offset, end, pattern);
    return this;
  }

  /** @param {...any} args text, offset, length, encoding @returns {number} how many bytes were written */
  write(...args) {
    const bytes = own(this);
    const size = byteLengthOf(bytes);
    const text = args[0];
    checkType(text, 'string', 'str');
    const count = args.length;
    if (count === 2 && typeof args[1] === 'string') return put(bytes, text, 0, size, checkEncoding(args[1]));
    const offset = args[1] ?? 0;
    if (count <= 1) return put(bytes, text, 0, size, 'utf8');
    checkType(offset, 'number', 'offset');
    const hasEncoding = count === 3 && typeof args[2] === 'string';
    const length = hasEncoding ? size - offset : args[2] ?? size - offset;
    if (count > 3) checkType(length, 'number', 'length');
    checkRange(offset, 'offset', 0, size - 1);
    if (count === 3) {
      checkType(length, 'number', 'length');
      if (!hasEncoding) checkRange(length, 'length', 0, size);
    }
    const encoding = hasEncoding ? args[2] : args[3] ?? 'utf8';
    return put(bytes, text, offset, length, checkEncoding(encoding));
  }

  /**
   * @param {any} target
   * @param {any} [targetStart]
   * @param {any} [targetEnd]
   * @param {any} [sourceStart]
   * @param {any} [sourceEnd]
   */
  compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
    const bytes = own(this);
    if (!isUint8Array(target)) throw wrongType('target', BYTES, target);
    const from = targetStart ?? 0;
    const to = targetEnd ?? byteLengthOf(target);
    const ownFrom = sourceStart ?? 0;
    const ownTo = sourceEnd ?? byteLengthOf(bytes);
    checkType(from, 'number', 'targetStart');
    checkType(to, 'number', 'targetEnd');
    checkType(ownFrom, 'number', 'sourceStart');
    checkType(ownTo, 'number', 'sourceEnd');
    checkRange(from, 'targetStart', 0, LARGEST);
    checkRange(to, 'targetEnd', 0, byteLengthOf(target));
    checkRange(ownFrom, 'sourceStart', 0, LARGEST);
    checkRange(ownTo, 'sourceEnd', 0, byteLengthOf(bytes));
    return compareParts(bytes, ownFrom, ownTo, target, from, to);
  }

  /** @param {any} otherBuffer */
  equals(otherBuffer) {
    const bytes = own(this);
    if (!isUint8Array(otherBuffer)) throw wrongType('otherBuffer', BYTES, otherBuffer);
    return compareParts(bytes, 0, byteLengthOf(bytes), otherBuffer, 0, byteLengthOf(otherBuffer)) === 0;
  }

  /** @param {any} [start] @param {any} [end] @returns {any} over the same memory; empty where one is negative */
  subarray(start, end) {
    const bytes = own(this);
    const size = byteLengthOf(bytes);
    const from = numberOf(start) | 0;
    const to = end === undefined || numberOf(end) > size ? size : numberOf(end) | 0;
    if (from < 0 || to <= from) return allocate(0);
    return over(new NativeUint8Array(bufferOf(bytes), byteOffsetOf(bytes) + from, to - from));
  }

  /**
   * @param {any} target
   * @param {any} [targetStart]
   * @param {any} [sourceStart]
   * @param {any} [sourceEnd]
   * @returns {number} how many bytes were copied
   */
  copy(target, targetStart, sourceStart, sourceEnd) {
    const bytes = own(this);
    const size = byteLengthOf(bytes);
    if (!isUint8Array(target)) throw wrongType('target', BYTES, target);
    const at = numberOf(targetStart);
    const from = numberOf(sourceStart);
    const to = sourceEnd === undefined ? size : numberOf(sourceEnd);
    checkNotNegative(at, 'targetStart');
    checkNotNegative(from, 'sourceStart');
    checkNotNegative(to, 'sourceEnd');
    const end = (to > size ? size : to) | 0;
    const start = from | 0;
    if (at >= byteLengthOf(target) || end <= start) return 0;
    const room = byteLengthOf(target) - (at | 0);
    const count = end - start < room ? end - start : room;
    setBytes(target, new NativeUint8Array(bufferOf(bytes), byteOffsetOf(bytes) + start, count), at | 0);
    return count;
  }

  /** @param {any} [encoding] @param {any} [start] @param {any} [end] */
  toString(encoding, start, end) {
    const bytes = own(this);
    const size = byteLengthOf(bytes);
    const name = nameOfEncoding(encoding ?? 'utf8');
    if (name === undefined) throw unknownEncoding(encoding);
    const from = numberOf(start, 0);
    const to = end === undefined ? size : numberOf(end);
    if (from >= size || from > to) return '';
    return decode(bytes, name, from | 0, (to > size ? size : to) | 0);
  }

  toJSON() { return { type: 'Buffer', data: numbersIn(own(this)) }; }

  /** @param {any} value @param {any} [byteOffset] @param {any} [encoding] */
  indexOf(value, byteOffset, encoding) {
    const bytes = own(this);
    checkSought(value);
    return indexIn(bytes, value, byteOffset, encoding, 'indexOf');
  }

  /** @param {any} value @param {any} [byteOffset] @param {any} [encoding] */
  lastIndexOf(value, byteOffset, encoding) {
    const bytes = own(this);
    checkSought(value);
    return lastIndexIn(bytes, value, byteOffset, encoding);
  }

  /** @param {any} value @param {any} [byteOffset] @param {any} [encoding] */
  includes(value, byteOffset, encoding) {
    const bytes = own(this);
    checkSought(value);
    return indexIn(bytes, value, byteOffset, checkEncoding(encoding ?? 'utf8'), 'includes') !== -1;
  }

  swap16() { return swapped(own(this), 2); }

  swap32() { return swapped(own(this), 4); }

  swap64() { return swapped(own(this), 8); }

  keys() { return keysOf(numbersIn(own(this))); }

  values() { return valuesOf(numbersIn(own(this))); }

  entries() { return entriesOf(numbersIn(own(this))); }

  /** Pairs of index and byte, as there. */
  [Symbol.iterator]() { return entriesOf(numbersIn(own(this))); }
}

// What is for the files of this module is not for scripts.
export const { is: isBuffer, over, own } = Buffer;
setPrototypeOf(Buffer.prototype, NativeObject.prototype);
withNumbers(Buffer, own);
delete /** @type {any} */ (Buffer).is;
delete /** @type {any} */ (Buffer).over;
delete /** @type {any} */ (Buffer).own;

/** A Buffer is a Uint8Array to the engine. */
export { isUint8Array as isBytes };

/** @param {any} value */
function checkSought(value) {
  if (typeof value !== 'string' && typeof value !== 'number' && !isUint8Array(value)) {
    throw wrongType('value', 'string or number, Buffer, Uint8Array', value);
  }
}

/** @param {any} bytes @returns {number[]} */
function numbersIn(bytes) {
  const numbers = [];
  const length = byteLengthOf(bytes);
  for (let i = 0; i < length; i++) numbers[i] = bytes[i];
  return numbers;
}

/** @param {any} bytes @param {number} start @param {number} end @param {ArrayLike<number>} pattern */
function repeat(bytes, start, end, pattern) {
  const from = start | 0;
  const count = (end | 0) - from;
  let done = 0;
  for (; done < pattern.length && done < count; done++) bytes[from + done] = pattern[done];
  // What is there is copied behind itself.
  for (; done < count; done *= 2) copyWithin(bytes, from + done, from, from + (done * 2 < count ? done : count - done));
}

/** @param {any} bytes @param {string} text @param {number} offset @param {number} length @param {string} encoding */
function put(bytes, text, offset, length, encoding) {
  const written = encode(text, encoding);
  const room = byteLengthOf(bytes) - offset;
  let count = byteLengthOf(written);
  if (count > length) count = length;
  if (count > room) count = room;
  for (let i = 0; i < count; i++) bytes[offset + i] = written[i];
  return count;
}

/** @param {any} bytes @param {number} unit */
function swapped(bytes, unit) {
  const length = byteLengthOf(bytes);
  checkMultiple(length, unit);
  for (let i = 0; i < length; i += unit) {
    for (let low = i, high = i + unit - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
  return bytes;
}

/**
 * @param {any} one
 * @param {number} oneFrom
 * @param {number} oneTo
 * @param {any} other
 * @param {number} otherFrom
 * @param {number} otherTo
 * @returns {-1 | 0 | 1}
 */
export function compareParts(one, oneFrom, oneTo, other, otherFrom, otherTo) {
  if (oneFrom >= oneTo) return otherFrom >= otherTo ? 0 : -1;
  if (otherFrom >= otherTo) return 1;
  const length = oneTo - oneFrom;
  const otherLength = otherTo - otherFrom;
  for (let i = 0; i < length && i < otherLength; i++) {
    const difference = one[oneFrom + i] - other[otherFrom + i];
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return length === otherLength ? 0 : length < otherLength ? -1 : 1;
}

/** @param {any} value @returns {Uint8Array} a copy */
export function copied(value) {
  const bytes = new NativeUint8Array(byteLengthOf(value));
  setBytes(bytes, value, 0);
  return bytes;
}

/**
 * The bytes of `new Buffer(…)`.
 * @param {any} value
 * @param {any} second
 * @param {any} third
 */
function bytesFrom(value, second, third) {
  if (typeof value === 'string' && typeof second === 'string') return encode(value, checkEncoding(second));
  if (typeof second === 'number' && typeof third === 'number' && value instanceof NativeArrayBuffer) {
    return new NativeUint8Array(value, second, third);
  }
  if (second !== undefined) return new NativeUint8Array(0);
  if (isUint8Array(value)) return copied(value);
  return new NativeUint8Array(typeof value === 'number' || isArray(value) ? value : 0);
}

/** @param {number} size @returns {any} with memory of its own */
export const allocate = (size) => over(new NativeUint8Array(size));

/** @param {number} size @returns {any} with memory of the pool, if it is small */
export function allocateFromPool(size) {
  const length = floor(size);
  if (length >= POOL_SIZE >>> 1) return allocate(length);
  if (length > POOL_SIZE - pool.used) {
    pool.memory = new NativeArrayBuffer(POOL_SIZE);
    pool.used = 0;
  }
  const bytes = new NativeUint8Array(pool.memory, pool.used, length);
  pool.used = (pool.used + length + 7) & ~7;
  return over(bytes);
}

/** @param {Uint8Array} bytes which no one else has @returns {any} */
export const adopted = (bytes) => (bytes.length < POOL_SIZE >>> 1 ? pooled(bytes) : over(bytes));

/** @param {any} bytes which are copied @returns {any} */
export function pooled(bytes) {
  const made = allocateFromPool(bytes.length);
  for (let i = 0; i < bytes.length; i++) made[i] = bytes[i];
  return made;
}

export { Buffer };
