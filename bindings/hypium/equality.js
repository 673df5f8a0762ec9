/** What assertDeepEquals calls equal: 1.6 of the behaviour tables, with its odd corners. */
import {
  apply, getOwnPropertySymbols, hasOwn, is, isArray, isEnumerable, keys, tagOf,
} from 'ohosrun:bindings/hypium/intrinsics.js';

const dateTime = Date.prototype.getTime;
const bytesOf = (/** @type {ArrayBuffer} */ buffer) => new Uint8Array(buffer);
const FLAGS = ['global', 'ignoreCase', 'multiline'];

/**
 * @param {any} a
 * @param {any} b
 * @returns {boolean}
 */
export const deepEquals = (a, b) => {
  const tag = tagOf(a);
  if (tag !== tagOf(b)) return false;
  switch (tag) {
    // Also the boxed ones, whose value it is that counts.
    case 'String': return `${a}` === `${b}`;
    case 'Number': return is(+a, +b);
    case 'Boolean': return +a === +b;
    case 'Date': {
      const [left, right] = [apply(dateTime, a, []), apply(dateTime, b, [])];
      return left === right || (left !== left && right !== right);
    }
    case 'RegExp': return a.source === b.source && sameFlags(a, b);
    case 'Error': return a.message === b.message;
    case 'ArrayBuffer': return sameItems(bytesOf(a), bytesOf(b));
    case 'Map': return sameMaps(a, b);
    case 'Set': return sameSets(a, b);
    case 'Array': return sameItems(a, b);
    default:
  }
  if (is(a, b)) return true;
  if (typeof a !== 'object' || a === null || b === null || tag === 'Promise') return false;
  return sameProperties(a, b);
};

/**
 * @param {any} a
 * @param {any} b
 */
const sameFlags = (a, b) => {
  for (let i = 0; i < FLAGS.length; i++) if (a[FLAGS[i]] !== b[FLAGS[i]]) return false;
  return true;
};

/**
 * @param {ArrayLike<unknown>} a
 * @param {ArrayLike<unknown>} b
 */
const sameItems = (a, b) => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!deepEquals(a[i], b[i])) return false;
  return true;
};

/**
 * The pairs of the one are those of the other, in any order.
 * @param {Map<unknown, unknown>} a
 * @param {Map<unknown, unknown>} b
 */
const sameMaps = (a, b) => {
  if (a.size !== b.size) return false;
  const left = [...b];
  for (const pair of a) if (!takeEqual(left, pair)) return false;
  return true;
};

/**
 * @param {Set<unknown>} a
 * @param {Set<unknown>} b
 */
const sameSets = (a, b) => {
  if (a.size !== b.size) return false;
  const left = [...b];
  for (const value of a) if (!takeEqual(left, value)) return false;
  return true;
};

/**
 * @param {unknown[]} candidates
 * @param {unknown} wanted
 */
const takeEqual = (candidates, wanted) => {
  for (let i = 0; i < candidates.length; i++) {
    if (deepEquals(candidates[i], wanted)) {
      candidates.splice(i, 1);
      return true;
    }
  }
  return false;
};

/** @param {object} value */
const enumerableKeys = (value) => {
  /** @type {PropertyKey[]} */
  const all = keys(value);
  const symbols = getOwnPropertySymbols(value);
  for (let i = 0; i < symbols.length; i++) if (isEnumerable(value, symbols[i])) all[all.length] = symbols[i];
  return all;
};

/**
 * @param {any} a
 * @param {any} b
 */
const sameProperties = (a, b) => {
  const left = enumerableKeys(a);
  if (left.length !== enumerableKeys(b).length) return false;
  for (let i = 0; i < left.length; i++) {
    if (!hasOwn(b, left[i]) || !deepEquals(a[left[i]], b[left[i]])) return false;
  }
  return true;
};

/**
 * Whether there is a NaN in it where newer versions of the framework would differ.
 * @param {any} value
 * @param {number} depth
 * @returns {boolean}
 */
export const hasNaN = (value, depth = 0) => {
  if (value !== value) return true;
  if (typeof value !== 'object' || value === null || depth > 6) return false;
  const items = isArray(value) ? value : keys(value).map((key) => value[key]);
  for (let i = 0; i < items.length; i++) if (hasNaN(items[i], depth + 1)) return true;
  return false;
};
