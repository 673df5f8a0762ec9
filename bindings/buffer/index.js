/** @ohos.buffer: bytes, their encodings, and blobs. Source of words and of what is odd: OpenHarmony's own. */
import { builtins } from 'ohosrun:bridge/buffer';
import {
  byteLengthOf, isArray, isObject, isView, NativeDataView, NativeUint8Array, setBytes, sizeOfBuffer, subarray,
  uncurried,
} from 'ohosrun:kit/intrinsics.js';
import { Blob } from 'ohosrun:bindings/buffer/blob.js';
import {
  adopted, allocate, allocateFromPool, Buffer, compareParts, copied, isBuffer, isBytes, over, pooled,
} from 'ohosrun:bindings/buffer/buffer.js';
import { checkEncoding, decode, encode, lengthIn, nameOfEncoding } from 'ohosrun:bindings/buffer/encodings.js';
import { checkRange, checkSize, checkType, LARGEST, wrongType } from 'ohosrun:bindings/buffer/errors.js';

const { SharedArrayBuffer: NativeSharedArrayBuffer, Symbol } = builtins;
const sizeOfShared = uncurried(NativeSharedArrayBuffer.prototype, 'byteLength');
const sizeOfView = uncurried(NativeDataView.prototype, 'byteLength');
const BYTES = 'Buffer or Uint8Array';

/** How large memory is, -1 for what is none. @param {any} value */
function sizeOf(value) {
  if (!isObject(value)) return -1;
  try {
    return value instanceof NativeSharedArrayBuffer ? sizeOfShared(value) : sizeOfBuffer(value);
  } catch {
    return -1;
  }
}

/** @param {...any} args size, fill, encoding */
function alloc(...args) {
  const fill = args[1];
  checkSize(args[0]);
  const made = allocate(args[0]);
  if (args.length === 2 && fill !== undefined && fill !== 0) made.fill(fill);
  if (args.length > 2) {
    const encoding = args[2] ?? 'utf-8';
    checkType(encoding, 'string', 'encoding');
    if (fill !== undefined && fill !== 0) made.fill(fill, undefined, undefined, encoding);
  }
  return made;
}

/** @param {any} size */
function allocUninitialized(size) {
  checkSize(size);
  return allocate(size);
}

/** @param {any} size */
function allocUninitializedFromPool(size) {
  checkSize(size);
  return allocateFromPool(size);
}

/** @param {any} string @param {any} [encoding] */
function byteLength(string, encoding) {
  if (typeof string === 'string') return lengthIn(string, nameOfEncoding(encoding ?? 'utf8') ?? 'utf8');
  const size = sizeOf(string);
  if (size >= 0) return size;
  if (!isView(string)) throw wrongType('string', 'string or Buffer, ArrayBuffer', string);
  return string instanceof NativeDataView ? sizeOfView(string) : byteLengthOf(string);
}

/** @param {any} buf1 @param {any} buf2 */
function compare(buf1, buf2) {
  // Whatever came is called a string, as there.
  if (!isBytes(buf1)) throw wrongType('buf1', BYTES, '');
  if (!isBytes(buf2)) throw wrongType('buf2', BYTES, '');
  return compareParts(buf1, 0, byteLengthOf(buf1), buf2, 0, byteLengthOf(buf2));
}

/** @param {any} list @param {any} [totalLength] */
function concat(list, totalLength) {
  if (!isArray(list)) throw wrongType('list', 'Array', list);
  if (list.length === 0) return allocate(0);
  let length = totalLength;
  if (!length) {
    length = 0;
    for (let i = 0; i < list.length; i++) if (isBytes(list[i])) length += byteLengthOf(list[i]);
  }
  checkRange(length, 'totalLength', 0, LARGEST);
  const made = allocUninitializedFromPool(length);
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    if (!isBytes(list[i])) continue;
    const room = byteLengthOf(made) - at;
    if (room <= 0) break;
    const isWhole = byteLengthOf(list[i]) <= room;
    setBytes(made, isWhole ? list[i] : subarray(copied(list[i]), 0, room), at);
    at += byteLengthOf(list[i]);
  }
  return made;
}

/** @param {any} memory @param {number} size @param {any} byteOffset @param {any} length */
function fromMemory(memory, size, byteOffset, length) {
  const offset = +byteOffset || 0;
  if (offset < 0) throw wrongType('offset', 'number', offset);
  const count = length === undefined ? size - offset : +length || 0;
  checkRange(offset, 'byteOffset', 0, size);
  checkRange(count, 'length', 0, size - offset);
  return over(new NativeUint8Array(memory, offset, count), memory);
}

/** @param {string} text @param {any} encoding a number counts as none */
const fromText = (text, encoding) => (
  adopted(encode(text, checkEncoding(!encoding || typeof encoding === 'number' ? 'utf8' : encoding)))
);

/**
 * @param {any} value
 * @param {any} [offsetOrEncoding]
 * @param {any} [length]
 * @returns {any}
 */
function from(value, offsetOrEncoding, length) {
  if (typeof value === 'string') return fromText(value, offsetOrEncoding);
  const size = sizeOf(value);
  if (size >= 0) return fromMemory(value, size, offsetOrEncoding, length);
  if (isBytes(value)) return over(copied(value));
  if (isArray(value)) return pooled(value);
  if (isObject(value)) {
    const inner = value.valueOf && value.valueOf();
    if (inner !== undefined && inner !== null && inner !== value && (typeof inner === 'string' || isObject(inner))) {
      return from(inner, offsetOrEncoding, length);
    }
    const toPrimitive = value[Symbol.toPrimitive];
    const primitive = typeof toPrimitive === 'function' ? value[Symbol.toPrimitive]('string') : undefined;
    if (typeof primitive === 'string') return fromText(primitive, offsetOrEncoding);
  }
  throw wrongType('value', 'Buffer or ArrayBuffer, Array, Array-like', '');
}

/** @param {any} encoding */
const isEncoding = (encoding) => nameOfEncoding(encoding) !== undefined;

/** @param {any} source @param {any} fromEnc @param {any} toEnc */
function transcode(source, fromEnc, toEnc) {
  if (!isBytes(source)) throw wrongType('source', BYTES, source);
  checkType(fromEnc, 'string', 'fromEnc');
  checkType(toEnc, 'string', 'toEnc');
  return fromText(decode(source, checkEncoding(fromEnc), 0, byteLengthOf(source)), toEnc);
}

export default {
  Buffer,
  Blob,
  from,
  alloc,
  allocUninitializedFromPool,
  allocUninitialized,
  byteLength,
  isBuffer: (/** @type {any} */ value) => isBuffer(value),
  isEncoding,
  compare,
  concat,
  transcode,
};
