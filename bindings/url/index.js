/**
 * @ohos.url: URL, URLParams, URLSearchParams, as the device's own code works, which is not that of browsers in all of
 * it: what is encoded is encoded once more in a path and a fragment, and the dots of a relative path do not climb.
 */
import { host } from 'ohosrun:bridge/url';
import { languageError } from 'ohosrun:kit/errors.js';
import { callSite, find, isObject, NativeTypeError, slice } from 'ohosrun:kit/intrinsics.js';
import { hostOf } from 'ohosrun:bindings/url/host.js';
import { params, requireString, searchParams, wrongType } from 'ohosrun:bindings/url/params.js';
import { addFilePath, addPath, isSpecial, parse, Parts, portOf, schemeOf } from 'ohosrun:bindings/url/parser.js';
import { encode, isEscape, replaced } from 'ohosrun:kit/percent.js';

const SYNTAX_ERROR = 10200002;
const WITH_ORIGIN = ['ftp:', 'gopher:', 'http:', 'https:', 'ws:', 'wss:'];
const OF_USERS = [['@', '%40'], ['#', '%23'], ['=', '%3D'], [':', '%3A'], ['/', '%2F'], [';', '%3B'], ['?', '%3F']];
const FAILED = 'this is no URL, and new URL() throws nothing: all of it is empty; URL.parseURL() throws 10200002';
const ENCODED_AGAIN = 'what is encoded already is encoded once more: % becomes %25 in pathname, hash, user and password';

/** Of a URL that could not be parsed. */
const cannotRead = () => new NativeTypeError('Cannot read property onOrOff of undefined');

/** @param {string} text @param {string} ends the first of these ends it */
function upTo(text, ends) {
  for (let i = 0; i < text.length; i++) if (find(ends, text[i]) >= 0) return slice(text, 0, i);
  return text;
}

/** @param {string} text */
function hasEscape(text) {
  for (let at = find(text, '%'); at >= 0 && at < text.length; at++) if (isEscape(text, at)) return true;
  return false;
}

class URL {
  #href = '';
  #search = '';
  #origin = '';
  #username = '';
  #password = '';
  #hostname = '';
  #host = '';
  #hash = '';
  #protocol = '';
  #pathname = '';
  #port = '';

  /** What the setters work on; undefined as long as nothing was parsed. @type {Parts | undefined} */
  #parts;

  /** @type {any} */
  #params;

  /** @type {any} */
  #searchParams;

  /** @param {string} [url] @param {string | URL} [base] */
  constructor(url, base) {
    const given = arguments.length;
    if (given === 0 || given > 2) return;
    if (typeof url !== 'string') throw cannotRead();
    let parts;
    if (base === undefined || base === null) {
      if (url === '') throw cannotRead();
      parts = parse(url);
    } else if (typeof base === 'string') {
      parts = base === '' ? undefined : parse(url, base);
    } else {
      parts = parse(url, URL.#partsOf(base));
    }
    if (parts === undefined) {
      host.hint('url', FAILED, callSite());
    } else {
      this.#take(parts);
      this.#warn();
    }
  }

  /** @param {string} url @param {string | URL} [base] @returns {URL} */
  static parseURL(url, base) {
    requireString(url);
    let parts;
    if (base === undefined || base === null) {
      parts = parse(url);
    } else if (typeof base === 'string') {
      if (base === '') throw wrongType(base, 'string');
      parts = parse(url, base);
    } else if (isObject(base)) {
      parts = parse(url, URL.#partsOf(base));
    } else {
      throw wrongType(base, 'string or URL');
    }
    if (parts === undefined) throw languageError(SYNTAX_ERROR, 'Syntax Error. Invalid Url string');
    const made = new URL();
    made.#take(parts);
    made.#warn();
    return made;
  }

  /** @param {any} base */
  static #partsOf(base) {
    if (!isObject(base) || !(#parts in base)) throw new NativeTypeError('undefined is not callable');
    if (base.#parts === undefined) throw cannotRead();
    return base.#parts;
  }

  /** @param {Parts} parts */
  #take(parts) {
    this.#parts = parts;
    this.#readAll(parts.search);
    if (this.#params === undefined) {
      this.#params = new params.type(this.#search);
      this.#searchParams = new searchParams.type(this.#search);
      const onChange = (/** @type {string} */ query) => this.#changeQuery(query);
      params.watch(this.#params, onChange);
      searchParams.watch(this.#searchParams, onChange);
    } else {
      this.#readParams();
    }
    this.#join();
  }

  /** @param {string} search */
  #readAll(search) {
    const parts = /** @type {Parts} */ (this.#parts);
    this.#search = search;
    this.#username = encode(parts.username);
    this.#password = encode(parts.password);
    this.#readHost();
    this.#hash = encode(parts.hash);
    this.#protocol = parts.scheme;
    this.#pathname = encode(parts.pathname);
    this.#port = parts.port;
    this.#origin = `${parts.scheme}//${parts.hostWithPort}`;
  }

  #readHost() {
    const { host: name, hostWithPort, isIpv6 } = /** @type {Parts} */ (this.#parts);
    this.#hostname = isIpv6 ? name : encode(name);
    this.#host = isIpv6 ? hostWithPort : encode(hostWithPort);
  }

  #readParams() {
    params.replace(this.#params, this.#search);
    searchParams.replace(this.#searchParams, this.#search);
  }

  #warn() {
    const { username, password, pathname, hash } = /** @type {Parts} */ (this.#parts);
    if (hasEscape(`${username} ${password} ${pathname} ${hash}`)) host.hint('url', ENCODED_AGAIN, callSite());
  }

  /** @param {string} query */
  #changeQuery(query) {
    URL.#setQuery(/** @type {Parts} */ (this.#parts), query);
    this.#search = /** @type {Parts} */ (this.#parts).search;
    this.#join();
  }

  /** @param {Parts} parts @param {string} query */
  static #setQuery(parts, query) {
    parts.query = query === '' ? '' : replaced(query[0] === '?' ? query : `?${query}`, '#', '%23');
  }

  #join() {
    let text = this.#protocol;
    if (this.#hostname !== '') {
      text += '//';
      if (this.#username !== '' || this.#password !== '') {
        text += `${this.#username}${this.#password === '' ? '' : `:${this.#password}`}@`;
      }
      text += this.#hostname + (this.#port === '' ? '' : `:${this.#port}`);
    } else if (this.#protocol === 'file:') {
      text += '//';
    }
    this.#href = text + this.#pathname + this.#search + this.#hash;
  }

  /** What a setter works on. @returns {Parts} */
  get #changed() {
    if (this.#parts === undefined) throw new NativeTypeError('Cannot set property of undefined');
    return this.#parts;
  }

  toString() { return this.#href; }

  toJSON() { return this.#href; }

  get protocol() { return this.#protocol; }

  set protocol(scheme) {
    if (scheme.length === 0 || (this.#protocol === 'file:' && this.#host === '')) return;
    const parts = this.#changed;
    const text = typeof scheme === 'string' ? scheme : '';
    if (text !== '' && isSpecial(parts.scheme) === isSpecial(text)) parts.scheme = schemeOf(text) || parts.scheme;
    this.#protocol = parts.scheme;
    this.#join();
  }

  get origin() {
    for (let i = 0; i < WITH_ORIGIN.length; i++) if (WITH_ORIGIN[i] === this.#protocol) return this.#origin;
    return 'null';
  }

  /** @param {any} text */
  static #ofUser(text) {
    let user = encode(text);
    for (let i = 0; i < OF_USERS.length; i++) user = replaced(user, OF_USERS[i][0], OF_USERS[i][1]);
    return user;
  }

  get username() { return this.#username; }

  set username(text) {
    if (this.#host === '' || this.#protocol === 'file:') return;
    this.#username = this.#changed.username = URL.#ofUser(text);
    this.#join();
  }

  get password() { return this.#password; }

  set password(text) {
    if (this.#host === '' || this.#protocol === 'file:') return;
    this.#password = this.#changed.password = URL.#ofUser(text);
    this.#join();
  }

  get hash() { return this.#hash; }

  set hash(text) {
    const encoded = encode(text);
    const parts = this.#changed;
    parts.fragment = encoded === '' || encoded[0] === '#' ? encoded : `#${encoded}`;
    this.#hash = parts.hash;
    this.#join();
  }

  get search() { return this.#search; }

  set search(text) {
    URL.#setQuery(this.#changed, encode(text));
    this.#search = this.#changed.search;
    this.#readParams();
    this.#join();
  }

  /** @param {any} text @param {string} ends @returns {boolean} whether it is one */
  #changeHost(text, ends) {
    const parts = this.#changed;
    const name = typeof text === 'string' ? upTo(text, ends) : '';
    const found = parts.isOpaque || name === '' ? undefined : hostOf(name, isSpecial(parts.scheme));
    if (found === undefined) return false;
    parts.host = parts.scheme === 'file:' && found === 'localhost' ? '' : found;
    return true;
  }

  get hostname() { return this.#hostname; }

  set hostname(text) {
    this.#changeHost(text, ':?#/\\');
    const parts = this.#changed;
    this.#hostname = parts.isIpv6 ? parts.host : encode(parts.host);
    this.#join();
  }

  get host() { return this.#host; }

  set host(text) {
    const parts = this.#changed;
    if (this.#changeHost(text, ':?#/\\') && text[upTo(text, ':?#/\\').length] === ':') {
      this.#changePort(slice(text, find(text, ':') + 1));
    }
    this.#readHost();
    this.#port = parts.port;
    this.#join();
  }

  /** @param {any} text */
  #changePort(text) {
    const digits = typeof text === 'string' ? upTo(text, '?#/\\') : '';
    const port = digits === '' ? undefined : portOf(digits, '');
    if (port !== undefined) this.#changed.port = port;
  }

  get port() { return this.#port; }

  set port(text) {
    if (this.#host === '' || this.#protocol === 'file:' || text === '') return;
    this.#changePort(text);
    this.#port = this.#changed.port;
    this.#join();
  }

  get href() { return this.#href; }

  set href(text) {
    const parts = typeof text === 'string' ? parse(text) : undefined;
    if (parts !== undefined && this.#changed !== undefined) {
      parts.query = encode(parts.query);
      this.#take(parts);
      this.#warn();
    }
  }

  get pathname() { return this.#pathname; }

  set pathname(text) {
    const parts = this.#changed;
    const path = replaced(encode(text), '%3A', ':');
    if (!parts.isOpaque && path !== '') {
      const other = new Parts();
      const special = isSpecial(parts.scheme);
      const rest = path[0] === '/' || (path[0] === '\\' && special) ? slice(path, 1) : path;
      if (parts.scheme === 'file:') addFilePath(other, rest);
      else addPath(other, rest, special);
      parts.path = other.path;
      parts.hasPath = true;
    }
    this.#pathname = parts.pathname;
    this.#join();
  }

  get params() { return this.#params; }

  get searchParams() { return this.#searchParams; }
}

export default { URL, URLParams: params.type, URLSearchParams: searchParams.type };
