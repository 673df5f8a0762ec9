/** What both interfaces of @ohos.request share: arguments, permission, events. */
import { host } from 'ohosrun:bridge/request';
import { Emitter } from 'ohosrun:kit/emitter.js';
import { businessError, checkPermission, PARAMETER_ERROR } from 'ohosrun:kit/errors.js';
import { isFunction, isObject } from 'ohosrun:kit/intrinsics.js';

export const HEADERS = 0;
export const PROGRESS = 1;
export const DONE = 2;
export const FAILED = 3;

export const parameterError = (/** @type {string} */ what) => (
  businessError(PARAMETER_ERROR, `the parameters check fails, ${what}`)
);
export const pathError = (/** @type {string} */ what) => businessError(13400002, `bad file path, ${what}`);

/** Throws 201 where the program may not use the net. */
export const checkInternet = () => checkPermission(host, 'INTERNET', 'the permissions check fails');

/** @param {any} context @returns {string} where files without a folder go */
export function cacheOf(context) {
  if (!isObject(context) || typeof context.cacheDir !== 'string') throw parameterError('the context is invalid');
  return context.cacheDir;
}

/** @param {any} config @returns {string} */
export function urlOf(config) {
  if (!isObject(config)) throw parameterError('the config is invalid');
  if (typeof config.url !== 'string' || config.url === '') throw parameterError('the url is invalid');
  return config.url;
}

/** The listeners of a task, which has events of certain names only. */
export class Events extends Emitter {
  /** @type {string[]} */
  #known;

  /** @param {string[]} known */
  constructor(known) {
    super();
    this.#known = known;
  }

  /** @param {any} type @param {any} callback */
  on(type, callback) {
    this.#check(type, isFunction(callback));
    this.add(type, callback);
  }

  /** @param {any} type @param {any} [callback] every listener of the type without one */
  off(type, callback) {
    this.#check(type, callback === undefined || isFunction(callback));
    this.remove(type, callback);
  }

  /** @param {unknown} type @param {boolean} isRight whether the callback is */
  #check(type, isRight) {
    for (let i = 0; isRight && i < this.#known.length; i++) if (this.#known[i] === type) return;
    throw parameterError('the type or the callback is invalid');
  }
}
