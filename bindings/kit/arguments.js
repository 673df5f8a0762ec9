/**
 * Arguments by table: what each call form takes, by kind. A kind is what `typeof` says, or one of those below; with `?`
 * behind it null, undefined and nothing at all will do.
 *
 *     const FORMS = [['string', 'function'], ['string', 'object?', 'function?']];
 *     const form = formOf(args, FORMS);   // the index of the first that fits, -1 where none does
 */
import { isArray, isInteger, isView, sizeOfBuffer, slice } from 'ohosrun:kit/intrinsics.js';

/** @param {unknown} value */
function isBuffer(value) {
  if (typeof value !== 'object' || value === null) return false;
  try {
    sizeOfBuffer(value);
    return true;
  } catch {
    return false;
  }
}

/** @type {Record<string, (value: unknown) => boolean>} */
const KINDS = {
  __proto__: /** @type {any} */ (null),
  any: () => true,
  array: isArray,
  buffer: isBuffer,
  bytes: (value) => isView(value),
  integer: (value) => typeof value === 'number' && isInteger(value),
  object: (value) => typeof value === 'object' && value !== null,
};

/**
 * Whether `value` is of `kind`.
 * @param {unknown} value
 * @param {string} kind
 */
export function isOfKind(value, kind) {
  if (kind[kind.length - 1] === '?') {
    if (value === undefined || value === null) return true;
    kind = slice(kind, 0, -1);
  }
  const check = KINDS[kind];
  return check === undefined ? typeof value === kind : check(value);
}

/**
 * @param {unknown[]} args
 * @param {string[]} form
 * @param {boolean} exact whether more arguments than the form has make it another call
 */
function fits(args, form, exact) {
  if (exact && args.length > form.length) return false;
  for (let i = 0; i < form.length; i++) {
    if (!isOfKind(args[i], form[i])) return false;
  }
  return true;
}

/**
 * The index of the first of `forms` that the call fits, -1 where none does. Devices ignore arguments behind those of
 * the form, unless it is `exact`.
 * @param {unknown[]} args
 * @param {string[][]} forms
 * @param {{ exact?: boolean }} [options]
 */
export function formOf(args, forms, { exact = false } = {}) {
  for (let i = 0; i < forms.length; i++) {
    if (fits(args, forms[i], exact)) return i;
  }
  return -1;
}
