/** A failed expectation, and the case that it marks. */
import { NativeError } from 'ohosrun:bindings/hypium/intrinsics.js';

/** What a failed matcher throws. */
class AssertException extends NativeError {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'AssertException';
  }
}

/** @typedef {object} Failure
 * @property {Error} error
 * @property {string} matcher
 * @property {string} actual inspected
 * @property {string} expected inspected
 * @property {boolean} isCompared whether a diff of the two helps
 */

/** @typedef {object} Running one run of a case, or of a hook outside of cases
 * @property {string} message what `message()` left: it prefixes every later failure of the case
 * @property {Failure | null} failure of the last matcher that failed
 * @property {number} failures
 * @property {boolean} isOver
 * @property {Set<{ site: string }>} awaited calls of assertPromise* that nobody has seen settle
 */

/** The case that runs; null between cases and in hooks outside of them. */
export const now = {
  /** @type {any} */
  running: null,
  /** What inspects values for a report. */
  inspect: (/** @type {unknown} */ value) => `${value}`,
  /** Told of a failure while no case runs. @type {(failure: Failure) => void} */
  outside: () => {},
};

// A poll that expects in vain thousands of times fails each time, and is reported once.
const INSPECTED = 20;

/** @param {unknown} value */
const shown = (value) => {
  try {
    return now.inspect(value);
  } catch {
    return '<unknown value>';
  }
};

/**
 * Mark `running` as failed and throw.
 * @param {any} running
 * @param {string} message
 * @param {{ matcher: string, isCompared?: boolean, actual?: unknown, expected?: unknown, isNot?: boolean }} detail
 * @returns {never}
 */
export const fail = (running, message, detail) => {
  const error = new AssertException(running !== null && running.message ? `message: ${running.message}, ${message}` : message);
  const isCompared = detail.isCompared === true && !detail.isNot;
  const isInspected = isCompared && (running === null || running.failures < INSPECTED);
  const failure = {
    error,
    matcher: detail.matcher,
    prefix: running !== null ? running.message : '',
    actual: isInspected ? shown(detail.actual) : '',
    expected: isInspected ? shown(detail.expected) : '',
    isCompared: isInspected,
  };
  if (running === null || running.isOver) {
    now.outside(failure);
  } else {
    running.failure = failure;
    running.failures++;
  }
  throw error;
};
