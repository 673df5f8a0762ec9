/** Text to bytes and back, in the encodings that @ohos.buffer knows. */
import { builtins } from 'ohosrun:bridge/buffer';
import { apply, bufferOf, byteOffsetOf, codeAt, lower, NativeUint8Array, sliceBuffer } from 'ohosrun:kit/intrinsics.js';
import { unknownEncoding } from 'ohosrun:bindings/buffer/errors.js';

const { Math: { ceil }, String: { fromCharCode } } = builtins;

/** How many units become text at once: an argument each. */
const CHUNK = 2048;
const WORTH_A_CALL = 16;
const REPLACEMENT = 0xfffd;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const EQUALS = 61;

/** Unit of either alphabet of base64 -> its place there, from 1 on. */
const VALUES = new NativeUint8Array(128);
const ALPHABETS = [toUnits(`${LETTERS}+/`, 1), toUnits(`${LETTERS}-_`, 1)];
for (let i = 0; i < 128; i++) VALUES[ALPHABETS[i >> 6][i & 63]] = (i & 63) + 1;
const DIGITS = toUnits('0123456789abcdef', 1);

/** Encoding as it is written -> its name. @type {Record<string, string>} */
const NAMES = {
  __proto__: /** @type {any} */ (null),
  ascii: 'ascii', base64: 'base64', base64url: 'base64url', binary: 'latin1', hex: 'hex', latin1: 'latin1',
  'ucs-2': 'utf16le', ucs2: 'utf16le', 'utf-16le': 'utf16le', 'utf-8': 'utf8', utf16le: 'utf16le', utf8: 'utf8',
};

/** @param {any} encoding @returns {string | undefined} */
export const nameOfEncoding = (encoding) => (typeof encoding === 'string' ? NAMES[lower(encoding)] : undefined);

/** @param {any} encoding @returns {string} */
export function checkEncoding(encoding) {
  const name = nameOfEncoding(encoding);
  if (name === undefined) throw unknownEncoding(encoding);
  return name;
}

/** @param {string} text @returns {number} */
function lengthOfUtf8(text) {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = codeAt(text, i);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && (codeAt(text, i + 1) & 0xfc00) === 0xdc00) {
      length += 4;
      i++;
    } else length += 3;
  }
  return length;
}

/** @param {string} text */
function toUtf8(text) {
  const bytes = new NativeUint8Array(text.length * 3);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let point = codeAt(text, i);
    if ((point & 0xf800) === 0xd800) {
      const next = codeAt(text, i + 1);
      if (point < 0xdc00 && (next & 0xfc00) === 0xdc00) {
        point = 0x10000 + ((point & 0x3ff) << 10) + (next & 0x3ff);
        i++;
      } else point = REPLACEMENT;
    }
    if (point < 0x80) bytes[at++] = point;
    else {
      if (point < 0x800) bytes[at++] = 0xc0 | (point >> 6);
      else {
        if (point < 0x10000) bytes[at++] = 0xe0 | (point >> 12);
        else {
          bytes[at++] = 0xf0 | (point >> 18);
          bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
        }
        bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
      }
      bytes[at++] = 0x80 | (point & 0x3f);
    }
  }
  return bytesUpTo(bytes, at);
}

/** @param {any} bytes @param {number} start @param {number} end */
const partOf = (bytes, start, end) => new NativeUint8Array(bufferOf(bytes), byteOffsetOf(bytes) + start, end - start);

/** Text from units, put together in pieces. */
class Text {
  #text = '';
  /** @type {number[]} */
  #units = [];

  /** @param {number} unit */
  add(unit) {
    this.#units[this.#units.length] = unit;
    if (this.#units.length >= CHUNK) this.#flush();
  }

  /** Bytes that are a unit each. @param {any} bytes @param {number} start @param {number} end */
  addAll(bytes, start, end) {
    if (end - start < WORTH_A_CALL) {
      for (let i = start; i < end; i++) this.add(bytes[i]);
      return;
    }
    this.#flush();
    for (let i = start; i < end; i += CHUNK) {
      this.#text += apply(fromCharCode, undefined, partOf(bytes, i, i + CHUNK < end ? i + CHUNK : end));
    }
  }

  #flush() {
    this.#text += apply(fromCharCode, undefined, this.#units);
    this.#units = [];
  }

  /** @returns {string} */
  finish() {
    this.#flush();
    return this.#text;
  }
}

/** How many bytes follow a first one of UTF-8; -1: it is none. @param {number} byte */
function followers(byte) {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if ((byte & 0xf0) === 0xe0) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : -1;
}

/** Whether `byte` may come second, behind `first`. @param {number} first @param {number} byte */
function isSecond(first, byte) {
  if (first === 0xe0) return byte >= 0xa0 && byte <= 0xbf;
  if (first === 0xed) return byte >= 0x80 && byte <= 0x9f;
  if (first === 0xf0) return byte >= 0x90 && byte <= 0xbf;
  if (first === 0xf4) return byte >= 0x80 && byte <= 0x8f;
  return (byte & 0xc0) === 0x80;
}

/**
 * As the Encoding Standard says: a mark for each longest piece that is wrong.
 * @param {any} bytes
 * @param {number} start
 * @param {number} end
 */
function fromUtf8(bytes, start, end) {
  const text = new Text();
  for (let i = start; i < end;) {
    const from = i;
    while (i < end && bytes[i] < 0x80) i++;
    if (i > from) text.addAll(bytes, from, i);
    if (i >= end) break;
    const first = bytes[i++];
    const more = followers(first);
    let point = more === 1 ? first & 0x1f : more === 2 ? first & 0x0f : first & 0x07;
    let read = 0;
    while (read < more && i < end && (read === 0 ? isSecond(first, bytes[i]) : (bytes[i] & 0xc0) === 0x80)) {
      point = (point << 6) | (bytes[i++] & 0x3f);
      read++;
    }
    if (more < 0 || read < more) text.add(REPLACEMENT);
    else if (point < 0x10000) text.add(point);
    else {
      text.add(0xd800 + ((point - 0x10000) >> 10));
      text.add(0xdc00 + (point & 0x3ff));
    }
  }
  return text.finish();
}

/** @param {string} text @param {number} width of a unit in bytes */
function toUnits(text, width) {
  const bytes = new NativeUint8Array(text.length * width);
  for (let i = 0; i < text.length; i++) {
    const unit = codeAt(text, i);
    bytes[i * width] = unit;
    if (width === 2) bytes[i * 2 + 1] = unit >> 8;
  }
  return bytes;
}

/** @param {any} bytes @param {number} start @param {number} end @param {number} width @param {number} mask */
function fromUnits(bytes, start, end, width, mask) {
  const text = new Text();
  for (let i = start; i + width <= end; i += width) {
    text.add((width === 2 ? bytes[i] | (bytes[i + 1] << 8) : bytes[i]) & mask);
  }
  return text.finish();
}

/** @param {any} bytes @param {number} start @param {number} end */
function fromLatin1(bytes, start, end) {
  const text = new Text();
  text.addAll(bytes, start, end);
  return text.finish();
}

/** @param {number} unit @returns {number} -1 for what is no digit */
function digit(unit) {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const letter = unit | 0x20;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Up to the first pair that is none. @param {string} text */
function toHex(text) {
  const bytes = new NativeUint8Array(text.length >> 1);
  for (let i = 0; i < bytes.length; i++) {
    const high = digit(codeAt(text, i * 2));
    const low = digit(codeAt(text, i * 2 + 1));
    if (high < 0 || low < 0) return bytesUpTo(bytes, i);
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

/** @param {any} bytes @param {number} start @param {number} end */
function fromHex(bytes, start, end) {
  const digits = new NativeUint8Array((end - start) * 2);
  for (let i = start, at = 0; i < end; i++) {
    digits[at++] = DIGITS[bytes[i] >> 4];
    digits[at++] = DIGITS[bytes[i] & 15];
  }
  return fromLatin1(digits, 0, digits.length);
}

/** @param {Uint8Array} bytes @param {number} length @returns {Uint8Array} */
function bytesUpTo(bytes, length) {
  return bytes.length === length ? bytes : new NativeUint8Array(sliceBuffer(bufferOf(bytes), 0, length));
}

/** Both alphabets, without what belongs to none, up to the first sign that fills. @param {string} text */
function toBase64(text) {
  const bytes = new NativeUint8Array((text.length * 3) >> 2);
  let word = 0;
  let bits = 0;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = codeAt(text, i);
    if (unit === EQUALS) break;
    const value = unit < 128 ? VALUES[unit] : 0;
    if (value === 0) continue;
    word = ((word << 6) | (value - 1)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = word >> bits;
    }
  }
  return bytesUpTo(bytes, length);
}

/** @param {any} bytes @param {number} start @param {number} end @param {boolean} isForUrls */
function fromBase64(bytes, start, end, isForUrls) {
  const alphabet = ALPHABETS[isForUrls ? 1 : 0];
  const signs = new NativeUint8Array(ceil((end - start) / 3) * 4);
  let at = 0;
  for (let i = start; i < end; i += 3) {
    const left = end - i;
    const word = (bytes[i] << 16) | ((left > 1 ? bytes[i + 1] : 0) << 8) | (left > 2 ? bytes[i + 2] : 0);
    signs[at++] = alphabet[word >> 18];
    signs[at++] = alphabet[(word >> 12) & 63];
    if (left > 1 || !isForUrls) signs[at++] = left > 1 ? alphabet[(word >> 6) & 63] : EQUALS;
    if (left > 2 || !isForUrls) signs[at++] = left > 2 ? alphabet[word & 63] : EQUALS;
  }
  return fromLatin1(signs, 0, at);
}

/**
 * @param {string} text
 * @param {string} encoding its name
 * @returns {Uint8Array}
 */
export function encode(text, encoding) {
  if (encoding === 'utf8') return toUtf8(text);
  if (encoding === 'utf16le') return toUnits(text, 2);
  if (encoding === 'hex') return toHex(text);
  return encoding === 'base64' || encoding === 'base64url' ? toBase64(text) : toUnits(text, 1);
}

/**
 * @param {any} bytes
 * @param {string} encoding its name
 * @param {number} start
 * @param {number} end
 * @returns {string}
 */
export function decode(bytes, encoding, start, end) {
  if (encoding === 'utf8') return fromUtf8(bytes, start, end);
  if (encoding === 'utf16le') return fromUnits(bytes, start, end, 2, 0xffff);
  if (encoding === 'hex') return fromHex(bytes, start, end);
  if (encoding === 'ascii') return fromUnits(bytes, start, end, 1, 127);
  if (encoding === 'latin1') return fromLatin1(bytes, start, end);
  return fromBase64(bytes, start, end, encoding === 'base64url');
}

/**
 * How long text is in an encoding, by its length alone where that will do.
 * @param {string} text
 * @param {string} encoding
 */
export function lengthIn(text, encoding) {
  if (encoding === 'utf8') return lengthOfUtf8(text);
  if (encoding === 'utf16le') return text.length * 2;
  if (encoding === 'hex') return text.length >> 1;
  if (encoding === 'ascii' || encoding === 'latin1') return text.length;
  let { length } = text;
  for (let i = 0; length > 1 && i < text.length; i++) if (text[i] === '=') length--;
  return (length * 3) >> 2;
}
