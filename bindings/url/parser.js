/**
 * A text -> the parts of a URL, as the device's own parser takes it apart: mostly as browsers do. It does not decode or
 * encode; what a path, a query and a fragment are has no other meaning than where they begin.
 * Source of the rules: the url module of OpenHarmony's ArkTS library (commonlibrary_ets_utils).
 */
import { codeAt, find, findLast, hasOwn, join, lower, push, slice, split, startsWith } from 'ohosrun:kit/intrinsics.js';
import { hostOf } from 'ohosrun:bindings/url/host.js';
import { isDigit, isLetter, replaced } from 'ohosrun:kit/percent.js';


/** Special schemes, and their ports. @type {Record<string, number>} */
const PORTS = {
  __proto__: /** @type {any} */ (null),
  'ftp:': 21, 'file:': -1, 'gopher:': 70, 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443,
};
const LAST_PORT = 65535;

/** @param {string} scheme with its colon */
export const isSpecial = (scheme) => hasOwn(PORTS, scheme);

export class Parts {
  scheme = '';
  username = '';
  password = '';
  host = '';
  port = '';
  /** @type {string[]} */
  path = [];
  hasPath = false;
  /** Whether the path is a text of its own, such as that of mailto: */
  isOpaque = false;
  /** Whether nothing stands before the path. */
  isBare = false;
  /** With their mark; '' for none. */
  query = '';
  fragment = '';
  isIpv6 = false;

  get pathname() {
    if (!this.hasPath) return isSpecial(this.scheme) && !this.isBare ? '/' : '';
    return (this.isBare ? '' : '/') + join(this.path, '/');
  }

  get search() { return this.query === '?' ? '' : this.query; }

  get hash() { return this.fragment === '#' ? '' : this.fragment; }

  get hostWithPort() { return this.port === '' ? this.host : `${this.host}:${this.port}`; }
}

/** @param {string} text @param {number} at */
const isSlash = (text, at) => text[at] === '/' || text[at] === '\\';

/** @param {string} text @returns {string} without tabs and line breaks, and without spaces and controls around it */
function cleaned(text) {
  let start = 0;
  let end = text.length;
  while (start < end && codeAt(text, start) <= 0x20) start += 1;
  while (end > start && codeAt(text, end - 1) <= 0x20) end -= 1;
  const body = slice(text, start, end);
  return replaced(replaced(replaced(body, '\t', ''), '\n', ''), '\r', '');
}

/** @param {string} text up to its colon, which is included @returns {string} in lower case, '' where it is no scheme */
export function schemeOf(text) {
  if (text === '' || !isLetter(text[0])) return '';
  for (let i = 0; i < text.length - 1; i++) {
    const char = text[i];
    if (!isLetter(char) && !isDigit(char) && char !== '+' && char !== '-' && char !== '.') return '';
  }
  return lower(text);
}

/**
 * @param {string} text
 * @param {string} scheme whose own port counts as none; '' keeps all
 * @returns {string | undefined} undefined where it is no port
 */
export function portOf(text, scheme) {
  for (let i = 0; i < text.length; i++) if (!isDigit(text[i])) return undefined;
  if (text === '') return '';
  const port = +text;
  if (port > LAST_PORT) return undefined;
  return port === PORTS[scheme] ? '' : `${port}`;
}

/** @param {string} segment @returns {number} how many dots it stands for, 0 if it is none of the two */
function dotsOf(segment) {
  const plain = lower(segment);
  if (plain === '.' || plain === '%2e') return 1;
  return plain === '..' || plain === '.%2e' || plain === '%2e.' || plain === '%2e%2e' ? 2 : 0;
}

/** Split at `/`; what is behind the last one at `\` as well. @param {string} text @param {boolean} both @returns {string[]} */
function segmentsOf(text, both) {
  const segments = split(text, '/');
  if (!both) return segments;
  const last = split(segments[segments.length - 1], '\\');
  segments.length -= 1;
  for (let i = 0; i < last.length; i++) push(segments, last[i]);
  return segments;
}

/** Appends the segments of `text` to the path. @param {Parts} parts @param {string} text @param {boolean} both */
export function addPath(parts, text, both) {
  const { path } = parts;
  const segments = segmentsOf(text, both);
  for (let i = 0; i < segments.length; i++) {
    const isLast = i === segments.length - 1;
    const dots = dotsOf(segments[i]);
    if (dots === 2 && path.length > 0) path.length -= 1;
    if (dots === 0 || isLast) {
      push(path, dots === 0 ? segments[i] : '');
      parts.hasPath = true;
    }
  }
}

/** @param {string} text */
const isDrive = (text) => isLetter(text[0] ?? '') && (text[1] === ':' || text[1] === '|');

/** The path of a file: its drive, as in C:, is not left by `..`. @param {Parts} parts @param {string} text */
export function addFilePath(parts, text) {
  const { path } = parts;
  const segments = segmentsOf(text, true);
  for (let i = 0; i < segments.length; i++) {
    const isLast = i === segments.length - 1;
    const dots = dotsOf(segments[i]);
    if (dots === 2) {
      if (path.length === 1 && path[0].length === 2 && isDrive(path[0])) path[0] = `${path[0][0]}:`;
      else if (path.length > 0) path.length -= 1;
    }
    if (dots === 0 || isLast) {
      push(path, dots === 0 ? segments[i] : '');
      parts.hasPath = true;
    }
  }
  if (path.length > 0 && path[0].length === 2 && isDrive(path[0])) parts.host = '';
}

/** @param {Parts} parts @param {string} text @param {boolean} special @returns {boolean} whether it is a host */
function setHost(parts, text, special) {
  const host = hostOf(text, special);
  if (host === undefined) return false;
  parts.host = host;
  parts.isIpv6 = host[0] === '[';
  return true;
}

/** @param {Parts} parts @param {string} text user:password@host:port @param {boolean} special @returns {boolean} */
function setAuthority(parts, text, special) {
  const at = findLast(text, '@');
  if (at >= 0) {
    const user = replaced(slice(text, 0, at), '@', '%40');
    const colon = find(user, ':');
    parts.username = colon < 0 ? user : slice(user, 0, colon);
    parts.password = colon < 0 ? '' : slice(user, colon + 1);
    text = slice(text, at + 1);
  }
  const colon = text[text.length - 1] === ']' ? -1 : findLast(text, ':');
  if (colon >= 0) {
    const port = portOf(slice(text, colon + 1), parts.scheme);
    if (port === undefined) return false;
    parts.port = port;
    text = slice(text, 0, colon);
  }
  return setHost(parts, text, special);
}

/** @param {Parts} parts @param {string} text what is behind the scheme @returns {boolean} */
function parseFile(parts, text) {
  if (!isSlash(text, 0) || !isSlash(text, 1)) {
    addFilePath(parts, slice(text, isSlash(text, 0) ? 1 : 0));
    return true;
  }
  const rest = slice(text, 2);
  const slash = find(rest, '/') >= 0 ? find(rest, '/') : find(rest, '\\');
  if (slash === 0) {
    addFilePath(parts, slice(rest, 1));
  } else if (slash > 0) {
    const host = slice(rest, 0, slash);
    if (isDrive(host)) {
      addFilePath(parts, rest);
    } else {
      if (!setHost(parts, host, true)) return false;
      addFilePath(parts, slice(rest, slash + 1));
    }
  } else if (rest !== '') {
    return setHost(parts, rest, true);
  }
  return true;
}

/** @param {Parts} parts @param {string} text @returns {boolean} */
function parseSpecial(parts, text) {
  let start = 0;
  while (start < text.length && isSlash(text, start)) start += 1;
  let end = start;
  while (end < text.length && !isSlash(text, end)) end += 1;
  if (!setAuthority(parts, slice(text, start, end), true)) return false;
  if (end < text.length) addPath(parts, slice(text, end + 1), true);
  return true;
}

/** @param {Parts} parts @param {string} text @returns {boolean} */
function parseOther(parts, text) {
  parts.isBare = text !== '' && text[0] !== '/';
  if (parts.scheme.length === 2) {
    // A drive.
    addFilePath(parts, parts.scheme + text);
    parts.scheme = 'file:';
    parts.isBare = false;
  } else if (startsWith(text, '//')) {
    const rest = slice(text, 2);
    const slash = find(rest, '/');
    if (rest === '') return true;
    if (!setAuthority(parts, slash < 0 ? rest : slice(rest, 0, slash), false)) return false;
    if (slash >= 0) addPath(parts, slice(rest, slash + 1), false);
  } else if (text[1] === '/') {
    addPath(parts, slice(text, 1), false);
  } else {
    parts.isOpaque = true;
    parts.path = [text];
    parts.hasPath = true;
  }
  return true;
}

/** Takes query and fragment off. @param {Parts} parts @param {string} text @returns {string} what is before them */
function withoutEnds(parts, text) {
  const hash = find(text, '#');
  if (hash >= 0) {
    parts.fragment = slice(text, hash);
    text = slice(text, 0, hash);
  }
  const mark = find(text, '?');
  if (mark >= 0) {
    parts.query = slice(text, mark);
    text = slice(text, 0, mark);
  }
  return text;
}

/** @param {string} text cleaned @returns {Parts | undefined} */
function absolute(text) {
  const colon = find(text, ':');
  const parts = new Parts();
  parts.scheme = colon < 0 ? '' : schemeOf(slice(text, 0, colon + 1));
  if (parts.scheme === '') return undefined;
  const rest = withoutEnds(parts, slice(text, colon + 1));
  const parse = parts.scheme === 'file:' ? parseFile : isSpecial(parts.scheme) ? parseSpecial : parseOther;
  return parse(parts, rest) ? parts : undefined;
}

/** @param {string} text cleaned @param {Parts} base @returns {Parts} */
function relative(text, base) {
  const parts = new Parts();
  const special = isSpecial(base.scheme);
  parts.scheme = base.scheme;
  parts.username = base.username;
  parts.password = base.password;
  parts.host = base.host;
  parts.port = base.port;
  parts.isIpv6 = base.isIpv6;
  if (text === '') {
    for (let i = 0; i < base.path.length; i++) push(parts.path, base.path[i]);
    parts.hasPath = base.hasPath;
    parts.query = base.query;
    parts.fragment = base.fragment;
    return parts;
  }
  if (text[0] === '/') {
    addPath(parts, withoutEnds(parts, slice(text, 1)), special);
    return parts;
  }
  addPath(parts, withoutEnds(parts, text), special);
  // What was before the last slash of the base stays, whatever the text does with dots.
  const { path } = parts;
  parts.path = [];
  const isOnlyDrive = base.path.length === 1 && base.scheme === 'file:' && isLetter(base.path[0][0] ?? '') && base.path[0][1] === ':';
  const kept = isOnlyDrive ? 1 : base.path.length - 1;
  for (let i = 0; i < kept; i++) push(parts.path, base.path[i]);
  for (let i = 0; i < path.length; i++) push(parts.path, path[i]);
  parts.hasPath = true;
  return parts;
}

/**
 * @param {string} text
 * @param {string | Parts} [base] what it is relative to, if it is not absolute
 * @returns {Parts | undefined} undefined where it is no URL
 */
export function parse(text, base) {
  const input = cleaned(text);
  if (base === undefined) return absolute(input);
  const against = typeof base === 'string' ? absolute(cleaned(base)) : base;
  if (against === undefined) return undefined;
  const colon = find(input, ':');
  if (colon > 0 && schemeOf(slice(input, 0, colon + 1)) !== '') return absolute(input);
  if (input[0] === '/' && (input[1] === '/' || (input[1] === '\\' && isSpecial(against.scheme)))) {
    return absolute(against.scheme + input);
  }
  return against.isOpaque ? undefined : relative(input, against);
}
