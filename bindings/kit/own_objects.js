/** Objects of modules that no copy can be made of, though they look like any other: their contents are out of sight. */
import { getPrototypeOf, KeptWeakSet } from 'ohosrun:kit/intrinsics.js';

const prototypes = new KeptWeakSet();

/** Instances of `type`, and of what extends it, are not copied to other threads. @param {Function} type */
export function keepHere(type) {
  prototypes.add(type.prototype);
}

/** @param {object} value */
export function isKeptHere(value) {
  for (let at = getPrototypeOf(value); at !== null; at = getPrototypeOf(at)) if (prototypes.has(at)) return true;
  return false;
}
