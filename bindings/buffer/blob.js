/** The Blob of @ohos.buffer: bytes that do not change. */
import { host } from 'ohosrun:bridge/buffer';
import {
  bufferOf, byteLengthOf, byteOffsetOf, isArray, isObject, isView, NativeArrayBuffer, NativeDataView, NativePromise,
  NativeUint8Array, setBytes, sliceBuffer, uncurried,
} from 'ohosrun:kit/intrinsics.js';
import { keepHere } from 'ohosrun:kit/own_objects.js';
import { decode, encode } from 'ohosrun:bindings/buffer/encodings.js';
import { badOption, wrongType } from 'ohosrun:bindings/buffer/errors.js';

const memoryOfView = uncurried(NativeDataView.prototype, 'buffer');

/** @param {any} source @returns {Uint8Array} */
function bytesOf(source) {
  if (typeof source === 'string') return encode(source, 'utf8');
  if (source instanceof Blob) return bytesIn(source);
  if (source instanceof NativeArrayBuffer) return new NativeUint8Array(source);
  if (!isView(source)) return new NativeUint8Array(0);
  // All of the memory of a DataView, as there.
  if (source instanceof NativeDataView) return new NativeUint8Array(memoryOfView(source));
  return new NativeUint8Array(bufferOf(source), byteOffsetOf(source), byteLengthOf(source));
}

/** @param {any} sources @returns {Uint8Array} */
function joined(sources) {
  const parts = [];
  let length = 0;
  for (let i = 0; i < sources.length; i++) {
    parts[i] = bytesOf(sources[i]);
    length += byteLengthOf(parts[i]);
  }
  const bytes = new NativeUint8Array(length);
  let at = 0;
  for (let i = 0; i < parts.length; i++) {
    setBytes(bytes, parts[i], at);
    at += byteLengthOf(parts[i]);
  }
  return bytes;
}

/** What is in one, which a program cannot ask for. @type {(blob: Blob) => Uint8Array} */
let bytesIn;

class Blob {
  #bytes;
  #type;

  /**
   * @param {any} sources
   * @param {any} [options]
   */
  constructor(sources, options) {
    const given = options ?? {};
    if (!isObject(given) || isArray(given)) throw wrongType('options', 'Object', given);
    const endings = given.endings || 'transparent';
    if (endings !== 'transparent' && endings !== 'native') {
      throw badOption('The value of endings is neither "transparent" nor "native"');
    }
    if (!isArray(sources) && !isView(sources)) throw wrongType('sources', 'Iterable', sources);
    this.#bytes = joined(isArray(sources) ? sources : []);
    this.#type = given.type || '';
  }

  static {
    bytesIn = (/** @type {Blob} */ blob) => blob.#bytes;
  }

  get size() { return byteLengthOf(this.#bytes); }

  get type() { return this.#type; }

  /** @returns {Promise<ArrayBuffer>} */
  arrayBuffer() {
    const memory = sliceBuffer(bufferOf(this.#bytes), byteOffsetOf(this.#bytes), byteOffsetOf(this.#bytes) + this.size);
    return new NativePromise((resolve) => host.later(() => resolve(memory)));
  }

  /** @returns {Promise<string>} */
  text() {
    const text = decode(this.#bytes, 'utf8', 0, this.size);
    return new NativePromise((resolve) => host.later(() => resolve(text)));
  }

  /**
   * Places count from the end where they are negative; of what is no range all of it.
   * @param {any} [start]
   * @param {any} [end]
   * @param {any} [type]
   */
  slice(start, end, type) {
    const { size } = this;
    const hasEnd = end !== undefined && end !== null;
    const from = +(start ?? 0) | 0;
    const to = hasEnd ? +end | 0 : size;
    const isRange = start !== undefined && start !== null && (!hasEnd || (from <= to && from * to >= 0));
    const shift = from < 0 ? size : 0;
    const first = isRange ? within(from + shift, size) : 0;
    const last = isRange && hasEnd ? within(to + shift, size) : size;
    const made = new Blob([], { type: type ?? this.#type });
    const length = last > first ? last - first : 0;
    made.#bytes = new NativeUint8Array(bufferOf(this.#bytes), byteOffsetOf(this.#bytes) + first, length);
    return made;
  }
}

keepHere(Blob);

/** @param {number} place @param {number} size */
const within = (place, size) => (place < 0 ? 0 : place > size ? size : place);

export { Blob };
