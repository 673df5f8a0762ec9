/**
 * HttpRequest. Arguments are judged here, in the order in which a device reads them; what is sent, and what comes back,
 * is decided below the ops.
 */
import { callbackOf, handle, isValidCall, syncError, whenSettled } from 'ohosrun:bindings/net_http/calls.js';
import { device } from 'ohosrun:bindings/net_http/device.js';
import {
  NativePromise, NativeSet, NativeString, addTo, callSite, deleteFrom, forEachOf, sourceOf,
} from 'ohosrun:bindings/net_http/intrinsics.js';
import {
  Interception, connect as connectInterceptors, headerOf, hopOf, redirectLimit, setAttach, siteOf,
} from 'ohosrun:bindings/net_http/interceptors.js';
import { Listeners, connect as connectListeners } from 'ohosrun:bindings/net_http/listeners.js';
import { connect as connectOptions, optionsOf } from 'ohosrun:bindings/net_http/options.js';
import { connect as connectResponse, makeHead, makeResponse } from 'ohosrun:bindings/net_http/response.js';
import { connect as connectStart, start } from 'ohosrun:bindings/net_http/start.js';
import { connect as connectUnawaited, markUnawaited } from 'ohosrun:bindings/net_http/unawaited.js';
import { ask, connect as connectValidation } from 'ohosrun:bindings/net_http/validation.js';

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => {
  ops ??= given;
  connectInterceptors(given);
  connectListeners(given);
  connectOptions(given);
  connectResponse(given);
  connectStart(given);
  connectValidation(given);
  connectUnawaited(given);
};

/** @typedef {{ code: number, message: string }} BusinessError */
/** @typedef {import('./calls.js').AsyncCallback} AsyncCallback */

// What the op delivers; the last of a request is RESPONSE, FAILURE or END.
const HEADERS = 0;
const RESPONSE = 1;
const FAILURE = 2;
const DATA = 3;
const RECEIVED = 4;
const SENT = 5;
const ASKED = 6;

const PARAMETER_ERROR = { code: 401, message: 'Parameter error' };
const ABORTED = 2300023;
const UNKNOWN_ERROR = 2300999;
const HEADER_EVENTS = 1;

const ignore = () => {};

const abort = (/** @type {number} */ id) => ops.abort(id);

// As text, where requestSync fails before it has begun (1.3).
const INTERNAL_ERROR = '2300999';

export class HttpRequest {
  static {
    setAttach((request, list) => {
      if (!(#interceptors in request)) return false;
      request.#interceptors = list;
      return true;
    });
  }

  /** Most requests have none. @type {Listeners | undefined} */
  #listeners = undefined;
  /** Numbers of the requests in flight. @type {Set<number>} */
  #pending = new NativeSet();
  #used = false;
  #destroyed = false;
  /** What HttpInterceptorChain.apply put there. @type {any[] | undefined} */
  #interceptors = undefined;
  /** Number of the cookie store of enableAutoCookie, 0 if there is none. */
  #cookieStore = 0;

  /**
   * request(url, callback), request(url, options, callback), request(url, options?): Promise of the response
   * @param {...unknown} args
   */
  request(...args) {
    return this.#call(args, callSite(), false);
  }

  /**
   * requestInStream, with the arguments of request: what it settles with is the status; the body comes as events.
   * @param {...unknown} args
   */
  requestInStream(...args) {
    return this.#call(args, callSite(), true);
  }

  /**
   * requestSync(url, options?): the response of request, for which the program stands still. What goes wrong is thrown;
   * a device gives back a response with responseCode 0 where a transfer fails.
   * @param {...unknown} args
   */
  requestSync(...args) {
    const site = callSite();
    const options = isValidCall(args) ? optionsOf(args[1], site) : undefined;
    if (options === undefined) throw syncError(INTERNAL_ERROR, 'Internal error');
    if (this.#destroyed && !ops.denied()) throw syncError(INTERNAL_ERROR, ops.message(UNKNOWN_ERROR));
    this.#used = true;
    const deliver = (/** @type {number} */ kind, /** @type {any} */ news) => {
      if (kind === HEADERS) this.#listeners?.emitHeader(news[0], news[1]);
      else this.#progress(kind, news);
    };
    if (this.#interceptors !== undefined) {
      ops.note('sync-interceptor', site);
      throw syncError(INTERNAL_ERROR, ops.message(UNKNOWN_ERROR));
    }
    if (options.judge !== undefined) ops.note('sync-validation', site);
    if (ops.isOwnServer(args[0])) {
      ops.note('sync-own-server', site);
      throw syncError(INTERNAL_ERROR, ops.message(UNKNOWN_ERROR));
    }
    const id = this.#start(deliver, args[0], options, site, false);
    if (id <= 0) throw syncError(NativeString(-id), ops.message(-id));
    const outcome = ops.wait(id);
    if (outcome === null) return undefined;
    const { 0: kind, 1: news } = outcome;
    if (kind === FAILURE) {
      ops.note('sync-failure', site);
      throw syncError(news[0], news[1]);
    }
    const response = makeResponse(news, options.expected, site);
    if (/** @type {any} */ (response.connectionExtraInfo).isCacheHit) {
      ops.note('sync-cache', site);
      throw syncError(INTERNAL_ERROR, ops.message(UNKNOWN_ERROR));
    }
    return response;
  }

  /**
   * @param {(kind: number, news: any) => void} deliver
   * @param {unknown} url
   * @param {import('./options.js').Parsed} options
   * @param {string} site
   * @param {boolean} streaming
   * @returns {number} the number of the request, or minus the code that it fails with before it has one
   */
  #start(deliver, url, options, site, streaming) {
    return start(deliver, /** @type {string} */ (url), options, site, this.#wanted(), streaming, this.#cookieStore);
  }

  /**
   * @param {unknown[]} args
   * @param {string} site
   * @param {boolean} streaming
   */
  #call(args, site, streaming) {
    const callback = callbackOf(args);
    if (callback !== undefined) {
      this.#begin(args, site, streaming, callback, undefined);
      return undefined;
    }
    /** @type {AsyncCallback} */
    let settle = ignore;
    const promise = new NativePromise((resolve, reject) => {
      settle = (error, data) => (error === undefined ? resolve(data) : reject(error));
    });
    this.#begin(args, site, streaming, settle, promise);
    return markUnawaited(promise);
  }

  /**
   * @param {unknown[]} args
   * @param {string} site
   * @param {boolean} streaming
   * @param {AsyncCallback} settle
   * @param {Promise<unknown> | undefined} promise what `settle` settles
   */
  #begin(args, site, streaming, settle, promise) {
    const isValid = isValidCall(args);
    const options = isValid ? optionsOf(args[1], site) : undefined;
    if (options === undefined) {
      if (!isValid) ops.because(PARAMETER_ERROR.code, 'arguments');
      const url = typeof args[0] === 'string';
      if (url && args.length > 1 && args.length < 4 && args[1] == null) ops.note('explicit-undefined', site);
      ops.later(() => this.#fail(PARAMETER_ERROR, args[0], site, settle, promise));
      return;
    }
    const isDestroyed = this.#destroyed && device().destroys;
    if ((isDestroyed || options.isRefused) && !ops.denied()) {
      const problem = { code: UNKNOWN_ERROR, message: ops.message(UNKNOWN_ERROR) };
      ops.because(UNKNOWN_ERROR, isDestroyed ? 'destroyed' : 'refused-method');
      // An error screen says it where there is one.
      if (isDestroyed && promise === undefined) ops.hint('destroyed', site);
      ops.later(() => this.#fail(problem, args[0], site, settle, promise));
      return;
    }
    if (this.#used) ops.note('reuse', site);
    this.#used = true;
    let id = 0;
    const deliver = (/** @type {number} */ kind, /** @type {any} */ news) => {
      if (kind === DATA) {
        this.#listeners?.emitData(news);
        return;
      }
      if (kind !== RESPONSE && kind !== FAILURE) {
        this.#event(kind, news, options, site);
        return;
      }
      deleteFrom(this.#pending, id);
      if (kind === FAILURE) this.#fail({ code: news[0], message: news[1] }, args[0], site, settle, promise);
      else if (streaming) {
        this.#listeners?.emit('dataEnd');
        settle(undefined, news[0]);
      } else {
        const response = makeResponse(news, options.expected, site);
        if (this.#listeners !== undefined && !device().earlyHeaders) this.#listeners.emitLateHeaders(response.header);
        settle(undefined, response);
      }
    };
    if (this.#interceptors !== undefined && !ops.denied()) {
      this.#intercept(/** @type {string} */ (args[0]), options, site, streaming, settle, promise);
      return;
    }
    id = this.#start(deliver, args[0], options, site, streaming);
    if (id > 0) addTo(this.#pending, id);
  }

  /**
   * By way of the chain that was applied.
   * @param {string} url
   * @param {import('./options.js').Parsed} options
   * @param {string} site
   * @param {boolean} streaming
   * @param {AsyncCallback} settle
   * @param {Promise<unknown> | undefined} promise
   */
  #intercept(url, options, site, streaming, settle, promise) {
    /** @type {import('./interceptors.js').Way} */
    const way = {
      send: (hopUrl, lines, body, isElsewhere) => {
        const hop = hopOf(options, lines, body, interception.handlesRedirects);
        if (isElsewhere) delete hop.special.login;
        return this.#hop(hopUrl, hop, site, streaming);
      },
      cached: (isShown, hopUrl, lines, body) => {
        const hop = hopOf(options, lines, body, interception.handlesRedirects);
        const isCached = ops.isCached(
          site, hopUrl, hop.method, null, body, null, hop.proxy, hop.special, hop.expected, hop.usingCache, hop.priority,
          hop.readTimeout, hop.connectTimeout, hop.protocol, hop.maxLimit,
        );
        return isCached ? this.#hop(hopUrl, hop, site, streaming && !isShown) : undefined;
      },
      announce: (pairs) => this.#announce(pairs),
    };
    const interception = new Interception(/** @type {any[]} */ (this.#interceptors), site, way);
    const prepared = ops.prepared(url, options.method, options.query, options.headers, options.special);
    const run = interception.run(prepared[0], headerOf(prepared), options.body, redirectLimit(options), !streaming);
    // What the program threw where it was looked into, a getter of what an interceptor left behind: uncaught.
    const rethrow = (/** @type {unknown} */ error) => ops.later(() => { throw error; });
    whenSettled(run, (/** @type {any} */ { failure, response }) => ops.later(() => {
      if (failure !== undefined) this.#fail(failure, url, site, settle, promise);
      else if (streaming) {
        this.#listeners?.emit('dataEnd');
        settle(undefined, response.responseCode);
      } else settle(undefined, response);
    }), rethrow);
  }

  /**
   * One hop of a request with interceptors.
   * @param {string} url
   * @param {import('./options.js').Parsed} options
   * @param {string} site
   * @param {boolean} streaming
   * @returns {Promise<import('./interceptors.js').Outcome>}
   */
  #hop(url, options, site, streaming) {
    return new NativePromise((done) => {
      if (this.#destroyed) {
        done({ failure: { code: ABORTED, message: ops.message(ABORTED) } });
        return;
      }
      let id = 0;
      const deliver = (/** @type {number} */ kind, /** @type {any} */ news) => {
        if (kind !== RESPONSE && kind !== FAILURE) {
          this.#event(kind, news, options, site);
          return;
        }
        deleteFrom(this.#pending, id);
        if (kind === FAILURE) done({ failure: { code: news[0], message: news[1] } });
        else done({ response: streaming ? makeHead(news) : makeResponse(news, options.expected, siteOf(news, site)) });
      };
      id = this.#start(deliver, url, options, site, streaming);
      if (id > 0) addTo(this.#pending, id);
    });
  }

  /** Header events that no server caused, each a task of its own. @param {any[]} pairs @returns {Promise<void>} */
  #announce(pairs) {
    return new NativePromise((done) => {
      ops.later(() => this.#listeners?.emitHeader('headerReceive', pairs));
      ops.later(() => this.#listeners?.emitHeader('headersReceive', pairs));
      ops.later(done);
    });
  }

  /**
   * An event that is not the last.
   * @param {number} kind
   * @param {any} news
   * @param {import('./options.js').Parsed} options
   * @param {string} site
   */
  #event(kind, news, options, site) {
    if (kind === ASKED) ask(options.judge, news, site);
    else if (kind === DATA) this.#listeners?.emitData(news);
    else if (kind === HEADERS) this.#listeners?.emitHeader(news[0], news[1]);
    else this.#progress(kind, news);
  }

  /** @param {number} kind @param {number[]} news how many bytes of how many */
  #progress(kind, news) {
    const { 0: size, 1: totalSize } = news;
    if (kind === RECEIVED) this.#listeners?.emit('dataReceiveProgress', { receiveSize: size, totalSize });
    else if (kind === SENT) this.#listeners?.emit('dataSendProgress', { sendSize: size, totalSize });
  }

  /**
   * @param {BusinessError} problem
   * @param {unknown} url
   * @param {string} site
   * @param {AsyncCallback} settle
   * @param {Promise<unknown> | undefined} promise
   */
  #fail({ code, message }, url, site, settle, promise) {
    const error = { code, message };
    ops.rememberSite(error, site);
    // C6: nobody has to wait for a request that its own program destroyed.
    const byDestroy = this.#destroyed && device().destroys && (code === ABORTED || code === UNKNOWN_ERROR);
    if (promise !== undefined && byDestroy) handle(promise);
    if (promise === undefined) ops.failing(url, code, message, site, sourceOf(settle));
    settle(error, undefined);
  }

  /** Aborts what is in flight; a later request() fails (C6). */
  destroy() {
    // Of one that was never used a later request() decides.
    if (this.#used && !device().destroys) return;
    this.#destroyed = true;
    this.#dropCookies();
    forEachOf(this.#pending, abort);
  }

  /**
   * Whether later requests of this object keep cookies for each other; anything but a boolean is ignored.
   * @param {...unknown} args the boolean
   */
  enableAutoCookie(...args) {
    const enable = args[0];
    if (enable === false) this.#dropCookies();
    else if (enable === true && this.#cookieStore === 0) this.#cookieStore = ops.newCookieStore();
  }

  #dropCookies() {
    if (this.#cookieStore !== 0) ops.dropCookieStore(this.#cookieStore);
    this.#cookieStore = 0;
  }

  /** @param {...unknown} args type and callback */
  on(...args) {
    this.#listen('on', args);
  }

  /** @param {...unknown} args type and callback; anything else is ignored (C26) */
  once(...args) {
    this.#listen('once', args);
  }

  /** @param {...unknown} args type, and the callback if only that one is meant */
  off(...args) {
    this.#listen('off', args);
  }

  /** @param {'on' | 'once' | 'off'} method @param {unknown[]} args */
  #listen(method, args) {
    const listeners = this.#listeners ?? new Listeners();
    listeners[method](args);
    this.#listeners = listeners;
    forEachOf(this.#pending, (/** @type {number} */ id) => ops.listen(id, this.#wanted()));
  }

  /** What the op is to deliver for the listeners. */
  #wanted() {
    if (this.#listeners === undefined) return 0;
    const { wanted } = this.#listeners;
    return device().earlyHeaders ? wanted : wanted & ~HEADER_EVENTS;
  }
}
