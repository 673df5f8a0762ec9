/** @ohos.security.cryptoFramework: digests, MACs, random numbers and AES. */
import { host, ops } from 'ohosrun:bridge/crypto_framework';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { businessError, parameterError, withMembersNotHere } from 'ohosrun:kit/errors.js';
import { isInteger, isObject, kindOfTypedArray, KeptWeakMap, NativeUint8Array } from 'ohosrun:kit/intrinsics.js';

const CryptoMode = { ENCRYPT_MODE: 0, DECRYPT_MODE: 1 };
const Result = {
  INVALID_PARAMS: 401, NOT_SUPPORT: 801, ERR_OUT_OF_MEMORY: 17620001, ERR_RUNTIME_ERROR: 17620002,
  ERR_CRYPTO_OPERATION: 17630001,
};
const MOST_RANDOM = 2 ** 31 - 1;

const invalid = () => parameterError('invalid parameters');

/** @param {any} blob @returns {Uint8Array} */
function bytes(blob) {
  const data = isObject(blob) ? blob.data : undefined;
  if (!isObject(data) || tagOf(data) !== 'Uint8Array') throw invalid();
  return data;
}

/** @param {any} value */
function tagOf(value) {
  try {
    return kindOfTypedArray(value);
  } catch {
    return undefined;
  }
}

/** @param {any[]} outcome of an op */
function checked(outcome) {
  if (outcome[0] !== 0) throw businessError(outcome[0], outcome[1]);
  return outcome[1];
}

/** @param {any} data */
const blob = (data) => ({ data: new NativeUint8Array(data) });

/** @param {unknown} value @returns {string} */
function text(value) {
  if (typeof value !== 'string') throw invalid();
  return value;
}

/**
 * Gives `target` each function twice: with a callback or a promise, and with Sync behind its name.
 * @param {any} target
 * @param {Record<string, [(...args: any[]) => unknown, (...args: any[]) => unknown]>} functions what judges the
 *   arguments at once, and what does the work
 */
function define(target, functions) {
  for (const name in functions) {
    const [judge, work] = functions[name];
    target[`${name}Sync`] = (/** @type {any[]} */ ...args) => {
      judge(...args);
      return work(...args);
    };
    target[name] = (/** @type {any[]} */ ...args) => {
      judge(...args);
      return answer(host, callbackOf(args), '', () => work(...args));
    };
  }
  return target;
}

const accept = () => {};

/** @param {number} number of what init() begins; throws where it was not called */
function begun(number) {
  if (number === 0) throw businessError(Result.ERR_CRYPTO_OPERATION, 'crypto operation error');
  return number;
}

/** @param {unknown} algName */
function createMd(algName) {
  const number = checked(ops.digest(text(algName)));
  return define({ algName, getMdLength: () => checked(ops.size(number)) }, {
    update: [bytes, (input) => { checked(ops.update(number, bytes(input))); }],
    digest: [accept, () => blob(checked(ops.finish(number)))],
  });
}

/** @param {any} spec a name, or { algName, mdName } */
function createMac(spec) {
  const algName = isObject(spec) ? spec.algName : spec;
  const digest = isObject(spec) ? text(spec.mdName) : text(spec);
  checked(ops.digest(digest));
  let number = 0;
  return define({ algName, getMacLength: () => checked(ops.size(begun(number))) }, {
    init: [isKey, (key) => { number = checked(ops.mac(digest, keys.get(key))); }],
    update: [bytes, (input) => { checked(ops.update(begun(number), bytes(input))); }],
    doFinal: [accept, () => blob(checked(ops.finish(begun(number))))],
  });
}

function createRandom() {
  /** @param {unknown} length */
  const judge = (length) => {
    if (!isInteger(length) || /** @type {number} */ (length) <= 0 || /** @type {number} */ (length) > MOST_RANDOM) throw invalid();
  };
  return define({ algName: 'CTR_DRBG', setSeed: (/** @type {any} */ seed) => { bytes(seed); } }, {
    generateRandom: [judge, (length) => blob(checked(ops.random(length)))],
  });
}

/** The bytes of keys, which are not theirs to show once they are cleared. @type {WeakMap<object, any>} */
const keys = new KeptWeakMap();

/** @param {any} key */
function isKey(key) {
  if (!isObject(key) || !keys.has(key)) throw invalid();
}

/** @param {string} algName @param {ArrayBuffer} data */
function makeKey(algName, data) {
  const key = {
    algName,
    format: 'PKCS#8',
    getEncoded: () => blob(keys.get(key)),
    clearMem: () => { keys.set(key, new NativeUint8Array(keys.get(key).byteLength)); },
  };
  keys.set(key, new NativeUint8Array(data));
  return key;
}

/** @param {unknown} algName AES128, AES192, AES256, HMAC or HMAC|SHA256 */
function createSymKeyGenerator(algName) {
  const size = checked(ops.keySize(text(algName)));
  return define({ algName }, {
    generateSymKey: [accept, () => makeKey(text(algName), checked(ops.random(size)))],
    convertKey: [bytes, (input) => {
      const data = bytes(input);
      if (data.length === 0 || (text(algName)[0] === 'A' && data.length !== size)) throw invalid();
      return makeKey(text(algName), checked(ops.copied(data)));
    }],
  });
}

/** @param {unknown} transformation such as AES256|GCM|PKCS7 */
function createCipher(transformation) {
  checked(ops.cipher(text(transformation)));
  let number = 0;
  /** @param {any} mode @param {any} key @param {any} params */
  const judge = (mode, key, params) => {
    if (mode !== 0 && mode !== 1) throw invalid();
    isKey(key);
    if (params !== null && !isObject(params)) throw invalid();
  };
  const input = (/** @type {any} */ given) => { if (given !== null) bytes(given); };
  return define({ algName: transformation }, {
    init: [judge, (mode, key, params) => {
      const part = (/** @type {string} */ name) => (params?.[name] === undefined ? null : bytes(params[name]));
      number = checked(ops.begin(transformation, mode, keys.get(key), part('iv'), part('aad'), part('authTag')));
    }],
    update: [bytes, (given) => output(checked(ops.transform(begun(number), bytes(given), false)))],
    doFinal: [input, (given) => {
      const data = given === null ? new NativeUint8Array(0) : bytes(given);
      return output(checked(ops.transform(begun(number), data, true)));
    }],
  });
}

/** @param {any} data null where there is none */
function output(data) {
  const made = blob(data);
  return made.data.length === 0 ? null : made;
}

export default withMembersNotHere({
  CryptoMode, Result, createMd, createMac, createRandom, createSymKeyGenerator, createCipher,
}, '@ohos.security.cryptoFramework', [
  'createAsyKeyGenerator', 'createAsyKeyGeneratorBySpec', 'createSign', 'createVerify', 'createKeyAgreement',
  'createKdf',
]);
