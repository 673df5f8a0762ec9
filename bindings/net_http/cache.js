/** HttpResponseCache: behaviour tables 8.1. */

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
  const [callback] = args;
  if (args.length === 0) {
    work();
    return new Promise((resolve) => ops.later(() => resolve(undefined)));
  }
  if (args.length === 1 && typeof callback === 'function') {
    work();
    ops.later(() => /** @type {AsyncCallback} */ (callback)(undefined, undefined));
    return undefined;
  }
  return new Promise((_, reject) => {
    const error = { code: 401, message: 'Parameter error' };
    ops.rememberSite(error, site);
    ops.later(() => reject(error));
  });
}

class HttpResponseCache {
  /** Makes what is stored survive the program. @param {...unknown} args */
  flush(...args) {
    return perform(args, ops.flushCache, new Error().stack ?? '');
  }

  /** Stops the cache and removes what is stored (C12). @param {...unknown} args */
  delete(...args) {
    return perform(args, ops.deleteCache, new Error().stack ?? '');
  }
}

/**
 * Starts the cache, or changes its size (C11). Exactly one positive number is a size, in bytes.
 * @param {...unknown} args
 */
export function createHttpResponseCache(...args) {
  const [size] = args;
  const given = args.length === 1 && typeof size === 'number' && size > 0;
  ops.createCache(given ? Math.min(size, LARGEST_SIZE) : LARGEST_SIZE);
  return new HttpResponseCache();
}
