/** assertPromise*: matchers that wait. Each is given the promise and its arguments and returns a promise of its verdict. */
import { NativePromise, getPrototypeOf, isFunction, isObject, stringify } from 'ohosrun:bindings/hypium/intrinsics.js';

/** @typedef {import('./matchers.js').Verdict} Verdict */

/** @typedef {{ state: 'pending' | 'fulfilled' | 'rejected', value: any }} Settled */

/** @param {unknown} value */
export const isPromise = (value) => value instanceof NativePromise || (isObject(value) && isFunction(value.then));

/**
 * How a promise settles; waits for it.
 * @param {Promise<unknown>} promise
 * @returns {Promise<Settled>}
 */
const settled = async (promise) => {
  try {
    return { state: 'fulfilled', value: await promise };
  } catch (value) {
    return { state: 'rejected', value };
  }
};

/** What a promise that has not settled by one turn of a race is. */
const PENDING = {};

/** @type {(promise: Promise<unknown>) => Promise<Verdict>} */
const assertPromiseIsPending = async (promise) => {
  let isPending = false;
  try {
    isPending = (await NativePromise.race([promise, NativePromise.resolve(PENDING)])) === PENDING;
  } catch {
    isPending = false;
  }
  return { pass: isPending, message: 'expect a promise that is pending, it has settled' };
};

/** @type {(wanted: 'fulfilled' | 'rejected') => (promise: Promise<unknown>) => Promise<Verdict>} */
const settlesAs = (wanted) => async (promise) => {
  const { state } = await settled(promise);
  const word = wanted === 'fulfilled' ? 'resolved' : 'rejected';
  return { pass: state === wanted, message: `expect a promise that is ${word}, it was ${state === 'fulfilled' ? 'resolved' : 'rejected'}` };
};

/** @type {(wanted: 'fulfilled' | 'rejected') => (promise: Promise<unknown>, args: unknown[]) => Promise<Verdict>} */
const settlesWith = (wanted) => async (promise, [expected]) => {
  const { state, value } = await settled(promise);
  const word = wanted === 'fulfilled' ? 'resolved' : 'rejected';
  const [is, be] = [stringify(value), stringify(expected)];
  return {
    pass: state === wanted && is === be,
    message: `expect a promise that is ${word} with ${be}, it was ${state === 'fulfilled' ? 'resolved' : 'rejected'} with ${is}`,
    isCompared: true,
  };
};

/** The name that is found on the prototype of an error, not on itself. @param {any} error */
const nameOnPrototype = (error) => (isObject(error) ? getPrototypeOf(error)?.name : undefined);

/** @type {(promise: Promise<unknown>, args: any[]) => Promise<Verdict>} */
const assertPromiseIsRejectedWithError = async (promise, args) => {
  const { state, value } = await settled(promise);
  const [first, second] = args;
  const message = `expect a promise that is rejected with the error ${isFunction(first) ? first.name : first}`;
  if (state !== 'rejected' || args.length === 0 || args.length > 2) return { pass: false, message };
  if (args.length === 2) return { pass: value?.name === first?.name && value?.message === second, message };
  if (typeof first === 'string') return { pass: value?.message === first, message };
  return { pass: isFunction(first) && first.name === nameOnPrototype(value), message };
};

/** @type {Record<string, (promise: Promise<unknown>, args: any[]) => Promise<Verdict>>} */
export const PROMISE_MATCHERS = {
  assertPromiseIsPending,
  assertPromiseIsRejected: settlesAs('rejected'),
  assertPromiseIsRejectedWith: settlesWith('rejected'),
  assertPromiseIsRejectedWithError,
  assertPromiseIsResolved: settlesAs('fulfilled'),
  assertPromiseIsResolvedWith: settlesWith('fulfilled'),
};
