/** The resources of the module that the program is part of: element/string.json and rawfile, where they are there. */
import { host, ops } from 'ohosrun:bridge/ui';
import { businessError } from 'ohosrun:kit/errors.js';
import { answer } from 'ohosrun:kit/calls.js';

const NativeUint8Array = Uint8Array;
const replaceWith = Function.prototype.call.bind(String.prototype.replace);
const NativeString = String;

// Of the resource manager's error codes.
const NO_ID = 9001001;
const NO_NAME = 9001003;
const NO_FILE = 9001005;
const PREFIX = /^(?:\[[^\]]*\]\.|app\.)string\./;

/**
 * @param {string} name
 * @param {unknown[]} args what takes the place of %s and %d
 */
function stringNamed(name, args) {
  if (typeof name !== 'string') throw businessError(401, 'Parameter error. Incorrect parameter types.');
  const text = ops.string(name);
  if (typeof text !== 'string') throw businessError(NO_NAME, 'Invalid resource name');
  let used = 0;
  return replaceWith(text, /%(?:(\d+)\$)?[sdf]/g, (/** @type {string} */ placeholder, /** @type {string} */ place) => {
    const index = place === undefined ? used++ : +place - 1;
    return index < args.length ? NativeString(args[index]) : placeholder;
  });
}

/**
 * @param {any} resource what $r() made: `params` begins with its name
 * @param {unknown[]} args
 */
function stringOf(resource, args) {
  if (typeof resource === 'number') throw businessError(NO_ID, 'Invalid resource ID');
  const [name, ...given] = resource?.params ?? [];
  if (typeof name !== 'string') throw businessError(401, 'Parameter error. Incorrect parameter types.');
  return stringNamed(replaceWith(name, PREFIX, ''), args.length > 0 ? args : given);
}

/** @param {unknown} path @returns {Uint8Array} */
function rawFile(path) {
  if (typeof path !== 'string') throw businessError(401, 'Parameter error. Incorrect parameter types.');
  const content = ops.rawFile(path);
  if (content === null) throw businessError(NO_FILE, 'Invalid relative path');
  return new NativeUint8Array(content);
}

/** @param {unknown} callback */
const called = (callback) => /** @type {Function | undefined} */ (typeof callback === 'function' ? callback : undefined);

export const resourceManager = {
  getStringSync: (/** @type {any} */ resource, /** @type {unknown[]} */ ...args) => stringOf(resource, args),
  getStringByNameSync: (/** @type {string} */ name, /** @type {unknown[]} */ ...args) => stringNamed(name, args),
  getStringValue: (/** @type {any} */ resource, /** @type {unknown} */ callback) => (
    answer(host, called(callback), '', () => stringOf(resource, []))
  ),
  getStringByName: (/** @type {string} */ name, /** @type {unknown} */ callback) => (
    answer(host, called(callback), '', () => stringNamed(name, []))
  ),
  getRawFileContentSync: rawFile,
  getRawFileContent: (/** @type {unknown} */ path, /** @type {unknown} */ callback) => (
    answer(host, called(callback), '', () => rawFile(path))
  ),
};
