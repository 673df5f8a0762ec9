/** How request() and its kind are called, and how they tell of an outcome: nothing of it knows of a request. */
import {
  NativeError, defineProperty, isFunction, isObject, then,
} from 'ohosrun:bindings/net_http/intrinsics.js';

/** @typedef {(error: { code: number, message: string } | undefined, data: any) => void} AsyncCallback */

const ignore = () => {};

/**
 * 1.1: whether a call is valid is decided by the number and the kinds of its arguments.
 * @param {unknown[]} args
 */
export function isValidCall(args) {
  if (typeof args[0] !== 'string') return false;
  switch (args.length) {
    case 1: return true;
    case 2: return isFunction(args[1]) || isObject(args[1]);
    case 3: return isObject(args[1]) && isFunction(args[2]);
    default: return false;
  }
}

/**
 * 1.1: the function that hears of the outcome, also of an invalid call; undefined: a promise does.
 * @param {unknown[]} args
 * @returns {AsyncCallback | undefined}
 */
export function callbackOf(args) {
  const last = args[args.length - 1];
  return args.length <= 3 && isFunction(last) ? /** @type {AsyncCallback} */ (last) : undefined;
}

/**
 * Call one of the two when `promise`, which is one of our own, is settled.
 * @param {Promise<any>} promise
 * @param {((value: any) => void) | undefined} fulfilled
 * @param {(reason: any) => void} rejected
 */
export function whenSettled(promise, fulfilled, rejected) {
  // So that `then` looks for no class that a script could have replaced.
  defineProperty(promise, 'constructor', {
    __proto__: /** @type {any} */ (null), value: undefined, configurable: true,
  });
  then(promise, fulfilled, rejected);
  delete /** @type {any} */ (promise).constructor;
}

/** Have `promise` count as handled. @param {Promise<unknown>} promise */
export const handle = (promise) => whenSettled(promise, undefined, ignore);

/** @param {string | number} code @param {string} message */
export function syncError(code, message) {
  const error = new NativeError(message);
  return defineProperty(error, 'code', {
    __proto__: /** @type {any} */ (null), value: code, enumerable: true, writable: true, configurable: true,
  });
}
