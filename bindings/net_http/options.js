/**
 * HttpRequestOptions -> plain values for the op, read in the order of a device (1.1: method, numbers and enums,
 * usingProxy, extraData, header). Inherited members and getters count for options, own keys only inside header and
 * extraData. A member of a wrong type is ignored unless said otherwise (2).
 */
import { device, limits } from 'ohosrun:bindings/net_http/device.js';
import {
  NativeString, extend, getOwnPropertyNames, isArray, isBuffer, isMap, isFinite, isObject, isView,
  join, keys, lower, min, privateList, sizeOfBuffer, startsWith, stringify, stringsOf,
} from 'ohosrun:bindings/net_http/intrinsics.js';
import {
  connect as connectSpecial, hasLineBreak, hasOwnSpecial, inheritsSpecial, isSpecial, noteType, numberText,
  parseCustomMethod, parseEarly, parseLate, parseQueryParams, parseServerName,
} from 'ohosrun:bindings/net_http/special.js';

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => {
  ops ??= given;
  connectSpecial(given);
};

/** Those that a device knows, and whether they are GET-like: extraData goes into the url. @type {Record<string, boolean>} */
const METHODS = {
  __proto__: /** @type {any} */ (null),
  OPTIONS: true, GET: true, HEAD: true, POST: false, PUT: false, DELETE: true, TRACE: true, CONNECT: true,
};
/** @type {Record<string, string>} */
const ENUMS = { __proto__: /** @type {any} */ (null), expectDataType: 'HttpDataType', usingProtocol: 'HttpProtocol' };
const DEFAULT_TIMEOUT = 60000;
const HTTP3 = 2;
const DEFAULT_LIMIT = 5 * 1024 * 1024;
const LARGEST_LIMIT = 100 * 1024 * 1024;
/** @type {Record<string, boolean>} */
const KNOWN = {
  __proto__: /** @type {any} */ (null),
  method: true, extraData: true, expectDataType: true, usingCache: true, priority: true, header: true, readTimeout: true,
  connectTimeout: true, usingProtocol: true, usingProxy: true, maxLimit: true,
};

const toUint32 = (/** @type {number} */ value) => value >>> 0;

/**
 * What is sent of no extraData.
 * @type {{ query: string | (string | null)[] | null, body: string | ArrayBuffer | null, json: boolean }}
 */
const NOTHING = { query: null, body: null, json: false };

/** Raised and caught here: extraData that a device refuses with 401 (3). */
const PARAMETER_ERROR = { message: 'extraData is no body' };

/**
 * What the op is given of an options object, by name.
 * @typedef {object} Parsed
 * @property {Function | undefined} judge the function of remoteValidation
 * @property {string} method
 * @property {boolean} isRefused whether a device of this version knows no such method
 * @property {string | (string | null)[] | null} query what is added to the url: text as it is, or key, value, …
 * @property {string | ArrayBuffer | null} body
 * @property {string[] | null} headers name, value, …
 * @property {unknown[] | null} proxy
 * @property {Record<string, any> | null} special what few requests ask for
 * @property {number} expected
 * @property {boolean} usingCache
 * @property {number} priority
 * @property {number} readTimeout
 * @property {number} connectTimeout
 * @property {number} protocol
 * @property {number} maxLimit
 */

/** What is sent without options. @type {Parsed | undefined} */
let defaults;

/**
 * @param {unknown} given the second argument of a valid call
 * @param {string} site where request() was called
 * @returns {Parsed | undefined} undefined: 401
 */
export function optionsOf(given, site) {
  return isObject(given) ? parseOptions(given, site) : defaults ??= parseOptions({ __proto__: null }, site);
}

/**
 * @param {any} given
 * @param {string} site
 * @returns {Parsed | undefined}
 */
function parseOptions(given, site) {
  const options = limits.options(given, site);
  const hasSpecial = inheritsSpecial(options) || hasOwnSpecial(options);
  noteUnknownMembers(options, site);
  const custom = hasSpecial ? parseCustomMethod(options, site) : '';
  const verb = options.method;
  const method = custom !== '' ? custom : typeof verb === 'string' && verb !== '' ? verb : 'GET';
  const rules = device();
  const isRefused = !rules.anyMethod && METHODS[method] === undefined;
  noteMethod(verb, custom === '' && 'method' in options, isRefused, site);
  if (isRefused && 'extraData' in options && !(rules.nullIsNoBody && options.extraData == null)) return undefined;
  const expected = choice(options.expectDataType, 2, 'expectDataType', site);
  const cached = options.usingCache;
  const usingCache = cached !== false;
  if (typeof cached === 'string') ops.note('option-type', site, 'usingCache', 'a boolean');
  const priority = parsePriority(options.priority, rules, site);
  const readTimeout = timeout(options, 'readTimeout', rules, site);
  const connectTimeout = timeout(options, 'connectTimeout', rules, site);
  const protocol = choice(options.usingProtocol, rules.lastProtocol, 'usingProtocol', site);
  if (protocol === HTTP3 && !rules.hasHttp3) ops.note('no-http3', site);
  const maxLimit = limit(options);
  /** @type {{ credentials: string[] | null }} */
  const login = { credentials: null };
  const usingProxy = parseProxy(options.usingProxy, login, site);
  const special = hasSpecial ? parseEarly(options, site) : null;
  // A SOCKS5 proxy stands for every other, also for the hosts that it excludes: those are asked directly.
  const hasSocks5 = special !== null && special.socks5 !== undefined;
  const proxy = hasSocks5 ? [] : usingProxy;
  // A custom verb has a body, as for a device only the documented ones are GET-like.
  const isGetLike = METHODS[method] === true && !(rules.deleteHasBody && method === 'DELETE');
  let extra;
  try {
    extra = special !== null ? parseContent(options, special, isGetLike, method, site)
      : isGetLike ? parseQuery(options, method, site) : parseBody(options);
  } catch (error) {
    if (error === PARAMETER_ERROR) {
      ops.because(401, 'no-body');
      return undefined;
    }
    throw error;
  }
  if (special !== null) parseServerName(options, special, site);
  const { header } = options;
  const headers = parseHeader(header, site);
  const breaksPart = special !== null && parseLate(options, special, headers, site);
  if (extra.json) noteJsonUnderForm(headers, site);
  if (breaksPart || (!(isGetLike && headers.length === 0) && hasLineBreak(method + join(headers, '')))) {
    ops.note('line-break', site);
    ops.because(401, 'line-break');
    return undefined;
  }
  const judge = special === null ? undefined : special.judge;
  if (special !== null && judge !== undefined) {
    delete special.judge;
    special.validates = true;
  }
  return {
    judge, method, isRefused, query: extra.query, body: extra.body, proxy,
    // What a request is by default, a device of some versions decides by whether there is a header at all.
    headers: headers.length > 0 || (rules.jsonMethods !== '' && isObject(header)) ? headers : null,
    special: login.credentials === null || hasSocks5 ? special : { ...special, proxyLogin: login.credentials },
    expected, usingCache, priority, readTimeout, connectTimeout, protocol, maxLimit,
  };
}

/**
 * `body` and `queryParams`, each of which puts extraData out of use; extraData where neither is given.
 * @param {any} options
 * @param {Record<string, any>} special
 * @param {boolean} isGetLike
 * @param {string} method
 * @param {string} site
 */
function parseContent(options, special, isGetLike, method, site) {
  const hasBody = 'body' in options;
  const hasParams = 'queryParams' in options;
  if (!hasBody && !hasParams) return isGetLike ? parseQuery(options, method, site) : parseBody(options);
  if ('extraData' in options) ops.note('extra-data', site, hasBody ? 'body' : 'queryParams');
  special.rebuiltUrl = true;
  const content = { ...NOTHING };
  if (hasBody) {
    const given = options.body;
    try {
      const { body, json } = bodyOf(given);
      content.body = body;
      content.json = json;
    } catch (error) {
      if (error !== PARAMETER_ERROR) throw error;
      if (typeof given !== 'string' && !isObject(given)) noteType('body', site);
    }
  }
  if (hasParams) content.query = parseQueryParams(options.queryParams, site);
  return content;
}

/**
 * @param {unknown} value
 * @param {number} last
 * @param {string} name
 * @param {string} site
 * @returns {number} the member of an enum from 0 to `last`, -1 if it is none
 */
function choice(value, last, name, site) {
  if (typeof value !== 'number') {
    if (typeof value === 'string') ops.note('option-type', site, name, join(['a member of http.', ENUMS[name]], ''));
    return -1;
  }
  const number = toUint32(value);
  return number <= last ? number : -1;
}

/**
 * 2.1: what a device makes of a method.
 * @param {unknown} method
 * @param {boolean} isGiven
 * @param {boolean} isRefused
 * @param {string} site
 */
function noteMethod(method, isGiven, isRefused, site) {
  if (!isGiven) return;
  if (method === undefined) ops.note('no-method', site);
  else if (typeof method === 'string' && method !== '' && METHODS[method] === undefined
    && !hasLineBreak(method)) {
    const { api } = device();
    if (isRefused) ops.note('refused-method', site, method, NativeString(api));
    // Without a version PATCH is what it is since API 26.
    else if (api === 0 && method !== 'PATCH') ops.note('other-method', site, method);
  }
}

/**
 * C8: a total limit in ms; what 0 and what is no number stand for depends on the version.
 * @param {any} options
 * @param {string} name
 * @param {import('./device.js').Device} rules
 * @param {string} site
 */
function timeout(options, name, rules, site) {
  const value = options[name];
  if (typeof value === 'string') ops.note('option-type', site, name, 'a number of ms');
  if (typeof value === 'number' && value === value) return toUint32(value) || rules.zeroTimeout;
  return rules.noNumberTimeout === DEFAULT_TIMEOUT || !(name in options) ? DEFAULT_TIMEOUT : rules.noNumberTimeout;
}

/** 4.4, in bytes: what is there and no number is 0. @param {any} options */
function limit(options) {
  const value = options.maxLimit;
  if (typeof value === 'number') return min(toUint32(value), LARGEST_LIMIT);
  return 'maxLimit' in options ? 0 : DEFAULT_LIMIT;
}

/** C9. @param {unknown} value @param {import('./device.js').Device} rules @param {string} site */
function parsePriority(value, { leastPriority }, site) {
  if (typeof value !== 'number') return leastPriority;
  const number = toUint32(value);
  if (number >= leastPriority && number <= 1000) return number;
  ops.note('priority', site, NativeString(value));
  return leastPriority;
}

/**
 * 2.1, usingProxy.
 * @param {any} value
 * @param {{ credentials: string[] | null }} login where user and password go, if both are there
 * @param {string} site
 * @returns {null | unknown[]} null: the environment's; []: none; else host, port and the excluded hosts
 */
function parseProxy(value, login, site) {
  if (value === false) return [];
  const unset = value === true || device().systemProxy ? null : [];
  if (!isObject(value)) {
    if (value != null && value !== true) ops.note('option-type', site, 'usingProxy', 'a boolean or an object');
    return unset;
  }
  const { host, port, exclusionList } = value;
  const { username, password } = value;
  if (typeof host !== 'string' || host === '') return unset;
  if (typeof username === 'string' && typeof password === 'string' && username !== '' && password !== '') {
    login.credentials = [username, password];
  }
  const proxy = [host, typeof port === 'number' ? toUint32(port) : 0];
  if (isArray(exclusionList)) extend(proxy, stringsOf(exclusionList));
  return proxy;
}

/**
 * 3, GET-like methods: only non-empty own string members reach the URL.
 * @param {any} options
 * @param {string} verb
 * @param {string} site
 */
function parseQuery(options, verb, site) {
  if (!('extraData' in options)) return NOTHING;
  const data = options.extraData;
  if (data == null) return NOTHING;
  if (verb === 'DELETE' && device().api === 0) ops.note('delete-body', site);
  if (typeof data === 'string') return { ...NOTHING, query: data };
  // C19: a buffer leaves the url as it is.
  if (typeof data !== 'object' || isBuffer(data)) return NOTHING;
  /** @type {string[]} */
  const members = privateList();
  const names = getOwnPropertyNames(data);
  for (let i = 0; i < names.length; i++) {
    const key = names[i];
    if (key === 'length' && isArray(data)) continue;
    const value = data[key];
    if (typeof value === 'string' && value !== '' && key !== '') {
      members[members.length] = key;
      members[members.length] = value;
    } else {
      ops.note('dropped-member', site, key);
      // One note says it for all the numbers of a typed array.
      if (isView(data)) break;
    }
  }
  return { ...NOTHING, query: members };
}

/** 3, POST-like methods. @param {any} options */
function parseBody(options) {
  if (!('extraData' in options)) return NOTHING;
  const data = options.extraData;
  if (data == null && !device().nullIsNoBody) throw PARAMETER_ERROR;
  return bodyOf(data);
}

/** Raises ParameterError for what is no body. @param {any} data */
function bodyOf(data) {
  if (data == null) return NOTHING;
  if (typeof data === 'string') {
    if (data === '') throw PARAMETER_ERROR;
    return { ...NOTHING, body: data };
  }
  if (typeof data !== 'object') throw PARAMETER_ERROR;
  if (isBuffer(data)) {
    if (sizeOfBuffer(data) === 0) throw PARAMETER_ERROR;
    return { ...NOTHING, body: data };
  }
  const text = stringify(data);
  if (text === undefined) throw PARAMETER_ERROR;
  return { ...NOTHING, body: text, json: true };
}

/**
 * 2.3 and decisions, request header values.
 * @param {any} header
 * @param {string} site
 * @returns {string[]} name, value, name, value, …
 */
function parseHeader(header, site) {
  /** @type {string[]} */
  const pairs = privateList();
  if (typeof header === 'string') ops.note('option-type', site, 'header', "an object, { 'name': 'value' }");
  if (typeof header !== 'object' || header === null) return pairs;
  const { headerValues } = device();
  const names = getOwnPropertyNames(header);
  if (names.length === 0 && isMap(header)) ops.hint('header-map', site);
  else if (names.length > 1 && isArray(header)) ops.hint('header-array', site);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (name === 'length' && isArray(header)) continue;
    const value = header[name];
    const text = headerValues === 'decimal' ? plainText(value) : headerValues === 'written' ? writtenText(value)
      : typeof value === 'string' ? value : undefined;
    if (text === undefined) ops.note('dropped-header', site, name, kindOf(value));
    else if (text !== '' || headerValues !== 'dropped') {
      pairs[pairs.length] = name;
      pairs[pairs.length] = text;
    }
  }
  return pairs;
}

/** @param {unknown} value @returns {string | undefined} */
function plainText(value) {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || isFinite(value) ? NativeString(value) : undefined;
}

/** A header value as devices write it since API 11: fractions with six digits, and what has no text as ''. */
function writtenText(/** @type {unknown} */ value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return NativeString(value);
  return typeof value === 'number' ? numberText(value) : '';
}

/** @param {unknown} value */
function kindOf(value) {
  if (value === null || value === undefined || typeof value === 'number') return NativeString(value);
  return isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : join(['a ', typeof value], '');
}

/** C24. @param {string[]} headers @param {string} site */
function noteJsonUnderForm(headers, site) {
  for (let i = 0; i < headers.length; i += 2) {
    const isForm = startsWith(lower(headers[i + 1]), 'application/x-www-form-urlencoded');
    if (isForm && lower(headers[i]) === 'content-type') ops.note('json-under-form', site);
  }
}

/** Misspelt options. @param {object} options @param {string} site */
function noteUnknownMembers(options, site) {
  const names = keys(options);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (KNOWN[name] === undefined && !isSpecial(name)) ops.noteMisspelt(name, site);
  }
}
