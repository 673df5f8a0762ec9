/**
 * How a call of @ohos.file.fs is judged and answered. Wrong arguments are thrown at once in every form, as EINVAL and
 * not as 401; the outcome is a value, a promise or a callback (error, data).
 */
import { host } from 'ohosrun:bridge/file_fs';
import { businessError } from 'ohosrun:kit/errors.js';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';

const NativeArrayBuffer = ArrayBuffer;
const NativeString = String;
const { isInteger } = Number;

export const invalid = () => businessError(13900020, 'Invalid argument');

const isObject = (/** @type {unknown} */ value) => typeof value === 'object' && value !== null;
const isNumber = (/** @type {unknown} */ value) => typeof value === 'number';
const isDescriptor = (/** @type {any} */ value) => isInteger(value) && value >= 0;
export const isBuffer = (/** @type {unknown} */ value) => value instanceof NativeArrayBuffer;

/** What an argument may be; `?` behind the name of a kind: also undefined. @type {Record<string, (value: any) => boolean>} */
const KINDS = {
  path: (value) => typeof value === 'string',
  fd: isDescriptor,
  file: (value) => typeof value === 'string' || isDescriptor(value),
  open: (value) => isDescriptor(value) || isDescriptor(value?.fd),
  number: isNumber,
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
    const name = optional ? WITHOUT_MARK[kind] : kind;
    if (!KINDS[name](args[i])) throw invalid();
  }
}

/** @type {Record<string, string>} */
const WITHOUT_MARK = {
  'number?': 'number', 'boolean?': 'boolean', 'options?': 'options',
};

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
  return error === undefined ? undefined : fail(error);
}

/** @param {Error} error @returns {never} */
function fail(error) {
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
 * The three forms of a function.
 * @param {string[]} kinds
 * @param {(...args: any[]) => unknown} work
 */
export function forms(kinds, work) {
  return {
    sync(/** @type {any[]} */ ...args) {
      judge(args, kinds);
      return work(...args);
    },
    async(/** @type {any[]} */ ...args) {
      const callback = callbackOf(args);
      if (callback !== undefined) args.length -= 1;
      judge(args, kinds);
      return answer(host, callback, '', () => work(...args));
    },
  };
}
