/** HttpInterceptorChain, and a request that goes by way of one (sections 5 of docs/behaviour.md). */
import { whenSettled } from 'ohosrun:bindings/net_http/calls.js';
import {
  NativeError, NativePromise, NativeSet, addTo, append, contains, defineProperty, deleteFrom, forEachOf,
  getOwnPropertyNames, getPrototypeOf, isArray, isBuffer, isFunction, isObject, join, lower, setPrototypeOf, sizeOfBuffer,
} from 'ohosrun:bindings/net_http/intrinsics.js';
import { makeHeader, makeInfo } from 'ohosrun:bindings/net_http/response.js';
import { hasLineBreak } from 'ohosrun:bindings/net_http/special.js';

/** @typedef {{ interceptorType: string, interceptorHandle: Function }} Interceptor */
/** @typedef {{ code: number, message: string }} BusinessError */
/** @typedef {{ failure?: BusinessError, response?: any }} Outcome */

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

const FIRST_REDIRECT = 300;
const LAST_REDIRECT = 399;
const DEFAULT_REDIRECTS = 30;
const CREDENTIALS = ['authorization', 'cookie', 'proxy-authorization'];
// Of connectionExtraInfo before there is one (A4.2).
const NO_CONNECTION = [['Unknown/Non-HTTP', null, null, '', '', -1, -1, false], false, false, 0];
const PARAMETER_ERROR = 401;
const TOO_MANY_REDIRECTS = 2300047;
const UNKNOWN_ERROR = 2300999;

/** @param {string} code @param {string} message */
function chainError(code, message) {
  return defineProperty(new NativeError(message), 'code', {
    __proto__: /** @type {any} */ (null), value: code, enumerable: true, writable: true, configurable: true,
  });
}

/** @param {number} code @returns {Outcome} */
const failed = (code) => ({ failure: { code, message: ops.message(code) } });

/** A header that would change the request that it is put into (decisions). @param {string} site @returns {Outcome} */
function refused(site) {
  ops.note('line-break', site);
  ops.because(PARAMETER_ERROR, 'line-break');
  return failed(PARAMETER_ERROR);
}

/** Where `apply` puts what it was given; set by request.js. @type {(request: any, list: Interceptor[]) => boolean} */
let attach = () => false;

/** @param {(request: any, list: Interceptor[]) => boolean} how false: it is no HttpRequest */
export const setAttach = (how) => { attach = how; };

export class HttpInterceptorChain {
  /** @type {Interceptor[]} */
  #list = [];

  /** @param {...unknown} args an array of interceptors */
  addChain(...args) {
    const items = args[0];
    if (args.length !== 1 || !isArray(items)) {
      throw chainError('2300801', 'Parameter type not supported by the interceptor');
    }
    for (let i = 0; i < items.length; i++) {
      const type = isObject(items[i]) ? items[i].interceptorType : undefined;
      if (typeof type !== 'string' || type === '') throw chainError('2300999', ops.message(UNKNOWN_ERROR));
      for (let k = 0; k < this.#list.length; k++) {
        if (this.#list[k].interceptorType === type) {
          throw chainError('2300802', 'Duplicated interceptor type in the chain');
        }
      }
      append(this.#list, items[i]);
    }
    return true;
  }

  /** The interceptors that were added, in an array of their own. */
  getChain() {
    return this.#copy();
  }

  /** @param {...unknown} args the HttpRequest whose later requests go by way of what is in the chain now */
  apply(...args) {
    if (this.#list.length === 0) return false;
    if (args.length !== 1 || !isObject(args[0])) {
      throw chainError('2300801', 'Parameter type not supported by the interceptor');
    }
    if (!attach(args[0], this.#copy())) throw chainError('2300999', ops.message(UNKNOWN_ERROR));
    return true;
  }

  #copy() {
    /** @type {Interceptor[]} */
    const list = [];
    for (let i = 0; i < this.#list.length; i++) append(list, this.#list[i]);
    return list;
  }
}

/** What makes a request fail that a device would leave pending for ever. */
class BrokenInterceptorError extends NativeError {}

const ObjectPrototype = getPrototypeOf({});
const NEVER = {};

/** Who gives up each answer that has not come. @type {Set<() => void>} */
const unanswered = new NativeSet();
let isWatched = false;

/** Nothing is left that could settle them. */
function giveUpAll() {
  isWatched = false;
  forEachOf(unanswered, (/** @type {() => void} */ giveUp) => giveUp());
}

/** What a promise is settled with; rejects with NEVER where nothing is left that could do so. @param {any} promise */
function answered(promise) {
  return new NativePromise((resolve, reject) => {
    const giveUp = () => {
      deleteFrom(unanswered, giveUp);
      reject(NEVER);
    };
    const settled = (/** @type {(value: any) => void} */ how) => (/** @type {unknown} */ value) => {
      deleteFrom(unanswered, giveUp);
      how(value);
    };
    addTo(unanswered, giveUp);
    whenSettled(new NativePromise((settle) => settle(promise)), settled(resolve), settled(reject));
    if (!isWatched) ops.whenAtRest(giveUpAll);
    isWatched = true;
  });
}

/**
 * What an interception asks of the request that it is part of.
 * @typedef {object} Way
 * @property {(url: string, lines: string[], body: any, isElsewhere: boolean) => Promise<Outcome>} send to the network,
 *   one hop; `isElsewhere`: not to the server that the request was for
 * @property {(isShown: boolean, url: string, lines: string[], body: any) => Promise<Outcome> | undefined} cached the fresh
 *   answer of the cache, if there is one; `isShown`: whole, to be shown to an interceptor
 * @property {(pairs: any[]) => Promise<void>} announce header events
 */

/** One request on its way through a chain. */
export class Interception {
  /**
   * @param {Interceptor[]} list
   * @param {string} site where the request was made
   * @param {Way} way
   */
  constructor(list, site, way) {
    this.list = list;
    this.site = site;
    this.way = way;
  }

  /**
   * @param {string} url
   * @param {Record<string, string>} header
   * @param {any} body
   * @param {number} redirects how many at most
   * @param {boolean} isFinal whether FINAL_RESPONSE is called
   * @returns {Promise<Outcome>}
   */
  async run(url, header, body, redirects, isFinal) {
    const context = { url, header, body: ops.textOf(body) };
    const wire = { url, header: { __proto__: null, ...header }, body, lines: linesOf(header, ':') };
    try {
      let outcome = await this.#first(context, wire);
      outcome ??= await this.#stored(context, wire);
      outcome ??= await this.#hops(context, wire, redirects);
      return isFinal ? await this.#last(context, outcome) : outcome;
    } catch (error) {
      if (error instanceof BrokenInterceptorError) return failed(UNKNOWN_ERROR);
      throw error;
    }
  }

  /**
   * @param {string} type
   * @param {any} request
   * @param {any} response
   * @returns {Promise<boolean | undefined>} whether to go on; undefined: there is none of that type
   */
  #call(type, request, response) {
    for (let i = 0; i < this.list.length; i++) {
      const interceptor = this.list[i];
      if (interceptor.interceptorType === type) return this.#ask(interceptor, request, response);
    }
    return /** @type {any} */ (undefined);
  }

  /** @param {Interceptor} interceptor @param {any} request @param {any} response */
  async #ask(interceptor, request, response) {
    try {
      const answer = interceptor.interceptorHandle(request, response);
      if (isObject(answer) && isFunction(answer.then)) return (await answered(answer)) !== false;
    } catch (error) {
      const what = error === NEVER ? 'never settles its promise' : 'throws or rejects';
      ops.note('interceptor', this.site, interceptor.interceptorType, what);
      throw new BrokenInterceptorError();
    }
    ops.note('interceptor', this.site, interceptor.interceptorType, 'returns no promise');
    throw new BrokenInterceptorError();
  }

  /** INITIAL_REQUEST. @param {any} context @param {any} wire @returns {Promise<Outcome | undefined>} */
  async #first(context, wire) {
    const response = {};
    const goOn = await this.#call('INITIAL_REQUEST', context, response);
    if (goOn === false) return this.#stopped(response, emptyResponse());
    if (goOn === true) take(context, wire);
    return undefined;
  }

  /**
   * READ_CACHE, where the cache has a fresh answer.
   * @param {any} context
   * @param {any} wire
   * @returns {Promise<Outcome | undefined>}
   */
  async #stored(context, wire) {
    const { url, lines, body } = wire;
    const outcome = this.#has('READ_CACHE') ? await this.way.cached(true, url, lines, body) : undefined;
    if (outcome?.response !== undefined) {
      const shown = copyOf(outcome.response);
      const goOn = await this.#call('READ_CACHE', context, shown);
      if (goOn === false) return { response: stopped(shown, outcome.response) };
    }
    return this.way.cached(false, url, lines, body);
  }

  /** CONNECT_NETWORK, the network and REDIRECTION, hop after hop. @returns {Promise<Outcome>} */
  async #hops(/** @type {any} */ context, /** @type {any} */ wire, /** @type {number} */ redirects) {
    let isElsewhere = false;
    let first = '';
    for (let hop = 0; ; hop++) {
      const blank = emptyResponse();
      const goOn = await this.#call('CONNECT_NETWORK', context, blank);
      if (goOn === false) return this.#stopped(blank, emptyResponse());
      let { lines } = wire;
      if (goOn === true) {
        lines = linesOf(isObject(context.header) ? context.header : {}, ': ');
        wire.url = typeof context.url === 'string' ? context.url : '';
        wire.body = bodyOf(context.body, wire.body ?? '');
      }
      if (hasLineBreak(join(lines, ''))) return refused(this.site);
      if (hop === 0) first = wire.url;
      const outcome = await this.way.send(wire.url, lines, wire.body, isElsewhere);
      const target = outcome.response === undefined ? '' : this.#target(wire.url, outcome.response);
      if (target === '') return outcome;
      if (hop >= redirects) return failed(TOO_MANY_REDIRECTS);
      isElsewhere ||= !ops.isSameServer(first, target);
      if (isElsewhere) forgetCredentials(context, wire);
      context.url = target;
      const { header, result, responseCode, cookies } = copyOf(outcome.response);
      const shown = { header, result, responseCode, cookies };
      if (await this.#call('REDIRECTION', context, shown) === false) {
        return { response: stopped(shown, outcome.response) };
      }
      take(context, wire);
    }
  }

  /** Where a response redirects to, '' if nowhere or if libcurl follows. @param {string} url @param {any} response */
  #target(url, response) {
    const { responseCode, header } = response;
    const isRedirect = responseCode >= FIRST_REDIRECT && responseCode <= LAST_REDIRECT;
    if (!isRedirect || !this.handlesRedirects || !isObject(header) || typeof header.location !== 'string') return '';
    return ops.resolved(url, header.location);
  }

  get handlesRedirects() {
    return this.#has('REDIRECTION');
  }

  /** @param {string} type */
  #has(type) {
    for (let i = 0; i < this.list.length; i++) if (this.list[i].interceptorType === type) return true;
    return false;
  }

  /** FINAL_RESPONSE. @param {any} context @param {Outcome} outcome @returns {Promise<Outcome>} */
  async #last(context, outcome) {
    const response = outcome.response ?? emptyResponse();
    const shown = copyOf(response);
    const goOn = await this.#call('FINAL_RESPONSE', context, shown);
    if (goOn !== false || outcome.failure !== undefined) return outcome;
    return { response: stopped(shown, response) };
  }

  /** What stands for the network's answer, with the events of its header. @param {any} given @param {any} old */
  async #stopped(given, old) {
    const response = stopped(given, old);
    if (typeof given.header === 'string') await this.way.announce(ops.parsedHeader(given.header, false));
    return { response };
  }
}

/**
 * The header that an interceptor is shown.
 * @param {string[]} prepared a url, then name, value, …
 * @returns {Record<string, string>}
 */
export function headerOf(prepared) {
  /** @type {any} */
  const header = { __proto__: null };
  for (let i = 1; i < prepared.length; i += 2) header[prepared[i]] = prepared[i + 1];
  return setPrototypeOf(header, ObjectPrototype);
}

/**
 * What is asked for in one hop of a request with interceptors.
 * @param {import('./options.js').Parsed} options
 * @param {string[]} lines
 * @param {any} body
 * @param {boolean} handlesRedirects
 * @returns {any}
 */
export const hopOf = (options, lines, body, handlesRedirects) => ({
  ...options, query: null, body, headers: null,
  special: { ...options.special, lines, follow: !handlesRedirects, rebuiltUrl: false },
});

/** Of a redirect nothing is to be said: its body is not what was expected. @param {any[]} news @param {string} site */
export const siteOf = (news, site) => (news[0] >= FIRST_REDIRECT && news[0] <= LAST_REDIRECT ? '' : site);

/** @param {Record<string, any>} options what was parsed of them @returns {number} */
export const redirectLimit = (options) => options.special?.redirectLimit ?? DEFAULT_REDIRECTS;

/** @param {any} context @param {any} wire what INITIAL_REQUEST or REDIRECTION made of the request */
function take(context, wire) {
  wire.url = typeof context.url === 'string' ? context.url : '';
  // Merged: what was deleted stays.
  if (isObject(context.header)) {
    const names = getOwnPropertyNames(context.header);
    for (let i = 0; i < names.length; i++) {
      const value = context.header[names[i]];
      wire.header[names[i]] = typeof value === 'string' ? value : '';
    }
  }
  wire.lines = linesOf(wire.header, ':');
  wire.body = bodyOf(context.body, wire.body);
}

/** A device takes them along; here an interceptor has to say so itself. @param {any} context @param {any} wire */
function forgetCredentials(context, wire) {
  const headers = [wire.header, isObject(context.header) ? context.header : {}];
  for (let i = 0; i < headers.length; i++) {
    const names = getOwnPropertyNames(headers[i]);
    for (let k = 0; k < names.length; k++) if (contains(CREDENTIALS, lower(names[k]))) delete headers[i][names[k]];
  }
}

/** @param {unknown} given @param {any} old */
function bodyOf(given, old) {
  if (typeof given === 'string') return given === '' && old === null ? null : given;
  return isBuffer(given) && sizeOfBuffer(given) > 0 ? given : old;
}

/** @param {Record<string, any>} header @param {string} separator @returns {string[]} in byte order */
function linesOf(header, separator) {
  const names = ops.sorted(getOwnPropertyNames(header));
  /** @type {string[]} */
  const lines = [];
  for (let i = 0; i < names.length; i++) {
    const value = typeof header[names[i]] === 'string' ? header[names[i]] : '';
    append(lines, value === '' ? join([names[i], ';'], '') : join([names[i], value], separator));
  }
  return lines;
}

function emptyResponse() {
  return {
    responseCode: 0, cookies: '', header: {}, result: '', resultType: 0, performanceTiming: { totalTiming: 0 },
    connectionExtraInfo: makeInfo(NO_CONNECTION, 0),
  };
}

/** What an interceptor is shown of a response: what it changes there has to be taken over. @param {any} response */
function copyOf(response) {
  const copy = { ...response };
  if (isObject(copy.header)) copy.header = { ...copy.header };
  return copy;
}

/**
 * What a stopped request is answered with: what the interceptor put there; a header only as text.
 * @param {any} given
 * @param {any} old
 */
function stopped(given, old) {
  const response = { ...old };
  response.responseCode = typeof given.responseCode === 'number' ? given.responseCode : 0;
  response.result = typeof given.result === 'string' ? given.result : given.result === old.result ? old.result : '';
  response.resultType = old.resultType ?? 0;
  response.cookies = typeof given.cookies === 'string' ? given.cookies : '';
  response.header = typeof given.header === 'string' ? makeHeader(ops.parsedHeader(given.header, true), '')
    : isObject(old.header) ? old.header : makeHeader([], '');
  return response;
}
