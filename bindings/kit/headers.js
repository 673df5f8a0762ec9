/** Headers on their way to the ops and back: a flat list of name, value, name, value … */
import { isObject, keys, lower, NativeString } from 'ohosrun:kit/intrinsics.js';

/** @param {any} given an object, or anything for no header @returns {string[]} names in lower case, and texts */
export function flatHeaders(given) {
  /** @type {string[]} */
  const flat = [];
  const names = isObject(given) ? keys(given) : [];
  for (let i = 0; i < names.length; i++) {
    flat[flat.length] = lower(names[i]);
    flat[flat.length] = NativeString(given[names[i]]);
  }
  return flat;
}

/** @param {any[]} pairs @returns {Record<string, any>} the last of a name */
export function headerObject(pairs) {
  /** @type {Record<string, any>} */
  const header = {};
  for (let i = 0; i + 1 < pairs.length; i += 2) header[pairs[i]] = pairs[i + 1];
  return header;
}
