/** @system.storage: texts by key, kept as long as the run. */
import { host } from 'ohosrun:bridge/system_storage';
import { KeptMap, NativeString } from 'ohosrun:kit/intrinsics.js';
import { answer } from 'ohosrun:kit/options.js';

const PARAMETER = [202, 'The key string is null or undefined'];

/** @type {Map<string, string>} */
const values = new KeptMap();

/** @param {any} options with a key @param {() => unknown} work */
const perform = (options, work) => answer(host, options, () => (
  typeof options?.key !== 'string' || options.key === '' ? PARAMETER : [0, work()]
));

export default {
  get: (/** @type {any} */ options) => perform(options, () => values.get(options.key) ?? options.default ?? ''),
  set: (/** @type {any} */ options) => perform(options, () => {
    const { key, value } = options;
    if (value === undefined || value === '') values.delete(key);
    else values.set(key, NativeString(value));
  }),
  delete: (/** @type {any} */ options) => perform(options, () => { values.delete(options.key); }),
  clear: (/** @type {any} */ options) => answer(host, options, () => {
    values.clear();
    return [0];
  }),
};
