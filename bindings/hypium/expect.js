/** `expect(actual)`: a fresh object with every matcher, `not()` and `message()`; and the registration of own matchers. */
import { NativeError, append, callSite, getOwnPropertyNames, isFunction, isObject, named } from 'ohosrun:bindings/hypium/intrinsics.js';
import { fail, now } from 'ohosrun:bindings/hypium/assertions.js';
import { MATCHERS, MATCHER_NAMES } from 'ohosrun:bindings/hypium/matchers.js';
import { PROMISE_MATCHERS, isPromise } from 'ohosrun:bindings/hypium/promises.js';

class Expectation {
  /** @param {unknown} actual */
  constructor(actual) {
    this.actual = actual;
    this.isNot = false;
    /** The case that runs when `expect` is called: a failure is its, whenever it comes. */
    this.running = now.running;
  }

  /** Once set it stays. */
  not() {
    this.isNot = true;
    return this;
  }

  /** @param {string} text */
  message(text) {
    // A TypeError outside of a case, as on a device.
    this.running.message = text;
    return this;
  }
}

/**
 * @param {Expectation} expectation
 * @param {string} matcher
 * @param {import('./matchers.js').Verdict} verdict
 * @param {any[]} args
 */
const judge = (expectation, matcher, verdict, args) => {
  const { isNot } = expectation;
  // `pass` may be anything that a registered matcher returns.
  if (isNot ? !verdict.pass : verdict.pass) return;
  const text = isNot ? `expect not: ${verdict.message || matcher}` : verdict.message;
  fail(expectation.running, text, {
    matcher, isCompared: verdict.isCompared, actual: expectation.actual, expected: args[0], isNot,
  });
};

/** @param {string} name */
const define = (name) => {
  const matcher = MATCHERS[name];
  const method = /** @this {Expectation} */ function (/** @type {any[]} */ ...args) {
    judge(this, name, matcher(this.actual, args), args);
  };
  methods[name] = named(name, method);
};

/** @param {string} name */
const definePromise = (name) => {
  const matcher = PROMISE_MATCHERS[name];
  const method = /** @this {Expectation} */ async function (/** @type {any[]} */ ...args) {
    const { running } = this;
    if (!isPromise(this.actual)) fail(running, 'not be called on a promise', { matcher: name });
    const entry = { site: callSite() };
    running?.awaited.add(entry);
    const verdict = await matcher(/** @type {any} */ (this.actual), args);
    running?.awaited.delete(entry);
    judge(this, name, verdict, args);
  };
  methods[name] = named(name, method);
};

/** @type {any} */
const methods = Expectation.prototype;
for (let i = 0; i < MATCHER_NAMES.length; i++) define(MATCHER_NAMES[i]);
for (const name of getOwnPropertyNames(PROMISE_MATCHERS)) definePromise(name);

/** @param {unknown} actual */
export const expect = (actual) => new Expectation(actual);

/** Registered matchers, until they are unregistered. @type {string[]} */
const registered = [];

/**
 * `fn.name` becomes a matcher that calls `fn(actual, firstArgument)`.
 * @param {Function} fn
 */
export const registerAssert = (fn) => {
  const { name } = fn;
  append(registered, name);
  methods[name] = named(name, /** @this {Expectation} */ function (/** @type {any[]} */ ...args) {
    const verdict = fn(this.actual, args[0]);
    if (!isObject(verdict)) throw new TypeError(`the assert ${name} must return { pass, message }`);
    judge(this, name, { pass: verdict.pass, message: `${verdict.message}` }, args);
  });
};

/** @param {string} name */
const unregister = (name) => {
  methods[name] = named(name, () => {
    throw new NativeError(`${name} is unregistered`);
  });
};

/**
 * @param {Function | string} assert one of them, or 'all', which takes the built-in ones along as on a device
 */
export const unregisterAssert = (assert) => {
  if (assert !== 'all') {
    unregister(isFunction(assert) ? /** @type {Function} */ (assert).name : `${assert}`);
    return;
  }
  const names = [...MATCHER_NAMES, ...getOwnPropertyNames(PROMISE_MATCHERS), ...registered];
  for (let i = 0; i < names.length; i++) unregister(names[i]);
};
