/** @ohos.data.preferences: one file a name, read when the name is first asked for and written by flush(). */
import { host, ops } from 'ohosrun:bridge/preferences';
import { businessError, invalidParameter } from 'ohosrun:kit/errors.js';
import { answer } from 'ohosrun:kit/calls.js';
import { includes, KeptMap } from 'ohosrun:kit/intrinsics.js';
import { Preferences } from 'ohosrun:bindings/preferences/store.js';

/** Those in memory, by file. @type {Map<string, Preferences>} */
const open = new KeptMap();

/**
 * @param {any} context
 * @param {any} named a name, or options with one
 * @returns {string} the file
 */
function fileOf(context, named) {
  if (typeof context !== 'object' || context === null) throw invalidParameter('The context is invalid.');
  const name = typeof named === 'object' && named !== null ? named.name : named;
  if (typeof name !== 'string') throw invalidParameter('The name must be string.');
  if (name === '' || includes(name, '/')) throw invalidParameter('The name is invalid.');
  const folder = context.preferencesDir;
  if (typeof folder !== 'string') throw invalidParameter('The context is invalid.');
  return `${folder}/${name}`;
}

/** @param {any[]} outcome of an op */
function checked(outcome) {
  if (outcome[0] !== 0) throw businessError(outcome[0], outcome[1]);
  return outcome[1];
}

/** @param {string} file @returns {Preferences} */
export function get(file) {
  const known = open.get(file);
  if (known !== undefined) return known;
  const made = new Preferences(checked(ops.read(file)), (text) => { checked(ops.write(file, text)); });
  open.set(file, made);
  return made;
}

/** @param {string} file */
export function remove(file) {
  open.delete(file);
  checked(ops.remove(file));
}

/** @param {string} file */
export const forget = (file) => { open.delete(file); };

/** @param {(file: string) => unknown} work */
const asynchronous = (work) => (
  /** @type {any} */ context, /** @type {any} */ named, /** @type {unknown} */ callback,
) => {
  const file = fileOf(context, named);
  return answer(host, callback, '', () => work(file));
};

/** @param {(file: string) => unknown} work */
const synchronous = (work) => (/** @type {any} */ context, /** @type {any} */ named) => work(fileOf(context, named));

export default {
  MAX_KEY_LENGTH: 1024,
  MAX_VALUE_LENGTH: 16 * 1024 * 1024,
  StorageType: { XML: 0, GSKV: 1 },
  getPreferences: asynchronous(get),
  getPreferencesSync: synchronous(get),
  deletePreferences: asynchronous(remove),
  removePreferencesFromCache: asynchronous(forget),
  removePreferencesFromCacheSync: synchronous(forget),
  isStorageTypeSupported: (/** @type {unknown} */ type) => type === 0,
};
