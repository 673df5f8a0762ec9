/** Base64Helper of @ohos.util (RFC 4648; MIME lines as in RFC 2045). */
import { invalidParameter } from 'ohosrun:kit/errors.js';
import { codeAt, find, NativePromise, NativeUint8Array, slice } from 'ohosrun:kit/intrinsics.js';
import { isBytes, wrongType } from 'ohosrun:bindings/util/text.js';

export const Type = { BASIC: 0, MIME: 1, BASIC_URL_SAFE: 2, MIME_URL_SAFE: 3 };

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BASIC = `${LETTERS}+/`;
const URL_SAFE = `${LETTERS}-_`;
const LINE = 76;

const isUrlSafe = (/** @type {unknown} */ type) => type === Type.BASIC_URL_SAFE || type === Type.MIME_URL_SAFE;
const isMime = (/** @type {unknown} */ type) => type === Type.MIME || type === Type.MIME_URL_SAFE;

/** @param {Uint8Array} bytes @param {number} [type] */
function encoded(bytes, type) {
  if (!isBytes(bytes)) throw wrongType('src', 'Uint8Array');
  const alphabet = isUrlSafe(type) ? URL_SAFE : BASIC;
  const fill = isUrlSafe(type) ? '' : '=';
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i] << 16) | ((left > 1 ? bytes[i + 1] : 0) << 8) | (left > 2 ? bytes[i + 2] : 0);
    text += alphabet[word >> 18] + alphabet[(word >> 12) & 63];
    text += left > 1 ? alphabet[(word >> 6) & 63] : fill;
    text += left > 2 ? alphabet[word & 63] : fill;
  }
  if (!isMime(type)) return text;
  let lines = '';
  for (let i = 0; i < text.length; i += LINE) lines += (i > 0 ? '\r\n' : '') + slice(text, i, i + LINE);
  return lines;
}

/** @param {unknown} text */
const asBytes = (text) => {
  const source = /** @type {string} */ (text);
  const bytes = new NativeUint8Array(source.length);
  for (let i = 0; i < source.length; i++) bytes[i] = codeAt(source, i);
  return bytes;
};

/** @param {Uint8Array} bytes */
const asText = (bytes) => {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]);
  return text;
};

/** @param {string | Uint8Array} source @param {number} [type] */
function decoded(source, type) {
  if (typeof source !== 'string' && !isBytes(source)) throw wrongType('src', 'string or Uint8Array');
  const text = typeof source === 'string' ? source : asText(source);
  const alphabet = isUrlSafe(type) ? URL_SAFE : BASIC;
  const bytes = [];
  let word = 0;
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (isMime(type) && (letter === '\r' || letter === '\n')) continue;
    if (letter === '=' && i >= text.length - 2) break;
    const value = find(alphabet, letter);
    if (value < 0) throw invalidParameter('The input is not valid Base64.');
    count++;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[bytes.length] = (word >> bits) & 255;
    }
  }
  if (count % 4 === 1) throw invalidParameter('The input is not valid Base64.');
  const result = new NativeUint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) result[i] = bytes[i];
  return result;
}

const later = (/** @type {() => unknown} */ work) => new NativePromise((resolve) => resolve(work()));

export class Base64Helper {
  /** @param {Uint8Array} src @param {number} [options] */
  encodeSync(src, options) { return asBytes(encoded(src, options)); }
  /** @param {Uint8Array} src @param {number} [options] */
  encodeToStringSync(src, options) { return encoded(src, options); }
  /** @param {string | Uint8Array} src @param {number} [options] */
  decodeSync(src, options) { return decoded(src, options); }
  /** @param {Uint8Array} src @param {number} [options] */
  encode(src, options) {
    const bytes = this.encodeSync(src, options);
    return later(() => bytes);
  }
  /** @param {Uint8Array} src @param {number} [options] */
  encodeToString(src, options) {
    const text = encoded(src, options);
    return later(() => text);
  }
  /** @param {string | Uint8Array} src @param {number} [options] */
  decode(src, options) {
    const bytes = decoded(src, options);
    return later(() => bytes);
  }
}
