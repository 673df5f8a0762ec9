/**
 * How a call of @ohos.file.fs is judged and answered. Wrong arguments are thrown at once in every form, as EINVAL and
 * not as 401; the outcome is a value, a promise or a callback (error, data).
 */
import { host } from 'ohosrun:bridge/file_fs';
import { businessError } from 'ohosrun:kit/errors.js';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { isInteger, isObject, NativeArrayBuffer, NativeString, slice } from 'ohosrun:kit/intrinsics.js';

export const invalid = () => businessError(13900020, 'Invalid argument');

const isDescriptor = (/** @type {any} */ value) => isInteger(value) && value >= 0;
const isBuffer = (/** @type {unknown} */ value) => value instanceof NativeArrayBuffer;

/** What an argument may be; `?` behind the name of a kind: also undefined. @type {Record<string, (value: any) => boolean>} */
const KINDS = {
  path: (value) => typeof value === 'string',
  fd: isDescriptor,
  file: (value) => typeof value === 'string' || isDescriptor(value),
  open: (value) => isDescriptor(value) || isDescriptor(value?.fd),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  openable: (value) => typeof value === 'string' || isDescriptor(value?.fd),
  buffer: isBuffer,
  data: (value) => typeof value === 'string' || isBuffer(value),
  options: isObject,
};

/**
 * @param {any[]} args
 * @param {string[]} kinds of the parameters, in their order
 */
export function judge(args, kinds) {
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i];
    const optional = kind[kind.length - 1] === '?';
    if (optional && args[i] === undefined) continue;
    if (!KINDS[optional ? slice(kind, 0, -1) : kind](args[i])) throw invalid();
  }
}

/**
 * @param {any[]} outcome of an op
 * @returns {any} its value; throws the error it stands for
 */
export function value(outcome) {
  if (outcome[0] === 0) return outcome[1];
  const error = businessError(outcome[0], NativeString(outcome[1]));
  const conflicts = outcome[2];
  if (conflicts !== null) {
    /** @type {any} */ (error).data = [];
    for (let i = 0; i < conflicts.length; i++) {
      /** @type {any} */ (error).data[i] = { srcFile: conflicts[i][0], destFile: conflicts[i][1] };
    }
  }
  throw error;
}

/**
 * @param {any} number an optional whole number
 * @param {number} otherwise
 */
export function whole(number, otherwise) {
  if (number === undefined || number === null) return otherwise;
  if (!isInteger(number)) throw invalid();
  return number;
}

/**
 * Gives `target` the three forms of each function: with a callback, with a promise, and, under another name, synchronous.
 * @param {any} target
 * @param {Record<string, [string[], (...args: any[]) => unknown]>} functions name -> kinds of the parameters, and work
 */
export function define(target, functions) {
  for (const name in functions) {
    const [kinds, work] = functions[name];
    target[name] = (/** @type {any[]} */ ...args) => {
      const callback = callbackOf(args);
      if (callback !== undefined) args.length -= 1;
      judge(args, kinds);
      return answer(host, callback, '', () => work(...args));
    };
    target[`${name}Sync`] = (/** @type {any[]} */ ...args) => {
      judge(args, kinds);
      return work(...args);
    };
  }
}
