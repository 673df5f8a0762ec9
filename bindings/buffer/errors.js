/** The errors of @ohos.buffer and its checks of arguments, in the words of OpenHarmony's own. */
import { languageError, PARAMETER_ERROR } from 'ohosrun:kit/errors.js';
import { kindOfTypedArray } from 'ohosrun:kit/intrinsics.js';

const OUT_OF_RANGE = 10200001;
const WRONG_SIZE = 10200009;
const ONLY_A_GETTER = 10200013;

/** What counts as unlimited there. */
export const LARGEST = 4294967296;

/** @param {any} value @returns {string} */
function nameOf(value) {
  if (value === null) return 'null';
  return typeof value === 'object' && value.constructor ? `${value.constructor.name}` : typeof value;
}

/** @param {string} words */
const parameterError = (words) => languageError(PARAMETER_ERROR, `Parameter error. ${words}`);

/** @param {string} name @param {string} types @param {any} value what came instead */
export const wrongType = (name, types, value) => (
  parameterError(`The type of "${name}" must be ${types}. Received value is: ${nameOf(value)}`)
);

/** @param {any} value @param {string} type one that `typeof` says @param {string} name */
export function checkType(value, type, name) {
  if (typeof value !== type) throw wrongType(name, type, value);
}

/** @param {any} encoding */
export const unknownEncoding = (encoding) => (
  parameterError(`The type of "encoding" must be BufferEncoding. the encoding ${encoding} is unknown`)
);

/** @param {any} size */
export function checkSize(size) {
  const words = 'The type of "size" must be number and the value cannot be negative. Received value is: ';
  if (typeof size !== 'number') throw parameterError(words + nameOf(size));
  if (!(size >= 0 && size <= LARGEST)) throw parameterError(words + size);
}

/** @param {string} words */
export const badOption = (words) => parameterError(words);

/**
 * What is no number at all passes, as there.
 * @param {number | bigint} value
 * @param {string} name
 * @param {number | bigint} first
 * @param {number | bigint} last
 * @param {[string, string]} [shown] how these are written
 */
export function checkRange(value, name, first, last, shown) {
  if (value < first || value > last) {
    const [from, to] = shown ?? [`${first}`, `${last}`];
    throw languageError(
      OUT_OF_RANGE,
      `The value of "${name}" is out of range. It must be >= ${from} and <= ${to}. Received value is: ${value}`,
    );
  }
}

/** @param {number} value @param {string} name */
export function checkNotNegative(value, name) {
  if (value < 0) {
    throw languageError(
      OUT_OF_RANGE, `The value of "${name}" is out of range. It must be >= 0. Received value is: ${value}`,
    );
  }
}

/** @param {number} length @param {number} unit in bytes */
export function checkMultiple(length, unit) {
  if (length % unit !== 0) {
    throw languageError(WRONG_SIZE, `The buffer size must be a multiple of ${unit * 8}-bits`);
  }
}

/** @param {string} name */
export const onlyAGetter = (name) => (
  languageError(ONLY_A_GETTER, `${name} cannot be set for the buffer that has only a getter`)
);

/** @param {any} value */
export const isUint8Array = (value) => {
  try {
    return kindOfTypedArray(value) === 'Uint8Array';
  } catch {
    return false;
  }
};
