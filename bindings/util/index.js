/** @ohos.util. */
import { ops } from 'ohosrun:bridge/util';
import { businessError, withMembersNotHere } from 'ohosrun:kit/errors.js';
import {
  apply, isFunction, KeptWeakMap, NativeError, NativeNumber, NativePromise, NativeUint8Array, then,
} from 'ohosrun:kit/intrinsics.js';
import { Base64Helper, Type } from 'ohosrun:bindings/util/base64.js';
import { format as formatted } from 'ohosrun:bindings/util/printf.js';
import { LRUCache, RationalNumber, ScopeHelper } from 'ohosrun:bindings/util/structures.js';
import { StringDecoder, TextDecoder, TextEncoder, wrongType } from 'ohosrun:bindings/util/text.js';
import { types } from 'ohosrun:bindings/util/types.js';

const INVALID_UUID = 10200002;
const NOT_DEFINED = 10200005;

/** @param {unknown} pattern @param {...unknown} values */
function format(pattern, ...values) {
  if (typeof pattern !== 'string') throw wrongType('format', 'string');
  return formatted(pattern, values);
}

/** @param {unknown} number */
function errnoToString(number) {
  if (typeof number !== 'number') throw wrongType('errno', 'number');
  return ops.systemError(number);
}

/** The sixteen bytes of a random UUID (version 4 of RFC 9562). */
function randomBytes() {
  const bytes = new NativeUint8Array(ops.random(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes;
}

/** @param {unknown} cache whether random numbers may be kept, which changes nothing that a program sees */
function checkCache(cache) {
  if (cache !== undefined && typeof cache !== 'boolean') throw wrongType('entropyCache', 'boolean');
}

const DIGITS = '0123456789abcdef';

/** @param {boolean} [cache] */
function generateRandomUUID(cache) {
  checkCache(cache);
  const bytes = randomBytes();
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += DIGITS[bytes[i] >> 4] + DIGITS[bytes[i] & 15];
  }
  return text;
}

/** @param {boolean} [cache] */
function generateRandomBinaryUUID(cache) {
  checkCache(cache);
  return randomBytes();
}

/** @param {string} text @returns {Uint8Array} its sixteen bytes */
function parseUUID(text) {
  if (typeof text !== 'string') throw wrongType('uuid', 'string');
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)) {
    throw businessError(INVALID_UUID, 'Invalid uuid string.');
  }
  const bytes = new NativeUint8Array(16);
  let at = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (text[at] === '-') at++;
    bytes[i] = NativeNumber(`0x${text[at]}${text[at + 1]}`);
    at += 2;
  }
  return bytes;
}

/**
 * An asynchronous function as one with a callback.
 * @param {Function} original
 */
function callbackWrapper(original) {
  if (!isFunction(original)) throw wrongType('original', 'function');
  return function (/** @type {any[]} */ ...args) {
    const callback = args[args.length - 1];
    if (!isFunction(callback)) throw wrongType('callback', 'function');
    args.length -= 1;
    then(
      new NativePromise((resolve) => resolve(apply(original, /** @type {any} */ (this), args))),
      (/** @type {unknown} */ value) => callback(null, value),
      (/** @type {unknown} */ reason) => callback(reason || new NativeError(`Promise was rejected with ${reason}`)),
    );
  };
}

/**
 * A function with a callback that stands last as one that returns a promise.
 * @param {Function} original
 */
function promisify(original) {
  if (!isFunction(original)) throw wrongType('original', 'function');
  return function (/** @type {any[]} */ ...args) {
    return new NativePromise((resolve, reject) => {
      args[args.length] = (/** @type {unknown} */ error, /** @type {unknown} */ value) => {
        if (error) reject(error);
        else resolve(value);
      };
      apply(original, /** @type {any} */ (this), args);
    });
  };
}

let lastHash = 0;
const hashes = new KeptWeakMap();

/** @param {object} value @returns {number} the same for the same object, as long as it is there */
function getHash(value) {
  if (typeof value !== 'object' || value === null) throw wrongType('object', 'object');
  if (!hashes.has(value)) hashes.set(value, ++lastHash);
  return hashes.get(value);
}

/** @param {any} target @param {string} name @param {boolean} isStatic @param {Function} advice @param {string} label */
function advised(target, name, isStatic, advice, label) {
  if (!isFunction(target)) throw wrongType('targetClass', 'class');
  if (typeof name !== 'string') throw wrongType('methodName', 'string');
  if (typeof isStatic !== 'boolean') throw wrongType('isStatic', 'boolean');
  if (!isFunction(advice)) throw wrongType(label, 'function');
  const owner = isStatic ? target : target.prototype;
  if (!isFunction(owner?.[name])) throw businessError(NOT_DEFINED, 'The method is not there.');
  return owner;
}

/** Adds to a method of a class, or replaces it. */
class Aspect {
  /** @param {any} target @param {string} name @param {boolean} isStatic @param {Function} before called with the instance and the arguments */
  static addBefore(target, name, isStatic, before) {
    const owner = advised(target, name, isStatic, before, 'before');
    const original = owner[name];
    owner[name] = function (/** @type {any[]} */ ...args) {
      before(this, ...args);
      return apply(original, this, args);
    };
  }

  /** @param {any} target @param {string} name @param {boolean} isStatic @param {Function} after called with the instance, what was returned, and the arguments; what it returns counts */
  static addAfter(target, name, isStatic, after) {
    const owner = advised(target, name, isStatic, after, 'after');
    const original = owner[name];
    owner[name] = function (/** @type {any[]} */ ...args) {
      return after(this, apply(original, this, args), ...args);
    };
  }

  /** @param {any} target @param {string} name @param {boolean} isStatic @param {Function} instead called with the instance and the arguments */
  static replace(target, name, isStatic, instead) {
    const owner = advised(target, name, isStatic, instead, 'instead');
    owner[name] = function (/** @type {any[]} */ ...args) { return instead(this, ...args); };
  }
}

const util = {
  printf: format, format, errnoToString, getErrorString: errnoToString,
  callbackWrapper, promisify, promiseWrapper: promisify,
  generateRandomUUID, generateRandomBinaryUUID, parseUUID, getHash,
  TextEncoder, TextDecoder, StringDecoder, Base64Helper, Base64: Base64Helper, Type, types,
  LRUCache, LruBuffer: LRUCache, RationalNumber, ScopeHelper, Scope: ScopeHelper, Aspect,
};
export default withMembersNotHere(util, '@ohos.util', ['ArkTSVM', 'AutoFinalizer', 'AutoFinalizerCleaner', 'getMainThreadStackTrace']);
