/**
 * @ohos.net.http as a snippet sees it. Arguments are judged here, in the order in which a device reads them;
 * what is sent, and what comes back, is decided below the ops. Sections are those of the behaviour tables.
 */
import { connect as connectOptions, parseOptions } from 'ohosrun:bindings/net_http/options.js';
import { connect as connectCache, createHttpResponseCache } from 'ohosrun:bindings/net_http/cache.js';
import { HttpDataType, HttpProtocol, RequestMethod, ResponseCode } from 'ohosrun:bindings/net_http/enums.js';
import { connect as connectResponse, makeHeader, makeResponse } from 'ohosrun:bindings/net_http/response.js';

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => {
  ops ??= given;
  connectOptions(ops);
  connectCache(ops);
  connectResponse(ops);
};

/** @typedef {{ code: number, message: string }} BusinessError */
/** @typedef {(error: BusinessError | undefined, data: object | undefined) => void} AsyncCallback */

const HEADERS = 0;
const RESPONSE = 1;
const EVENTS = ['headerReceive', 'headersReceive'];
// Of later API versions: accepted as on a device, and never fired.
const LATER_EVENTS = ['dataReceive', 'dataEnd', 'dataReceiveProgress', 'dataSendProgress'];
// The one of them that request() fires on a device.
const UPLOAD_EVENT = 'dataSendProgress';

const PARAMETER_ERROR = { code: 401, message: 'Parameter error' };
const ABORTED = 2300023;
const DESTROYED_ERROR = { code: 2300999, message: 'Unknown Other Error' };

const ignore = () => {};
const isFunction = (/** @type {unknown} */ value) => typeof value === 'function';
const isObject = (/** @type {unknown} */ value) => typeof value === 'object' && value !== null;
const callSite = () => new Error().stack ?? '';

/**
 * 1.1: whether a call is valid is decided by the number and the kinds of its arguments.
 * @param {unknown[]} args
 */
function isValidCall(args) {
  if (typeof args[0] !== 'string') return false;
  switch (args.length) {
    case 1: return true;
    case 2: return isFunction(args[1]) || isObject(args[1]);
    case 3: return isObject(args[1]) && isFunction(args[2]);
    default: return false;
  }
}

/**
 * 1.1: the function that hears of the outcome, also of an invalid call; undefined: a promise does.
 * @param {unknown[]} args
 * @returns {AsyncCallback | undefined}
 */
function callbackOf(args) {
  const last = args[args.length - 1];
  return args.length <= 3 && isFunction(last) ? /** @type {AsyncCallback} */ (last) : undefined;
}

/** A listener of one event type; there is at most one (5.1). */
class Listener {
  /**
   * @param {Function} callback
   * @param {boolean} once
   * @param {boolean} errorFirst whether the headers come second, after an undefined error (C4, C27)
   */
  constructor(callback, once, errorFirst) {
    this.callback = callback;
    this.once = once;
    this.errorFirst = errorFirst;
  }
}

/** Of a request that has none. @type {Map<string, Listener>} */
const NO_LISTENERS = new Map();

class HttpRequest {
  #listeners = NO_LISTENERS;
  /** Numbers of the requests in flight. @type {Set<number>} */
  #pending = new Set();
  #used = false;
  #destroyed = false;

  /**
   * request(url, callback), request(url, options, callback), request(url, options?): Promise
   * @param {...unknown} args
   */
  request(...args) {
    const site = new Error().stack ?? '';
    const callback = callbackOf(args);
    if (callback !== undefined) {
      this.#begin(args, site, callback, undefined);
      return undefined;
    }
    /** @type {AsyncCallback} */
    let settle = ignore;
    const promise = new Promise((resolve, reject) => {
      settle = (error, data) => (error === undefined ? resolve(data) : reject(error));
    });
    this.#begin(args, site, settle, promise);
    return promise;
  }

  /**
   * @param {unknown[]} args
   * @param {string} site
   * @param {AsyncCallback} settle
   * @param {Promise<unknown> | undefined} promise what `settle` settles
   */
  #begin(args, site, settle, promise) {
    const options = isValidCall(args) ? parseOptions(isObject(args[1]) ? args[1] : {}, site) : undefined;
    if (options === undefined) {
      const url = typeof args[0] === 'string';
      if (url && args.length > 1 && args.length < 4 && args[1] == null) ops.note('explicit-undefined', site);
      ops.later(() => this.#fail(PARAMETER_ERROR, site, settle, promise));
      return;
    }
    if (this.#destroyed && !ops.denied()) {
      ops.later(() => this.#fail(DESTROYED_ERROR, site, settle, promise));
      return;
    }
    if (this.#used) ops.note('reuse', site);
    this.#used = true;
    let id = 0;
    const deliver = (/** @type {number} */ kind, /** @type {any[]} */ news) => {
      if (kind === HEADERS) {
        this.#emit(news[0], news[1]);
        return;
      }
      this.#pending.delete(id);
      if (kind === RESPONSE) settle(undefined, makeResponse(news, options[5], site));
      else this.#fail({ code: news[0], message: news[1] }, site, settle, promise);
    };
    // By index: a spread array is iterated, one call an element.
    id = ops.request(
      deliver, site, this.#listeners.size > 0, args[0], options[0], options[1], options[2], options[3], options[4],
      options[5], options[6], options[7], options[8], options[9], options[10], options[11],
    );
    if (id !== 0) this.#pending.add(id);
  }

  /**
   * @param {BusinessError} problem
   * @param {string} site
   * @param {AsyncCallback} settle
   * @param {Promise<unknown> | undefined} promise
   */
  #fail({ code, message }, site, settle, promise) {
    const error = { code, message };
    ops.rememberSite(error, site);
    // C6: nobody has to wait for a request that its own program destroyed.
    const byDestroy = this.#destroyed && (code === ABORTED || code === DESTROYED_ERROR.code);
    if (promise !== undefined && byDestroy) promise.catch(ignore);
    settle(error, undefined);
  }

  /** Aborts what is in flight; a later request() fails (C6). */
  destroy() {
    this.#destroyed = true;
    for (const id of this.#pending) ops.abort(id);
  }

  /** @param {...unknown} args type and callback */
  on(...args) {
    if (args.length !== 2 || typeof args[0] !== 'string' || !isFunction(args[1])) throw parameterError();
    this.#listen(args[0], /** @type {Function} */ (args[1]), false);
  }

  /** @param {...unknown} args type and callback; anything else is ignored (C26) */
  once(...args) {
    if (args.length !== 2 || typeof args[0] !== 'string' || !isFunction(args[1])) return;
    this.#listen(args[0], /** @type {Function} */ (args[1]), true);
  }

  /** @param {...unknown} args type, and the callback if only that one is meant */
  off(...args) {
    const [type, callback] = args;
    const valid = typeof type === 'string' && args.length <= 2 && (callback === undefined || isFunction(callback));
    if (!valid) throw parameterError();
    const listener = this.#listeners.get(type);
    if (listener !== undefined && (callback === undefined || listener.callback === callback)) {
      this.#listeners.delete(type);
    }
  }

  /**
   * @param {string} type
   * @param {Function} callback
   * @param {boolean} once
   */
  #listen(type, callback, once) {
    if (!EVENTS.includes(type)) {
      if (type === UPLOAD_EVENT && !once) ops.note('event-not-implemented', callSite(), type);
      else if (!LATER_EVENTS.includes(type)) ops.note('unknown-event', callSite(), type);
      return;
    }
    if (this.#listeners === NO_LISTENERS) this.#listeners = new Map();
    this.#listeners.set(type, new Listener(callback, once, type === 'headerReceive' && !once));
    for (const id of this.#pending) ops.listen(id);
  }

  /**
   * A header block has arrived; called once for each of the two event types (5.2).
   * @param {string} type
   * @param {any[]} pairs
   */
  #emit(type, pairs) {
    const listener = this.#listeners.get(type);
    if (listener === undefined) return;
    if (listener.once) this.#listeners.delete(type);
    const { callback } = listener;
    const header = makeHeader(pairs, '');
    if (listener.errorFirst) callback(undefined, header);
    else callback(header);
  }
}

function parameterError() {
  const error = new Error('Parameter error');
  return Object.defineProperty(error, 'code', { value: 401, enumerable: true, writable: true, configurable: true });
}

const createHttp = () => new HttpRequest();

const http = { RequestMethod, ResponseCode, HttpProtocol, HttpDataType };

// 9.1: there, but not listed; usable without `http.` since 4.1.
Object.defineProperty(http, 'createHttp', { value: createHttp });
Object.defineProperty(http, 'createHttpResponseCache', { value: createHttpResponseCache });

export default http;
