/** @ohos.uri: URIs as java.net.URI and Android's Uri have them, in the words of a device. */
import { languageError, PARAMETER_ERROR } from 'ohosrun:kit/errors.js';
import {
  find, includes, indexOf, isObject, join as joinTexts, lower, NativeString, NativeTypeError, push, slice, split,
  valuesOf,
} from 'ohosrun:kit/intrinsics.js';
import { decode, encode, encodePart, replaced } from 'ohosrun:kit/percent.js';
import {
  conforms, isScheme, join, parse, Parts, RULES, setAuthority, setSpecificPart,
} from 'ohosrun:bindings/uri/parser.js';

const SYNTAX_ERROR = 10200002;

/** @param {any} value */
const shown = (value) => (typeof value === 'symbol' ? `${NativeString(value)}` : `${value}`);

/** @param {unknown} value @param {string} type @param {unknown} [named] what the message names */
function requireType(value, type, named = value) {
  if (typeof value !== type) {
    throw languageError(PARAMETER_ERROR, `Parameter error. The type of ${shown(named)} must be ${type}`);
  }
}

/** Decoded, but for an address in brackets, whose zone has a percent sign. @param {string} text */
function decodeAround(text) {
  const open = find(text, '[');
  const close = find(text, ']');
  if (open < 0 || close < open) return decode(text);
  return decode(slice(text, 0, open)) + slice(text, open, close + 1) + decode(slice(text, close + 1));
}

/** @param {string} text @returns {string | null} */
const orNull = (text) => (text === '' ? null : text);
/** @param {string} text @returns {string | null} */
const decodedOrNull = (text) => (text === '' ? null : decode(text));

/** A path that has no mark of a query or a fragment. @param {string} text */
const encodePath = (text) => replaced(replaced(encode(text), '?', '%3F'), '#', '%23');

/** @param {string} text with what was encoded before as it was, and brackets */
function encodeRest(text) {
  return replaced(replaced(replaced(encode(text), '%25', '%'), '%5B', '['), '%5D', ']');
}

/** The segments of a path, without those that are empty. @param {string} path @returns {string[]} encoded */
function segmentsOf(path) {
  const found = [];
  const parts = split(path, '/');
  for (let i = 0; i < parts.length; i++) if (parts[i] !== '') push(found, parts[i]);
  return found;
}

class URI {
  /** @type {Parts} */
  #parts;

  /** @param {string} uri */
  constructor(uri) {
    if (uri === '') requireType(undefined, 'string', uri);
    requireType(uri, 'string');
    const { parts, problem } = parse(uri);
    if (problem !== '') throw languageError(SYNTAX_ERROR, `Syntax Error. Invalid Uri string: The ${problem}`);
    this.#parts = parts;
  }

  /** @param {string} scheme @param {string} ssp @param {string} fragment @returns {URI} */
  static createFromParts(scheme, ssp, fragment) {
    requireType(scheme, 'string');
    requireType(ssp, 'string');
    requireType(fragment, 'string');
    return new URI(`${scheme}:${encodePart(ssp)}${fragment === '' ? '' : `#${encodePart(fragment)}`}`);
  }

  toString() { return encodeRest(this.#parts.text); }

  /** @param {any} other */
  static #partsOf(other) {
    if (!isObject(other) || !(#parts in other)) throw new NativeTypeError('Cannot read property of undefined');
    return other.#parts;
  }

  /** @param {Parts} one @param {Parts} other */
  static #isSame(one, other) {
    return one.port === other.port && one.scheme === other.scheme && one.userInfo === other.userInfo
      && one.host === other.host && one.query === other.query && one.fragment === other.fragment
      && one.path === other.path && one.authority === other.authority && one.ssp === other.ssp;
  }

  /** @param {URI} other */
  equals(other) { return URI.#isSame(this.#parts, URI.#partsOf(other)); }

  /** @param {URI} other */
  equalsTo(other) {
    if (!isObject(other) || !(#parts in other)) requireType(undefined, 'URI', other);
    return this.equals(other);
  }

  checkIsAbsolute() { return this.#parts.scheme !== ''; }

  checkRelative() { return this.#parts.scheme === ''; }

  checkHierarchical() {
    const { text } = this.#parts;
    const colon = find(text, ':');
    return colon < 0 || text[colon + 1] === '/';
  }

  checkOpaque() { return !this.checkHierarchical(); }

  normalize() {
    const parts = this.#parts;
    if (parts.path === '') return new URI(parts.text);
    /** @type {string[]} */
    const kept = [];
    const segments = segmentsOf(parts.path);
    for (let i = 0; i < segments.length; i++) {
      if (segments[i] === '..' && kept.length > 0 && kept[kept.length - 1] !== '..') kept.length -= 1;
      else if (segments[i] !== '.') push(kept, segments[i]);
    }
    return this.#with({ path: `/${joinTexts(kept, '/')}` });
  }

  /** Another URI, in which parts are others. @param {{ path?: string, query?: string }} changes @returns {URI} */
  #with({ path = this.#parts.path, query = this.#parts.query }) {
    const { scheme, authority, fragment } = this.#parts;
    return new URI(
      (scheme === '' ? '' : `${scheme}:`) + (authority === '' ? '' : `//${authority}`) + path
      + (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${fragment}`),
    );
  }

  // The query -----------------------------------------------------------------------------------------------------

  /** @param {string} key @param {string} value @returns {URI} */
  addQueryValue(key, value) {
    requireType(key, 'string');
    requireType(value, 'string');
    const { query } = this.#parts;
    return this.#with({ query: `${query === '' ? '' : `${query}&`}${encodePart(key)}=${encodePart(value)}` });
  }

  clearQuery() { return this.#with({ query: '' }); }

  /** The values of `key`, encoded. @param {string} key @returns {string[]} */
  #valuesOf(key) {
    /** @type {string[]} */
    const found = [];
    const { query } = this.#parts;
    if (query === '') return found;
    const items = split(query, '&');
    for (let i = 0; i < items.length; i++) {
      const name = split(items[i], '=')[0];
      if (decode(name) === key) push(found, slice(items[i], name.length + 1));
    }
    return found;
  }

  /** @param {string} key @returns {string | null} */
  getQueryValue(key) {
    requireType(key, 'string');
    const values = this.#valuesOf(key);
    return values.length === 0 ? null : decode(replaced(values[0], '+', ' '));
  }

  /** @param {string} key @returns {string[]} */
  getQueryValues(key) {
    requireType(key, 'string');
    const values = this.#valuesOf(key);
    for (let i = 0; i < values.length; i++) values[i] = decode(values[i]);
    return values;
  }

  getQueryNames() {
    /** @type {string[]} */
    const names = [];
    const { query } = this.#parts;
    const items = query === '' ? [] : split(query, '&');
    // Nothing is behind a last mark.
    if (items[items.length - 1] === '') items.length -= 1;
    for (let i = 0; i < items.length; i++) {
      const name = decode(split(items[i], '=')[0]);
      if (indexOf(names, name) < 0) push(names, name);
    }
    return names;
  }

  /** @param {string} key @param {boolean} defaultValue */
  getBooleanQueryValue(key, defaultValue) {
    requireType(key, 'string');
    requireType(defaultValue, 'boolean', key);
    const value = this.getQueryValue(key);
    return value === null ? defaultValue : lower(value) !== 'false' && value !== '0';
  }

  // The path ------------------------------------------------------------------------------------------------------

  /** @param {string} segment @returns {URI} */
  addEncodedSegment(segment) {
    requireType(segment, 'string');
    const { path } = this.#parts;
    return this.#with({ path: path[path.length - 1] === '/' ? path + segment : `${path}/${segment}` });
  }

  /** @param {string} segment @returns {URI} */
  addSegment(segment) {
    requireType(segment, 'string');
    return this.addEncodedSegment(encodePart(segment));
  }

  getSegment() {
    const segments = segmentsOf(this.#parts.path);
    for (let i = 0; i < segments.length; i++) segments[i] = decode(segments[i]);
    return segments;
  }

  getLastSegment() {
    const segments = this.getSegment();
    return segments[segments.length - 1] ?? '';
  }

  // The parts, decoded and as they are ----------------------------------------------------------------------------

  get scheme() { return orNull(this.#parts.scheme); }

  set scheme(text) {
    const scheme = typeof text !== 'string' ? '' : text[text.length - 1] === ':' ? slice(text, 0, -1) : text;
    if (isScheme(scheme)) this.#change((parts) => { parts.scheme = scheme; });
  }

  /** @param {(parts: Parts) => void} change */
  #change(change) {
    change(this.#parts);
    join(this.#parts);
  }

  /** Takes parts of another text, unless something is wrong with it. @param {(parts: Parts) => string} set */
  #changeIfValid(set) {
    const { parts } = parse(this.#parts.text);
    if (set(parts) !== '') return;
    join(parts);
    this.#parts = parts;
  }

  get authority() { return this.#parts.authority === '' ? null : decodeAround(this.#parts.authority); }

  set authority(text) { this.encodedAuthority = typeof text === 'string' ? encodeRest(text) : /** @type {any} */ (text); }

  get encodedAuthority() { return orNull(this.#parts.authority); }

  set encodedAuthority(text) {
    if (typeof text !== 'string' || includes(text, '/')) return;
    this.#changeIfValid((parts) => {
      if (parts.isOpaque) return 'no authority is to be had';
      return setAuthority(parts, text);
    });
  }

  get ssp() { return decodeAround(this.#parts.ssp); }

  set ssp(text) { this.encodedSSP = typeof text === 'string' ? encodeRest(text) : text; }

  get encodedSSP() { return this.#parts.ssp; }

  set encodedSSP(text) {
    if (typeof text !== 'string' || !conforms(text, RULES.rest)) return;
    this.#changeIfValid((parts) => setSpecificPart(parts, text));
  }

  get userInfo() { return decodedOrNull(this.#parts.userInfo); }

  set userInfo(text) { if (typeof text === 'string') this.encodedUserInfo = encodePart(text); }

  get encodedUserInfo() { return orNull(this.#parts.userInfo); }

  set encodedUserInfo(text) {
    const { host, port } = this.#parts;
    if (typeof text !== 'string' || host === '' || !conforms(text, RULES.userInfo)) return;
    this.#change((parts) => {
      parts.userInfo = text;
      parts.authority = `${text === '' ? '' : `${text}@`}${host}${port < 0 ? '' : `:${port}`}`;
    });
  }

  get host() { return orNull(this.#parts.host); }

  get port() { return `${this.#parts.port}`; }

  get path() { return decodedOrNull(this.#parts.path); }

  set path(text) { if (typeof text === 'string') this.encodedPath = encodePath(text); }

  get encodedPath() { return orNull(this.#parts.path); }

  set encodedPath(text) {
    if (typeof text !== 'string' || !conforms(text, RULES.path)) return;
    this.#change((parts) => {
      parts.path = text;
      parts.isOpaque = false;
    });
  }

  get query() { return decodedOrNull(this.#parts.query); }

  set query(text) { if (typeof text === 'string') this.encodedQuery = encodePart(text); }

  get encodedQuery() { return orNull(this.#parts.query); }

  set encodedQuery(text) {
    if (typeof text !== 'string' || this.#parts.isOpaque || !conforms(text, RULES.rest)) return;
    this.#change((parts) => { parts.query = text; });
  }

  get fragment() { return decodedOrNull(this.#parts.fragment); }

  set fragment(text) { if (typeof text === 'string') this.encodedFragment = encodePart(text); }

  get encodedFragment() { return orNull(this.#parts.fragment); }

  set encodedFragment(text) {
    if (typeof text === 'string' && conforms(text, RULES.rest)) this.#change((parts) => { parts.fragment = text; });
  }
}

export default { URI };
