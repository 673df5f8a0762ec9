/** @system.storage: texts by key, kept as long as the run. */
import { KeptMap, NativeString } from 'ohosrun:kit/intrinsics.js';

const { setTimeout } = globalThis;

/** @type {Map<string, string>} */
const values = new KeptMap();

/**
 * @param {any} options success, fail and complete are called, never before the call has returned
 * @param {boolean} keyed
 * @param {() => unknown} work
 */
function perform(options, keyed, work) {
  setTimeout(() => {
    if (keyed && (typeof options?.key !== 'string' || options.key === '')) {
      options?.fail?.('The key string is null or undefined', 202);
    } else {
      const result = work();
      options?.success?.(result);
    }
    options?.complete?.();
  }, 0);
}

export default {
  get: (/** @type {any} */ options) => perform(options, true, () => values.get(options.key) ?? options.default ?? ''),
  set: (/** @type {any} */ options) => perform(options, true, () => {
    const { key, value } = options;
    if (value === undefined || value === '') values.delete(key);
    else values.set(key, NativeString(value));
  }),
  delete: (/** @type {any} */ options) => perform(options, true, () => { values.delete(options.key); }),
  clear: (/** @type {any} */ options) => perform(options, false, () => { values.clear(); }),
};
