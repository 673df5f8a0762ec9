/**
 * What few requests ask for: the options above API 9, read in the order of a device and handed to the op by name. Which
 * of them a request has is looked at once; most have none. A member of a wrong type is ignored with a note.
 */
import { limits } from 'ohosrun:bindings/net_http/device.js';
import {
  NativeString, append, extend, floor, getOwnPropertyNames, getPrototypeOf, includes, isArray, isBuffer, isFinite,
  isInteger, isObject, join, keys, lower, matched, min, sizeOfBuffer, slice, startsWith, stringify, stringsOf, toFixed, trunc,
} from 'ohosrun:bindings/net_http/intrinsics.js';

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

/** @typedef {Record<string, any>} Special what the op is given */

/** Options with the kind of value that they take, in the order in which a device reads them. */
const KINDS = {
  __proto__: null,
  customMethod: 'a string', usingSocks5Proxy: 'an object', clientCert: 'an object', maxRedirects: 'a number',
  body: 'a string, an object or an ArrayBuffer', queryParams: 'a string or an object',
  sniHostName: 'the name of a host', caPath: 'a string', caData: 'a string',
  dnsOverHttps: 'a string', resumeFrom: 'a number', resumeTo: 'a number', dnsServers: 'an array',
  multiFormDataList: 'an array', certificatePinning: 'an object or an array',
  remoteValidation: "'system', 'skip' or a function", tlsOptions: "'system' or an object",
  serverAuthentication: 'an object', addressFamily: 'a string', sslType: 'a string', clientEncCert: 'an object',
  enablePartialChain: 'a boolean', pathPreference: 'a string', reuseConnections: 'a boolean', inactivityMs: 'a number',
};
const NAMES = keys(KINDS);

const ObjectPrototype = getPrototypeOf({});
const MEMBERS_OF_OBJECTS = getOwnPropertyNames(ObjectPrototype).length;

const LARGEST_INT = 2147483647;
const LARGEST_RANGE = 4294967296;
const LARGEST_CA_DATA = 8000;
const LONGEST_SERVER_NAME = 255;
const LONGEST_METHOD = 128;
const NAME_SERVERS = 3;
// It becomes part of a url: what is no name there, or an address (127.1 is one), could lead to another host.
const HOST_NAME = /^(?![\w.-]*(?:^|\.)(?:\d+|0x[\da-f]*)$)[\w.-]+$/i;

const LINE_BREAK = /[\r\n\0]/;

/** Whether `text` would change the request that it is put into: CR, LF or NUL (decisions). @param {string} text */
export const hasLineBreak = (text) => matched(LINE_BREAK, text) !== null;

const textOf = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : '');

/** A member that is a path. @param {unknown} value @param {string} name @param {string} site */
function pathOf(value, name, site) {
  const path = textOf(value);
  if (startsWith(path, 'file:')) ops.note('uri', site, name);
  return path;
}

/**
 * @param {unknown} value
 * @returns {number} as a device converts a number to 64 bits
 */
function toInteger(value) {
  const number = /** @type {number} */ (value);
  return number === number ? trunc(number) : 0;
}

/** @param {string} name @returns {boolean} */
export const isSpecial = (name) => /** @type {any} */ (KINDS)[name] !== undefined;

/** @param {any} options */
export function hasOwnSpecial(options) {
  const names = getOwnPropertyNames(options);
  for (let i = 0; i < names.length; i++) if (isSpecial(names[i])) return true;
  return false;
}

/** Most options inherit from Object.prototype alone, to which nearly no script adds anything. @param {any} options */
export function inheritsSpecial(options) {
  const prototype = getPrototypeOf(options);
  if (prototype === ObjectPrototype && getOwnPropertyNames(ObjectPrototype).length === MEMBERS_OF_OBJECTS) return false;
  for (let i = 0; prototype !== null && i < NAMES.length; i++) if (NAMES[i] in prototype) return true;
  return false;
}

/**
 * @param {string} name of an option of KINDS
 * @param {string} site
 */
export function noteType(name, site) {
  ops.note('option-type', site, name, /** @type {Record<string, string>} */ (KINDS)[name]);
}

/**
 * customMethod: its value, '' if `method` counts.
 * @param {any} options
 * @param {string} site
 */
export function parseCustomMethod(options, site) {
  const value = options.customMethod;
  if (value === undefined) return '';
  if (typeof value === 'string' && ops.utf8Length(value) <= LONGEST_METHOD) return value;
  noteType('customMethod', site);
  return '';
}

/**
 * What is read between usingProxy and the body.
 * @param {any} options
 * @param {string} site
 * @returns {Special}
 */
export function parseEarly(options, site) {
  /** @type {Special} */
  const special = { __proto__: null };
  const socks = options.usingSocks5Proxy;
  if (isObject(socks)) parseSocks5(socks, special);
  else if (socks !== undefined) noteType('usingSocks5Proxy', site);
  const certificate = options.clientCert;
  if (isObject(certificate)) parseCertificate(certificate, special, site);
  else if (certificate !== undefined) noteType('clientCert', site);
  const redirects = options.maxRedirects;
  if (typeof redirects === 'number') {
    const limit = toInteger(redirects);
    if (limit >= 0 && limit <= LARGEST_INT) special.redirectLimit = limit;
    if (limit === 0) ops.note('no-redirects', site);
  } else if (redirects !== undefined) noteType('maxRedirects', site);
  return special;
}

/** @param {any} socks @param {Special} special */
function parseSocks5(socks, special) {
  const { host, port, exclusionList, username, password, dnsStrategy } = socks;
  if (typeof host !== 'string' || host === '' || typeof port !== 'number' || port >>> 0 === 0) return;
  const remote = typeof dnsStrategy === 'number' ? dnsStrategy !== 0 : includes(host, 'socks5h://');
  special.socks5 = [host, port >>> 0, remote, textOf(username), textOf(password)];
  if (isArray(exclusionList)) extend(special.socks5, stringsOf(exclusionList));
}

/** @param {any} value @param {Special} special @param {string} site */
function parseCertificate(value, special, site) {
  const certPath = pathOf(value.certPath, 'certPath', site);
  const type = textOf(value.certType);
  const keyPath = pathOf(value.keyPath, 'keyPath', site);
  const password = textOf(value.keyPassword);
  if (certPath !== '') special.certificate = [certPath, type, keyPath, password];
}

/**
 * sniHostName, which is read before the header.
 * @param {any} options
 * @param {Special} special
 * @param {string} site
 */
export function parseServerName(options, special, site) {
  const value = options.sniHostName;
  if (value === undefined) return;
  const given = textOf(value);
  const name = given[given.length - 1] === '.' ? slice(given, 0, -1) : given;
  const length = ops.utf8Length(name);
  if (length > 0 && length <= LONGEST_SERVER_NAME && matched(HOST_NAME, name) !== null) special.serverName = name;
  else noteType('sniHostName', site);
}

/**
 * What is read after the header.
 * @param {any} options
 * @param {Special} special
 * @param {string[]} headers name, value, …
 * @param {string} site
 * @returns {boolean} whether a part has a type that would change it (401)
 */
export function parseLate(options, special, headers, site) {
  parseAuthorities(options, special, site);
  const doh = options.dnsOverHttps;
  if (typeof doh === 'string') special.dnsOverHttps = doh;
  else if (doh !== undefined) noteType('dnsOverHttps', site);
  parseRange(options, special, site);
  const servers = options.dnsServers;
  if (isArray(servers)) parseNameServers(servers, special, site);
  else if (servers !== undefined) noteType('dnsServers', site);
  const list = options.multiFormDataList;
  let breaksPart = false;
  if (isArray(list)) breaksPart = parseParts(list, special, headers, site);
  else if (list !== undefined) noteType('multiFormDataList', site);
  parsePins(options.certificatePinning, special, site);
  parseTrust(options, special, site);
  parseConnection(options, special, site);
  return breaksPart;
}

/** @param {any} options @param {Special} special @param {string} site */
function parseAuthorities(options, special, site) {
  const path = options.caPath;
  if (typeof path === 'string') special.caPath = pathOf(path, 'caPath', site);
  else if (path !== undefined) noteType('caPath', site);
  const data = options.caData;
  if (typeof data !== 'string') {
    if (data !== undefined) noteType('caData', site);
  } else if (ops.utf8Length(data) < LARGEST_CA_DATA && textOf(path) === '') special.caData = data;
  else ops.note('ca-data', site);
}

/** @param {any} options @param {string} name @param {string} site @returns {number} 0 for none */
function parseBound(options, name, site) {
  const value = options[name];
  if (typeof value !== 'number') {
    if (value !== undefined) noteType(name, site);
    return 0;
  }
  const number = toInteger(value);
  return number >= 1 && number <= LARGEST_RANGE ? number : 0;
}

/** @param {any} options @param {Special} special @param {string} site */
function parseRange(options, special, site) {
  const from = parseBound(options, 'resumeFrom', site);
  const to = parseBound(options, 'resumeTo', site);
  if (from > 0 && to > 0) {
    if (to > from) special.range = join([from, to], '-');
  } else if (from > 0) special.range = NativeString(from) + '-';
  else if (to > 0) {
    ops.note('last-bytes', site, NativeString(to));
    special.range = '-' + NativeString(to);
  }
}

/** @param {unknown[]} servers @param {Special} special @param {string} site */
function parseNameServers(servers, special, site) {
  const given = stringsOf(servers);
  /** @type {string[]} */
  const used = [];
  for (let i = 0; i < given.length && used.length < NAME_SERVERS; i++) if (given[i] !== '') append(used, given[i]);
  special.nameServers = used;
  ops.note('dns-servers', site);
}

/**
 * A3.1: the parts of a multipart body.
 * @param {any[]} list
 * @param {Special} special
 * @param {string[]} headers
 * @param {string} site
 * @returns {boolean} whether one has a line break in its type
 */
function parseParts(list, special, headers, site) {
  let type = '';
  for (let i = 0; i < headers.length; i += 2) {
    if (lower(headers[i]) === 'content-type') type = lower(headers[i + 1]);
  }
  if (type !== 'multipart/form-data') {
    if (list.length > 0) ops.note('multipart-type', site);
    return false;
  }
  /** @type {string[][]} */
  const parts = [];
  /** @type {(string | ArrayBuffer)[]} */
  const contents = [];
  let types = '';
  for (let i = 0; i < list.length; i++) {
    const part = partOf(list[i], site);
    if (typeof part === 'string') ops.hint('left-out', site, NativeString(i), part);
    else {
      types = join([types, part.type], '');
      append(parts, [part.name, part.type, part.filename, part.path]);
      append(contents, part.content);
    }
  }
  if (parts.length > 0) {
    special.parts = parts;
    special.contents = contents;
  }
  return hasLineBreak(types);
}

/** A member of multiFormDataList; of one that is left out, why. @param {any} item @param {string} site */
function partOf(item, site) {
  if (!isObject(item)) return 'is no object';
  const name = textOf(item.name);
  const type = textOf(item.contentType);
  const filename = textOf(item.remoteFileName);
  const content = contentOf(item.data);
  const path = content === '' ? pathOf(item.filePath, 'filePath', site) : '';
  if (name === '') return 'has no name';
  return content === '' && path === '' ? 'has neither data nor filePath' : { name, type, filename, content, path };
}

/** @param {unknown} data @returns {string | ArrayBuffer} '' for none */
function contentOf(data) {
  if (typeof data === 'string') return data;
  if (!isObject(data)) return '';
  if (isBuffer(data)) return sizeOfBuffer(data) === 0 ? '' : /** @type {ArrayBuffer} */ (data);
  return stringify(data) ?? '';
}

/** @param {any} value @param {Special} special @param {string} site */
function parsePins(value, special, site) {
  if (value === undefined) return;
  if (!isObject(value)) {
    noteType('certificatePinning', site);
    return;
  }
  const given = isArray(value) ? value : [value];
  let pins = '';
  for (let i = 0; i < given.length; i++) {
    const pin = given[i];
    const hash = isObject(pin) && pin.hashAlgorithm === 'SHA-256' ? textOf(pin.publicKeyHash) : '';
    if (hash !== '') pins = join(pins === '' ? ['sha256//', hash] : [pins, ';sha256//', hash], '');
  }
  if (pins !== '') special.pins = pins;
}

/** @param {any} options @param {Special} special @param {string} site */
function parseTrust(options, special, site) {
  const validation = options.remoteValidation;
  if (validation === 'skip') special.verify = false;
  else if (typeof validation === 'function') {
    if (limits.asksValidation(site)) special.judge = validation;
  } else if (validation !== undefined && typeof validation !== 'string') noteType('remoteValidation', site);
  const tls = options.tlsOptions;
  if (isObject(tls)) {
    const { tlsVersionMin: least, tlsVersionMax: most, cipherSuites } = tls;
    const valid = isInteger(least) && isInteger(most) && least >= 4 && least <= most && most <= 7;
    if (valid) {
      special.tlsVersions = [least, most];
      if (isArray(cipherSuites)) special.suites = stringsOf(cipherSuites);
    } else ops.note('tls-versions', site);
  } else if (tls !== undefined && typeof tls !== 'string') noteType('tlsOptions', site);
  const authentication = options.serverAuthentication;
  if (isObject(authentication)) {
    const { credential, authenticationType } = authentication;
    const { username, password } = isObject(credential) ? credential : { username: '', password: '' };
    if (textOf(username) !== '') special.login = [username, textOf(password), textOf(authenticationType)];
  } else if (authentication !== undefined) noteType('serverAuthentication', site);
}

/** @param {any} options @param {Special} special @param {string} site */
function parseConnection(options, special, site) {
  const family = options.addressFamily;
  if (family === 'ONLY_V4' || family === 'ONLY_V6') special.addressFamily = family === 'ONLY_V4' ? 4 : 6;
  else if (typeof family === 'string' && family !== 'DEFAULT') ops.note('address-family', site, family);
  else if (family !== undefined && family !== 'DEFAULT') noteType('addressFamily', site);
  const tlcp = options.sslType;
  if (tlcp === 'TLCP') {
    special.tlcp = true;
    ops.note('tlcp', site);
  } else if (tlcp !== undefined && typeof tlcp !== 'string') noteType('sslType', site);
  const encryption = options.clientEncCert;
  if (encryption !== undefined && !isObject(encryption)) noteType('clientEncCert', site);
  const partial = options.enablePartialChain;
  if (typeof partial === 'boolean') special.partialChain = partial;
  else if (partial !== undefined) noteType('enablePartialChain', site);
  if (options.pathPreference !== undefined) ops.note('no-effect', site, 'pathPreference');
  const reuse = options.reuseConnections;
  if (reuse === false) special.freshConnection = true;
  else if (reuse !== undefined && reuse !== true) noteType('reuseConnections', site);
  const idle = options.inactivityMs;
  if (typeof idle === 'number') {
    if (idle > 0) special.longestIdle = min(floor(idle / 1000), LARGEST_INT);
  } else if (idle !== undefined) noteType('inactivityMs', site);
}

/**
 * `queryParams` of an object as pairs; a string is appended as it is.
 * @param {any} value
 * @param {string} site
 * @returns {string | string[]} a query, or key, value, key, value, … in which a value of null means `key` alone
 */
export function parseQueryParams(value, site) {
  if (typeof value === 'string') return value;
  /** @type {any[]} */
  const pairs = [];
  if (!isObject(value)) {
    if (value != null) noteType('queryParams', site);
    return pairs;
  }
  const names = getOwnPropertyNames(value);
  for (let i = 0; i < names.length; i++) {
    const key = names[i];
    if (key === 'length' && isArray(value)) continue;
    const member = value[key];
    if (isArray(member)) for (let j = 0; j < member.length; j++) append(pairs, key, queryValue(member[j]));
    else append(pairs, key, queryValue(member));
  }
  return pairs;
}

/** @param {unknown} value @returns {string | null} */
function queryValue(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return NativeString(value);
  return typeof value === 'number' ? numberText(value) : '';
}

/** A number as devices write it: whole ones in decimal, others as C does. @param {number} value */
export function numberText(value) {
  if (isFinite(value)) return isInteger(value) ? NativeString(value) : toFixed(value, 6);
  return value !== value ? 'nan' : value < 0 ? '-inf' : 'inf';
}
