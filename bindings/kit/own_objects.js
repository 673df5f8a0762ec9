/** Objects of modules that no copy can be made of, though they look like any other: their contents are out of sight. */
const { getPrototypeOf } = Object;
const { call } = Function.prototype;
const add = call.bind(WeakSet.prototype.add);
const has = call.bind(WeakSet.prototype.has);
const prototypes = new WeakSet();

/** Instances of `type`, and of what extends it, are not copied to other threads. @param {Function} type */
export function keepHere(type) {
  add(prototypes, type.prototype);
}

/** @param {object} value */
export function isKeptHere(value) {
  for (let at = getPrototypeOf(value); at !== null; at = getPrototypeOf(at)) if (has(prototypes, at)) return true;
  return false;
}
