/**
 * How the outcome of a call reaches a program: by callback or by promise, never before the call has returned.
 *
 * `host` is what the façade got from its bridge; no function here can do anything without it.
 */
import { NativePromise, isFunction } from 'ohosrun:kit/intrinsics.js';

/** @typedef {{ later(task: () => void): void, rememberSite(error: object, site: string): void }} Host */
/** @typedef {(error: unknown, data?: unknown) => void} Settle the error, or undefined and the data */

/**
 * The callback of a call in which it stands last, else undefined: then the caller wants a promise.
 * @param {unknown[]} args
 * @returns {Function | undefined}
 */
export function callbackOf(args) {
  const last = args[args.length - 1];
  return isFunction(last) ? last : undefined;
}

/**
 * Starts work whose outcome goes to `callback`, or to the promise that is returned where that is no function.
 * @param {Host} host
 * @param {unknown} callback called with (error, data)
 * @param {string} site where the script made the call (`callSite()`): an error without a stack of its own is shown there
 * @param {(settle: Settle) => void} start calls `settle` once, in a task of its own; what it throws is the outcome too
 * @returns {Promise<any> | undefined}
 */
export function settled(host, callback, site, start) {
  if (isFunction(callback)) {
    run(host, start, (error, data) => {
      remember(host, error, site);
      callback(error, data);
    });
    return undefined;
  }
  return new NativePromise((resolve, reject) => {
    run(host, start, (error, data) => {
      if (error === undefined) {
        resolve(data);
      } else {
        remember(host, error, site);
        reject(error);
      }
    });
  });
}

/**
 * Does `work` now, and hands over what it returns or throws in a task of its own.
 * @param {Host} host
 * @param {unknown} callback
 * @param {string} site
 * @param {() => unknown} work
 * @returns {Promise<any> | undefined}
 */
export function answer(host, callback, site, work) {
  return settled(host, callback, site, (settle) => {
    const data = work();
    host.later(() => settle(undefined, data));
  });
}

/**
 * @param {Host} host
 * @param {(settle: Settle) => void} start
 * @param {Settle} settle
 */
function run(host, start, settle) {
  try {
    start(settle);
  } catch (error) {
    host.later(() => settle(error));
  }
}

/** @param {Host} host @param {unknown} error @param {string} site */
function remember(host, error, site) {
  if (typeof error === 'object' && error !== null) host.rememberSite(error, site);
}
