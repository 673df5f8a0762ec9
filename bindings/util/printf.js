/** `util.format`: a format and its values, as one text. */
import { isArray, isFunction, join, keys, NativeNumber, NativeString, stringify } from 'ohosrun:kit/intrinsics.js';

const { parseInt, parseFloat } = NativeNumber;
const DEEPEST = 4;

/** @param {unknown} value */
const asString = (value) => {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'object' && value !== null && !isFunction(/** @type {any} */ (value).toString)) return shown(value, 0);
  if (value === 0 && 1 / /** @type {number} */ (value) < 0) return '-0';
  return NativeString(value);
};

/** @param {unknown} value */
const asNumber = (value) => {
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'symbol' ? 'NaN' : NativeString(NativeNumber(value));
};

/** @param {unknown} value @param {(text: string) => number} parse */
const parsed = (value, parse) => (typeof value === 'symbol' ? 'NaN' : NativeString(parse(NativeString(value))));

/**
 * A value with its members, as `%o` and `%O` print it.
 * @param {any} value
 * @param {number} depth
 * @returns {string}
 */
function shown(value, depth) {
  if (typeof value === 'string') return depth === 0 ? value : `'${value}'`;
  if (typeof value !== 'object' || value === null) {
    return isFunction(value) ? `[Function: ${value.name || 'anonymous'}]` : asString(value);
  }
  if (depth > DEEPEST) return isArray(value) ? '[Array]' : '[Object]';
  const parts = [];
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const member = shown(value[names[i]], depth + 1);
    parts[i] = isArray(value) ? member : `${names[i]}: ${member}`;
  }
  if (isArray(value)) return parts.length === 0 ? '[]' : `[ ${join(parts, ', ')} ]`;
  return parts.length === 0 ? '{}' : `{ ${join(parts, ', ')} }`;
}

/** @param {unknown} value */
const asJson = (value) => {
  try {
    return NativeString(stringify(value));
  } catch (error) {
    if (/circular/i.test(/** @type {any} */ (error)?.message)) return '[Circular]';
    throw error;
  }
};

/** @type {Record<string, (value: unknown) => string>} */
const PLACEHOLDERS = {
  __proto__: /** @type {any} */ (null),
  c: () => '',
  d: asNumber,
  f: (value) => parsed(value, parseFloat),
  i: (value) => (typeof value === 'bigint' ? `${value}n` : parsed(value, parseInt)),
  j: asJson,
  o: (value) => shown(value, 0),
  O: (value) => shown(value, 0),
  s: asString,
};

/**
 * The format with its placeholders filled; values that are left over follow, each behind a blank.
 * @param {string} pattern
 * @param {unknown[]} values
 */
export function format(pattern, values) {
  let text = '';
  let used = 0;
  for (let i = 0; i < pattern.length; i++) {
    const fill = pattern[i] === '%' ? PLACEHOLDERS[pattern[i + 1]] : undefined;
    if (fill !== undefined && used < values.length) {
      text += fill(values[used++]);
      i++;
    } else if (pattern[i] === '%' && pattern[i + 1] === '%') {
      text += '%';
      i++;
    } else {
      text += pattern[i];
    }
  }
  for (; used < values.length; used++) text += ` ${typeof values[used] === 'object' ? shown(values[used], 0) : asString(values[used])}`;
  return text;
}
