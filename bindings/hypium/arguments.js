/** Matchers for the arguments of mocked functions, and when two arguments are equal. */
import {
  callSite, freeze, getPrototypeOf, hasOwn, includesText, is, isArray, keys, matchesRegExp, tagOf,
} from 'ohosrun:bindings/hypium/intrinsics.js';
import { note } from 'ohosrun:bindings/hypium/notes.js';

class ArgumentMatcher {
  /**
   * @param {string} name
   * @param {(value: any) => boolean} test
   */
  constructor(name, test) {
    this.name = name;
    this.test = test;
    freeze(this);
  }
}

/** @param {unknown} value */
export const isMatcher = (value) => value instanceof ArgumentMatcher;

/**
 * @param {any} matcher
 * @param {unknown} value
 * @returns {boolean}
 */
export const matches = (matcher, value) => {
  if (matcher.name === 'any' && !value) {
    note('any', 'ArgumentMatchers.any takes 0, "", null and the like up to 1.0.21 only: newer versions say no', callSite());
  }
  return matcher.test(value);
};

/** @type {(type: string) => (value: unknown) => boolean} */
const ofType = (type) => (value) => typeof value === type;
/** @type {(test: (value: any) => boolean) => (value: unknown) => boolean} */
const opposite = (test) => (value) => !test(value);
const isPlain = (/** @type {unknown} */ value) => typeof value === 'object' && value !== null;

/** @type {(text: string) => (value: unknown) => boolean} */
const hasSubstring = (text) => (value) => typeof value === 'string' && includesText(value, text);
/** @type {(part: unknown[]) => (value: unknown) => boolean} */
const hasItems = (part) => (value) => isArray(value) && part.every((item) => value.some((own) => sameArgument(own, item)));
/** @type {(wanted: unknown) => (value: any) => boolean} */
const hasValue = (wanted) => (value) => isPlain(value) && keys(value).some((key) => sameArgument(value[key], wanted));
/** @type {(expression: RegExp) => (value: unknown) => boolean} */
const fits = (expression) => (value) => matchesRegExp(expression, /** @type {string} */ (value));

/** @type {Record<string, (value: any) => boolean>} */
const TESTS = {
  any: () => true,
  anyString: ofType('string'),
  anyBoolean: ofType('boolean'),
  anyNumber: ofType('number'),
  anyObj: isPlain,
  anyFunction: ofType('function'),
  notString: opposite(ofType('string')),
  notBoolean: opposite(ofType('boolean')),
  notNumber: opposite(ofType('number')),
  notObj: opposite(isPlain),
  notFunction: opposite(ofType('function')),
};

/** @type {Record<string, (argument: any) => (value: unknown) => boolean>} */
const MAKERS = {
  matchRegexs: fits,
  notMatchRegexs: (expression) => opposite(fits(expression)),
  containSubstring: hasSubstring,
  notContainSubstring: (text) => opposite(hasSubstring(text)),
  containSubArray: hasItems,
  notContainSubArray: (part) => opposite(hasItems(part)),
  containValue: hasValue,
  notContainValue: (wanted) => opposite(hasValue(wanted)),
};

/** @type {any} */
export const ArgumentMatchers = class ArgumentMatchers {};
for (const name of keys(TESTS)) ArgumentMatchers[name] = new ArgumentMatcher(name, TESTS[name]);
for (const name of keys(MAKERS)) {
  ArgumentMatchers[name] = (/** @type {unknown} */ argument) => new ArgumentMatcher(name, MAKERS[name](argument));
}

/**
 * Whether an argument of a call is the one that was stubbed or is verified: identical, equal by arrays, plain objects,
 * Date and RegExp, or accepted by a matcher.
 * @param {any} actual
 * @param {any} wanted
 * @returns {boolean}
 */
export const sameArgument = (actual, wanted) => {
  if (isMatcher(wanted)) return matches(wanted, actual);
  if (is(actual, wanted)) return true;
  if (!isPlain(actual) || !isPlain(wanted)) return false;
  const tag = tagOf(actual);
  if (tag !== tagOf(wanted)) return false;
  if (tag === 'Date') return +actual === +wanted;
  if (tag === 'RegExp') return `${actual}` === `${wanted}`;
  if (tag === 'Array') {
    return actual.length === wanted.length && actual.every((/** @type {any} */ item, /** @type {number} */ i) => sameArgument(item, wanted[i]));
  }
  if (tag !== 'Object' || !isPlainObject(actual) || !isPlainObject(wanted)) return false;
  const names = keys(actual);
  return names.length === keys(wanted).length
    && names.every((name) => hasOwn(wanted, name) && sameArgument(actual[name], wanted[name]));
};

/** @param {object} value */
const isPlainObject = (value) => {
  const prototype = getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};
