/** Values as the lines of a run show them. */
const { stringify } = JSON;
const NativeString = String;

/** @param {unknown} value @returns {string} its JSON; '' where there is none */
export function json(value) {
  try {
    return stringify(value) ?? '';
  } catch {
    return '';
  }
}

/**
 * What a person reads of a text or of a resource.
 * @param {any} value
 * @returns {string}
 */
export function words(value) {
  if (typeof value !== 'object' || value === null) return NativeString(value);
  const { params } = value;
  return typeof value.toString === 'function' && value.toString !== Object.prototype.toString
    ? NativeString(value) : `$r(${stringify(params?.[0] ?? value.id ?? '')})`;
}
