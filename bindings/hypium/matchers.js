/**
 * The matchers that answer at once: 1.6 of the behaviour tables.
 *
 * Each is given the actual value and the list of its arguments, and says whether it passes and what it says if not.
 */
import {
  NativeError, abs, callSite, getOwnPropertyNames, hasOwn, includesText, isFunction, isObject, keys, stringify, tagOf,
} from 'ohosrun:bindings/hypium/intrinsics.js';
import { deepEquals, hasNaN } from 'ohosrun:bindings/hypium/equality.js';
import { isMatcher, matches } from 'ohosrun:bindings/hypium/arguments.js';
import { note } from 'ohosrun:bindings/hypium/notes.js';

/** @typedef {{ pass: boolean, message: string, isCompared?: boolean }} Verdict */
/** @typedef {(actual: any, args: any[]) => Verdict} Matcher */

/** @param {unknown} value */
const isComplex = (value) => typeof value === 'symbol' || typeof value === 'function' || isObject(value);

/** A value in a message, for those that a template cannot take. @param {unknown} value */
const worded = (value) => {
  try {
    return `${value}`;
  } catch {
    return tagOf(value);
  }
};

/** @type {Matcher} */
const assertEqual = (actual, [expected]) => {
  const pass = actual === expected;
  // The message is made of a passing comparison too, and what has no text throws here as it does on a device.
  const message = !pass || isComplex(actual) || isComplex(expected) ? `expect ${actual} equals ${expected}` : '';
  return { pass, message, isCompared: true };
};

/** @type {(wanted: unknown, word: string) => Matcher} */
const identical = (wanted, word) => (actual) => ({
  pass: actual === wanted, message: `expect ${word}, actualValue is ${worded(actual)}`,
});

/** @type {(word: string, compare: (actual: any, expected: any) => boolean) => Matcher} */
const ordered = (word, compare) => (actual, [expected]) => ({
  pass: compare(actual, expected), message: `expect ${worded(actual)} ${word} ${worded(expected)}`,
});

/** @type {Matcher} */
const assertClose = (actual, [expected, precision]) => {
  if (actual === null && expected === null) throw new NativeError('actualValue and expected can not be both null or undefined');
  const pass = actual === 0 ? expected === 0 : abs(expected - actual) / abs(actual) < precision;
  return { pass, message: `|${worded(expected)} - ${worded(actual)}| / |${worded(actual)}| < ${worded(precision)} does not hold` };
};

/** @type {Matcher} */
const assertContain = (actual, [expected]) => {
  const message = `expect ${worded(actual)} contains ${worded(expected)}`;
  if (typeof actual === 'string') return { pass: includesText(actual, expected), message };
  const isNewer = tagOf(actual) === 'Set' || actual === null || actual === undefined || tagOf(actual) === 'Object';
  if (isNewer) {
    note('assertContain', 'assertContain looks into arrays and strings; from 1.0.26 on a Set is searched too, and a plain object or null is an error', callSite());
  }
  for (const key in actual) if (actual[key] == expected) return { pass: true, message };
  return { pass: false, message };
};

/** @type {Matcher} */
const assertInstanceOf = (actual, [name]) => {
  const tag = tagOf(actual);
  const pass = `[object ${tag}]` === `[object ${worded(name)}]`;
  if (!pass && isObject(actual) && actual.constructor?.name === (isFunction(name) ? name.name : name)) {
    note('assertInstanceOf', `assertInstanceOf compares with '${tag}', what Object.prototype.toString says: the name of a class never passes`, callSite());
  }
  return { pass, message: `expect ${worded(actual)} is of type ${worded(name)}, it is ${tag}` };
};

/** @type {(actual: any) => { isThrown: boolean, value: any }} */
const called = (actual) => {
  try {
    actual();
  } catch (value) {
    return { isThrown: true, value };
  }
  return { isThrown: false, value: undefined };
};

/** @type {Matcher} */
const assertThrowError = (actual, args) => {
  const [wanted] = args;
  if (!isFunction(actual)) throw new TypeError('actualValue is not a function');
  if (args.length === 0) {
    note('assertThrowError', 'assertThrowError() without an argument never passes: give a part of the message or a class', callSite());
  }
  const { isThrown, value } = called(actual);
  if (!isThrown) return { pass: false, message: 'expect to throw error, nothing was thrown' };
  if (!(value instanceof NativeError)) {
    return { pass: false, message: `expect to throw an Error, ${worded(value)} was thrown` };
  }
  if (typeof wanted === 'string') {
    return { pass: includesText(`${value.message}`, wanted), message: `expect to throw error containing ${wanted}, the message is ${value.message}` };
  }
  if (isFunction(wanted)) {
    const { name } = value.constructor;
    return { pass: name === wanted.name, message: `expect to throw ${wanted.name}, ${name} was thrown` };
  }
  return { pass: false, message: `expect to throw error, ${worded(value)} was thrown` };
};

/** @type {Matcher} */
const assertThrow = (actual, [wanted]) => {
  const { isThrown, value } = called(actual);
  const message = isThrown ? value?.message : undefined;
  return { pass: isThrown && message === wanted, message: `expect to throw ${worded(wanted)}, ${isThrown ? worded(message) : 'nothing'} was thrown` };
};

/** @type {Matcher} */
const assertDeepEquals = (actual, [expected]) => {
  const pass = deepEquals(actual, expected);
  let message;
  try {
    message = `expect ${stringify(actual)} deep equals ${stringify(expected)}`;
  } catch (error) {
    note('assertDeepEquals', 'the message of assertDeepEquals is made by JSON.stringify, also when the values are equal: what JSON cannot write is an error', callSite());
    throw error;
  }
  if (pass && hasNaN(actual)) {
    note('NaN in assertDeepEquals', 'NaN deep equals NaN up to 1.0.21 only: newer versions of the framework say no', callSite());
  }
  return { pass, message, isCompared: true };
};

const MATCH_DEPTH = 6;

/** @type {(actual: any, wanted: any, depth: number) => boolean} */
const matchesObject = (actual, wanted, depth) => {
  if (!isObject(actual)) return false;
  const names = keys(wanted);
  for (let i = 0; i < names.length; i++) {
    const [is, be] = [actual[names[i]], wanted[names[i]]];
    if (!hasOwn(actual, names[i])) return false;
    if (isMatcher(be)) {
      if (!matches(be, is)) return false;
    } else if (tagOf(be) === 'Object' && depth < MATCH_DEPTH) {
      if (!matchesObject(is, be, depth + 1)) return false;
    } else if (is !== be) {
      return false;
    }
  }
  return true;
};

/** @type {Matcher} */
const assertMatchObj = (actual, [wanted]) => ({
  pass: matchesObject(actual, wanted, 1), message: 'expect the object to match', isCompared: true,
});

/** @type {Record<string, Matcher>} */
export const MATCHERS = {
  assertClose,
  assertContain,
  assertDeepEquals,
  assertEqual,
  assertFail: () => ({ pass: false, message: 'fail ' }),
  assertFalse: identical(false, 'false'),
  assertInstanceOf,
  assertLarger: ordered('is larger than', (actual, expected) => actual > expected),
  assertLargerOrEqual: ordered('is larger than or equals', (actual, expected) => actual >= expected),
  assertLess: ordered('is less than', (actual, expected) => actual < expected),
  assertLessOrEqual: ordered('is less than or equals', (actual, expected) => actual <= expected),
  assertMatchObj,
  assertNaN: (actual) => ({ pass: actual !== actual, message: `expect NaN, actualValue is ${worded(actual)}` }),
  assertNegUnlimited: identical(-Infinity, '-Infinity'),
  assertNull: identical(null, 'null'),
  assertPosUnlimited: identical(Infinity, 'Infinity'),
  assertThrow,
  assertThrowError,
  assertTrue: identical(true, 'true'),
  assertUndefined: identical(undefined, 'undefined'),
};

export const MATCHER_NAMES = getOwnPropertyNames(MATCHERS);
