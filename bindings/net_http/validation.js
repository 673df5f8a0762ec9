/** remoteValidation as a function: what it is asked, and what counts as an answer (A3.2). */
import { whenSettled } from 'ohosrun:bindings/net_http/calls.js';
import { NativePromise, apply, isFunction, isObject } from 'ohosrun:bindings/net_http/intrinsics.js';

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

/**
 * Anything but true, now or by a promise, is a refusal. A device gives no x509Certs either.
 * @param {any} judge
 * @param {any} news host, address, certificates and the number of the question, as the op delivers them
 * @param {string} site where the request was made
 */
export function ask(judge, { 0: host, 1: ip, 2: pemCerts, 3: number }, site) {
  const refuse = (/** @type {string} */ why) => {
    ops.note('validation', site, why);
    ops.judged(number, false);
  };
  const answer = (/** @type {unknown} */ value) => {
    if (typeof value === 'boolean') ops.judged(number, value);
    else refuse('gives no boolean');
  };
  let given;
  try {
    given = apply(judge, undefined, [{ host, ip, pemCerts, x509Certs: [] }]);
    if (isObject(given) && isFunction(given.then)) {
      whenSettled(new NativePromise((resolve) => resolve(given)), answer, () => refuse('rejects'));
      return;
    }
  } catch {
    refuse('throws');
    return;
  }
  answer(given);
}
