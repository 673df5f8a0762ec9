/** HttpResponseCache: behaviour tables 8.1. */
import { NativePromise, callSite, min } from 'ohosrun:bindings/net_http/intrinsics.js';

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

/** @typedef {(error: undefined, data: undefined) => void} AsyncCallback */

const LARGEST_SIZE = 10 * 1024 * 1024;

/**
 * flush and delete: `(callback)` or a promise; they always succeed. Any other arguments reject.
 * @param {unknown[]} args
 * @param {() => void} work
 * @param {string} site
 */
function perform(args, work, site) {
  const { 0: callback } = args;
  if (args.length === 0) {
    work();
    return new NativePromise((resolve) => ops.later(() => resolve(undefined)));
  }
  if (args.length === 1 && typeof callback === 'function') {
    work();
    ops.later(() => /** @type {AsyncCallback} */ (callback)(undefined, undefined));
    return undefined;
  }
  return new NativePromise((_, reject) => {
    const error = { code: 401, message: 'Parameter error' };
    ops.rememberSite(error, site);
    ops.later(() => reject(error));
  });
}

class HttpResponseCache {
  /** Makes what is stored survive the program. @param {...unknown} args */
  flush(...args) {
    return perform(args, ops.flushCache, callSite());
  }

  /** Stops the cache and removes what is stored (C12). @param {...unknown} args */
  delete(...args) {
    return perform(args, ops.deleteCache, callSite());
  }
}

/**
 * Starts the cache, or changes its size (C11). Exactly one positive number is a size, in bytes.
 * @param {...unknown} args
 */
export function createHttpResponseCache(...args) {
  const { 0: size } = args;
  const given = args.length === 1 && typeof size === 'number' && size > 0;
  ops.createCache(given ? min(size, LARGEST_SIZE) : LARGEST_SIZE);
  return new HttpResponseCache();
}
