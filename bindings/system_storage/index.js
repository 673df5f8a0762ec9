/** @system.storage: texts by key, kept as long as the run. */
const NativeMap = Map;
const NativeString = String;
const { setTimeout } = globalThis;
const { call } = Function.prototype;
const getMap = call.bind(Map.prototype.get);
const setMap = call.bind(Map.prototype.set);
const deleteFrom = call.bind(Map.prototype.delete);
const clearMap = call.bind(Map.prototype.clear);

/** @type {Map<string, string>} */
const values = new NativeMap();

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
  get: (/** @type {any} */ options) => perform(options, true, () => getMap(values, options.key) ?? options.default ?? ''),
  set: (/** @type {any} */ options) => perform(options, true, () => {
    const { key, value } = options;
    if (value === undefined || value === '') deleteFrom(values, key);
    else setMap(values, key, NativeString(value));
  }),
  delete: (/** @type {any} */ options) => perform(options, true, () => { deleteFrom(values, options.key); }),
  clear: (/** @type {any} */ options) => perform(options, false, () => { clearMap(values); }),
};
