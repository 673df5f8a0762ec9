/** Where bytes, text and numbers are in a Buffer, and what it is filled with. */
import { host } from 'ohosrun:bridge/buffer';
import { byteLengthOf, callSite, find, findLast, NativeError, trunc } from 'ohosrun:kit/intrinsics.js';
import { checkEncoding, encode } from 'ohosrun:bindings/buffer/encodings.js';
import { isUint8Array } from 'ohosrun:bindings/buffer/errors.js';

/** How many bytes become the text that a device looks in, where nothing is found. */
const MOST_TO_COMPARE = 1024;

/**
 * What fill() repeats; nothing for what it does not know.
 * @param {any} value
 * @param {string} encoding
 * @returns {{ length: number, [index: number]: number }}
 */
export function filling(value, encoding) {
  if (typeof value === 'number') return [value & 255];
  if (typeof value !== 'string') return isUint8Array(value) ? value : [];
  const bytes = encode(value, encoding);
  if (encoding === 'hex' && value !== '' && bytes.length === 0) {
    throw new NativeError(`The argument 'value' is invalid. Received "${value}"`);
  }
  return bytes;
}

/** @param {any} bytes @param {any} pattern @param {number} at */
function isAt(bytes, pattern, at) {
  for (let i = 0; i < byteLengthOf(pattern); i++) if (bytes[at + i] !== pattern[i]) return false;
  return true;
}

/** @param {any} bytes @param {any} pattern @param {number} from */
function first(bytes, pattern, from) {
  for (let at = from; at + byteLengthOf(pattern) <= byteLengthOf(bytes); at++) if (isAt(bytes, pattern, at)) return at;
  return -1;
}

/** @param {any} bytes @param {any} pattern @param {number} from the last place that will do @param {number} least */
function last(bytes, pattern, from, least) {
  const end = byteLengthOf(bytes) - byteLengthOf(pattern);
  for (let at = from > end ? end : from; at >= least; at--) if (isAt(bytes, pattern, at)) return at;
  return -1;
}

/** A place, counted from the end where it is negative. @param {any} byteOffset @param {number} length */
function placeOf(byteOffset, length) {
  const at = trunc(+byteOffset || 0);
  return at >= 0 ? at : at + length > 0 ? at + length : 0;
}

/** The numbers with commas between, which is how a device looks for bytes. @param {any} bytes @param {number} end */
function listed(bytes, end) {
  let text = '';
  for (let i = 0; i < end && i < byteLengthOf(bytes); i++) text += `${i > 0 ? ',' : ''}${bytes[i]}`;
  return text;
}

/** @param {string} method @param {number | boolean} here @param {number | boolean} there */
function noted(method, here, there) {
  if (here !== there) {
    const words = `${method}() answers ${here}; a device that looks for it otherwise answers ${there}`;
    host.note(`buffer.${method}`, words, callSite());
  }
}

/**
 * @param {any} bytes
 * @param {any} value
 * @param {any} byteOffset
 * @param {any} encoding
 * @param {'indexOf' | 'includes'} method
 * @returns {number}
 */
export function indexIn(bytes, value, byteOffset, encoding, method) {
  const length = byteLengthOf(bytes);
  if (typeof value === 'string') {
    const name = checkEncoding((typeof byteOffset === 'string' ? byteOffset : encoding) ?? 'utf8');
    const offset = typeof byteOffset === 'number' ? byteOffset : 0;
    return offset > length ? -1 : first(bytes, encode(value, name), placeOf(offset, length));
  }
  const from = placeOf(byteOffset, length);
  if (typeof value === 'number') {
    for (let at = from; at < length; at++) if (bytes[at] === value) return at;
    return -1;
  }
  const found = first(bytes, value, from);
  const size = byteLengthOf(value);
  // Up to what is found the text has it, too; without that, it costs a text of all of it.
  const text = listed(bytes, found < 0 ? MOST_TO_COMPARE : found + size);
  const there = find(text, listed(value, size), byteOffset);
  if (method === 'indexOf') noted(method, found, there);
  else noted(method, found >= 0, there >= 0);
  return found;
}

/** @param {any} bytes @param {any} value @param {any} byteOffset @param {any} encoding @returns {number} */
export function lastIndexIn(bytes, value, byteOffset, encoding) {
  const length = byteLengthOf(bytes);
  if (typeof value === 'string') {
    const name = checkEncoding((typeof byteOffset === 'string' ? byteOffset : encoding) ?? 'utf8');
    // The place where the search begins is the first that will do, as there.
    const least = typeof byteOffset === 'number' && byteOffset <= length ? placeOf(byteOffset, length) : 0;
    return last(bytes, encode(value, name), length, least);
  }
  const from = byteOffset === undefined ? length : trunc(+byteOffset || 0);
  const start = from < 0 ? from + length : from;
  if (typeof value !== 'number') {
    const found = last(bytes, value, start, 0);
    const size = byteLengthOf(value);
    // No place in the text is of a later byte.
    const text = listed(bytes, (byteOffset !== undefined && from > 0 ? from : 0) + size + 1);
    noted('lastIndexOf', found, findLast(text, listed(value, size), byteOffset ?? 0));
    return found;
  }
  let at = start < length ? start : length - 1;
  while (at >= 0 && bytes[at] !== value) at--;
  const found = at < 0 ? -1 : at;
  if (byteOffset === undefined) noted('lastIndexOf', found, length > 0 && bytes[0] === value ? 0 : -1);
  return found;
}
