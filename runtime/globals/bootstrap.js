/**
 * The one way into a program, and the one way an error comes out of it.
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';
  const apply = Reflect.apply;
  const then = Promise.prototype.then;
  const { defineProperty, setPrototypeOf } = Object;
  const ProxyOf = Proxy;
  const uncaught = core.ops.uncaught;

  /**
   * An error that nobody caught: described here, where the value still exists, printed by the host.
   * @param {unknown} value
   * @param {boolean} rejection whether it is the reason of a promise that nobody handled
   */
  core.reportUncaught = (value, rejection) => {
    uncaught(core.describeError(value), core.requestSite(value), rejection);
  };

  /**
   * One macrotask: `callback` is ours, and takes up to two arguments.
   * @param {Function} callback
   * @param {unknown} first
   * @param {unknown} second
   */
  core.invoke = (callback, first, second) => {
    core.nesting = 0;
    try {
      callback(first, second);
    } catch (error) {
      core.reportUncaught(error, false);
    }
  };

  /** An array that no setter for an index was asked about. */
  core.makeArray = (/** @type {unknown[]} */ ...values) => values;

  /** @type {WeakMap<object, string>} */
  const sites = new WeakMap();
  const siteOf = sites.get.bind(sites);
  const rememberSite = sites.set.bind(sites);

  /**
   * Remembers where the call was made that led to an error object which has no stack of its own.
   * @param {object} error
   * @param {string} stack
   */
  core.rememberSite = (error, stack) => { rememberSite(error, stack); };

  /**
   * @param {unknown} value
   * @returns {string} the stack remembered for it, or ''
   */
  core.requestSite = (value) => (typeof value === 'object' && value !== null && siteOf(value)) || '';

  /**
   * The ops of a binding: an object that is filled by `open(ops)` when the first of them is wanted.
   * @param {(ops: object) => void} open
   * @returns {Record<string, Function>}
   */
  core.opsOnDemand = (open) => {
    const ops = { __proto__: null };
    setPrototypeOf(ops, new ProxyOf({ __proto__: null }, {
      get(_target, /** @type {string} */ name) {
        setPrototypeOf(ops, null);
        open(ops);
        return ops[name];
      },
    }));
    return ops;
  };

  /** What façades take the language's own objects from: they may be loaded when a script has replaced these. */
  core.builtins = {
    Array, ArrayBuffer, BigInt, Boolean, DataView, Date, Error, Function, JSON, Map, Math, Number, Object, Promise, Proxy,
    RangeError, Reflect, RegExp, Set, SharedArrayBuffer, String, Symbol, TypeError, Uint8Array, WeakMap, WeakSet,
  };

  core.entryPending = true;

  /**
   * @param {Promise<unknown>} promise the evaluation of the entry module
   */
  core.watchEntry = (promise) => {
    // So that `then` makes promises of the engine's own class, whatever the script has done to Promise by now.
    defineProperty(promise, 'constructor', { __proto__: null, value: undefined });
    apply(then, promise, [
      () => { core.entryPending = false; },
      (/** @type {unknown} */ error) => {
        core.entryPending = false;
        core.reportUncaught(error, false);
      },
    ]);
  };
}
