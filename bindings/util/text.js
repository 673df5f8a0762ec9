/** TextEncoder, TextDecoder and StringDecoder of @ohos.util. */
import { ops } from 'ohosrun:bridge/util';
import { businessError, invalidParameter } from 'ohosrun:kit/errors.js';
import { isOfKind } from 'ohosrun:kit/arguments.js';
import { defineProperty, kindOfTypedArray, lower, NativeUint8Array, setBytes } from 'ohosrun:kit/intrinsics.js';

const DEFAULT = 'utf-8';

/** @param {string} name @param {string} type */
export const wrongType = (name, type) => invalidParameter(`The type of ${name} must be ${type}.`);

const isBytes = (/** @type {any} */ value) =>
  typeof value === 'object' && value !== null && kindOfTypedArray(value) === 'Uint8Array';

/** @param {unknown} label @returns {string} the encoding's name, in lower case */
function encodingOf(label) {
  if (label === undefined || label === null) return DEFAULT;
  if (typeof label !== 'string') throw wrongType('encoding', 'string');
  if (!ops.knows(label)) throw invalidParameter(`Wrong encoding format, the current encoding is ${label}.`);
  return lower(label);
}

const fixed = (/** @type {object} */ target, /** @type {string} */ name, /** @type {unknown} */ value) =>
  defineProperty(target, name, { __proto__: null, value, enumerable: true });

export class TextEncoder {
  /** @param {string} [encoding] */
  constructor(encoding) { fixed(this, 'encoding', encodingOf(encoding)); }

  /** @param {string} [encoding] */
  static create(encoding) { return new TextEncoder(encoding); }

  /** @param {string} [input] */
  encodeInto(input) {
    if (input === undefined) return new NativeUint8Array(0);
    if (typeof input !== 'string') throw wrongType('input', 'string');
    return new NativeUint8Array(ops.encode(/** @type {any} */ (this).encoding, input));
  }

  /** @param {string} [input] */
  encode(input) { return this.encodeInto(input); }

  /**
   * Fills `dest` with whole characters as far as it reaches.
   * @param {string} input
   * @param {Uint8Array} dest
   */
  encodeIntoUint8Array(input, dest) {
    if (typeof input !== 'string') throw wrongType('input', 'string');
    if (!isBytes(dest)) throw wrongType('dest', 'Uint8Array');
    let read = 0;
    let written = 0;
    for (const character of input) {
      const bytes = this.encodeInto(character);
      if (written + bytes.length > dest.length) break;
      setBytes(dest, bytes, written);
      written += bytes.length;
      read += character.length;
    }
    return { read, written };
  }

  /** @param {string} input @param {Uint8Array} dest */
  encodeIntoUint8(input, dest) { return this.encodeIntoUint8Array(input, dest); }
}

export class TextDecoder {
  #stream = 0;

  /**
   * @param {string} [encoding]
   * @param {{ fatal?: boolean, ignoreBOM?: boolean }} [options]
   */
  constructor(encoding, options) {
    if (options !== undefined && options !== null && !isOfKind(options, 'object')) throw wrongType('options', 'object');
    fixed(this, 'encoding', encodingOf(encoding));
    fixed(this, 'fatal', !!options?.fatal);
    fixed(this, 'ignoreBOM', !!options?.ignoreBOM);
  }

  /** @param {string} [encoding] @param {{ fatal?: boolean, ignoreBOM?: boolean }} [options] */
  static create(encoding, options) { return new TextDecoder(encoding, options); }

  /**
   * The text of `input`, without its byte order mark unless `ignoreBOM`. With `stream` a character that is cut off waits
   * for the next piece.
   * @param {Uint8Array} input
   * @param {{ stream?: boolean }} [options]
   */
  decodeToString(input, options) {
    if (!isBytes(input)) throw wrongType('input', 'Uint8Array');
    const { encoding, fatal, ignoreBOM } = /** @type {any} */ (this);
    const more = options?.stream === true;
    let text;
    if (more || this.#stream !== 0) {
      if (this.#stream === 0) this.#stream = ops.openStream(encoding, fatal, ignoreBOM);
      text = ops.decodeStream(this.#stream, input, more);
      if (!more || text === null) this.#stream = 0;
    } else {
      text = ops.decode(encoding, fatal, ignoreBOM, input);
    }
    if (text === null) throw businessError(10200019, 'Parameter error. The input is not valid in this encoding.');
    return text;
  }

  /** @param {Uint8Array} input @param {{ stream?: boolean }} [options] */
  decodeWithStream(input, options) { return this.decodeToString(input, options); }

  /** @param {Uint8Array} input @param {{ stream?: boolean }} [options] */
  decode(input, options) { return this.decodeToString(input, options); }
}

export class StringDecoder {
  #decoder;

  /** @param {string} [encoding] */
  constructor(encoding) { this.#decoder = new TextDecoder(encoding, { ignoreBOM: true }); }

  /** @param {string | Uint8Array} chunk */
  write(chunk) {
    if (typeof chunk === 'string') return chunk;
    return this.#decoder.decodeToString(chunk, { stream: true });
  }

  /** @param {string | Uint8Array} [chunk] */
  end(chunk) {
    const text = chunk === undefined ? '' : this.write(chunk);
    return text + this.#decoder.decodeToString(new NativeUint8Array(0));
  }
}

export { isBytes };
