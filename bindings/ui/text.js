/** Values as the lines of a run show them. */
import { ops } from 'ohosrun:bridge/ui';

const { stringify } = JSON;
const NativeString = String;
const { call } = Function.prototype;
const startsWith = call.bind(String.prototype.startsWith);
const slice = call.bind(String.prototype.slice);
const STRINGS = 'app.string.';

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
  const name = params?.[0];
  const found = typeof name === 'string' && startsWith(name, STRINGS) ? ops.string(slice(name, STRINGS.length)) : null;
  if (typeof found === 'string') return found;
  return typeof value.toString === 'function' && value.toString !== Object.prototype.toString
    ? NativeString(value) : `$r(${params?.[0] ?? value.id ?? ''})`;
}
