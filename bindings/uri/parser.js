/**
 * A text -> the parts of a URI, checked as a device checks them, which is stricter than for a URL: what is not allowed
 * is refused and not encoded. Source of the rules: the uri module of OpenHarmony's ArkTS library (commonlibrary_ets_utils).
 */
import { codeAt, find, findLast, includes, slice, split, startsWith } from 'ohosrun:kit/intrinsics.js';
import { isDigit, isHex, isLetter } from 'ohosrun:kit/percent.js';


const OF_SCHEMES = '+-.';
/** What the parts may have beside letters, digits, and what is not of ASCII. */
export const RULES = {
  __proto__: null,
  path: `${OF_SCHEMES};/:@&=$,_!~*'()%`,
  userInfo: `${OF_SCHEMES};:&=$,_!~*'()%`,
  // Of queries and fragments.
  rest: `${OF_SCHEMES};/?:@&=$,[]_!~*'()%`,
  port: ".:@-;&=+$,_!~*'()",
};
const LAST_PORT = 2 ** 31 - 1;

/** @param {string} text @param {string} more @param {boolean} [isOpen] whether characters that are not of ASCII will do */
export function conforms(text, more, isOpen = true) {
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (codeAt(char, 0) > 0x7f ? !isOpen : !isLetter(char) && !isDigit(char) && !includes(more, char)) return false;
  }
  return true;
}

/** @param {string} text */
export const isScheme = (text) => text !== '' && isLetter(text[0]) && conforms(text, OF_SCHEMES, false);

/** Each is '' where the URI has none; the port is -1. */
export class Parts {
  text = '';
  scheme = '';
  authority = '';
  userInfo = '';
  host = '';
  port = -1;
  path = '';
  query = '';
  fragment = '';
  /** All between scheme and fragment. */
  ssp = '';
  /** Whether that has no parts. */
  isOpaque = false;
}

/** @param {string} label @param {boolean} isLast of several */
function isLabel(label, isLast) {
  const last = label[label.length - 1];
  if (label === '' || !conforms(label, '-~_', false) || (isLast && !isLetter(label[0]))) return false;
  return (isLetter(label[0]) || isDigit(label[0])) && (isLetter(last) || isDigit(last));
}

/** A number of an IPv4 address: without zeros before it. @param {string} text */
const isByte = (text) => text !== '' && text.length <= 3 && conforms(text, '', false) && `${+text}` === text && +text <= 255;

/** @param {string} text */
function isIpv4(text) {
  const parts = split(text, '.');
  if (parts.length !== 4) return false;
  for (let i = 0; i < 4; i++) if (!isByte(parts[i])) return false;
  return true;
}

/** @param {string} text */
function isName(text) {
  const labels = split(text, '.');
  for (let i = 0; i < labels.length; i++) {
    if (!isLabel(labels[i], labels.length > 1 && i === labels.length - 1)) return false;
  }
  return true;
}

/** How many groups a part of an IPv6 address has; NaN where it is none. @param {string} text */
function groupsIn(text) {
  if (text === '') return 0;
  const groups = split(text, ':');
  let count = 0;
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i];
    if (i === groups.length - 1 && isIpv4(group)) {
      count += 2;
      continue;
    }
    if (group === '' || group.length > 4) return NaN;
    for (let j = 0; j < group.length; j++) if (!isHex(group[j])) return NaN;
    count += 1;
  }
  return count;
}

/** @param {string} text what is between the brackets */
function isIpv6(text) {
  const sides = split(text, '%');
  if (sides.length > 2 || (sides.length === 2 && (sides[1] === '' || !conforms(sides[1], '._', false)))) return false;
  const halves = split(sides[0], '::');
  if (halves.length === 1) return groupsIn(halves[0]) === 8;
  return halves.length === 2 && groupsIn(halves[0]) + groupsIn(halves[1]) < 8;
}

/** @param {Parts} parts @param {string} text user:password@host:port @returns {string} what is wrong, '' for nothing */
export function setAuthority(parts, text) {
  parts.authority = text;
  parts.userInfo = parts.host = '';
  parts.port = -1;
  if (text === '') return '';
  const at = find(text, '@');
  if (at >= 0) {
    parts.userInfo = slice(text, 0, at);
    if (!conforms(parts.userInfo, RULES.userInfo)) return 'userInfo does not conform to the rule';
    text = slice(text, at + 1);
  }
  let isServer = true;
  const colon = findLast(text, ':');
  if (colon >= 0 && colon > findLast(text, ']')) {
    const port = slice(text, colon + 1);
    if (!conforms(port, RULES.port)) return 'port does not conform to the rule';
    isServer = port !== '' && +port <= LAST_PORT;
    for (let i = 0; i < port.length; i++) if (!isDigit(port[i])) isServer = false;
    if (isServer) parts.port = +port;
    text = slice(text, 0, colon);
  }
  if (text[0] === '[') {
    if (text[text.length - 1] !== ']') return 'IPv6 is missing a closing bracket';
    if (!isServer) return 'Prot does not conform to the rule';
    if (!isIpv6(slice(text, 1, -1))) return 'ipv6 does not conform to the rule';
  } else if (includes(text, '[') || includes(text, ']')) {
    return 'host does not conform to the rule';
  } else if (!isServer || !(isIpv4(text) || isName(text))) {
    // An authority that names no server: it stays whole.
    parts.userInfo = '';
    parts.port = -1;
    return '';
  }
  parts.host = text;
  return '';
}

/** What is between scheme and fragment -> its parts. @param {Parts} parts @param {string} text @returns {string} what is wrong */
export function setSpecificPart(parts, text) {
  parts.ssp = text;
  const mark = find(text, '?');
  const body = mark < 0 ? text : slice(text, 0, mark);
  parts.query = mark < 0 ? '' : slice(text, mark + 1);
  if (parts.query === '') parts.ssp = body;
  parts.isOpaque = false;
  parts.path = '';
  let problem = setAuthority(parts, '');
  if (parts.scheme === '') {
    if (!conforms(body, RULES.path)) return 'SpecialPath does not conform to the rule';
    parts.path = body;
  } else if (startsWith(body, '//')) {
    const slash = find(slice(body, 2), '/');
    const authority = slash < 0 ? slice(body, 2) : slice(body, 2, slash + 2);
    parts.path = slash < 0 ? '' : slice(body, slash + 2);
    if (!conforms(parts.path, RULES.path)) return 'path does not conform to the rule';
    problem = setAuthority(parts, authority);
  } else if (body[0] === '/') {
    parts.path = body;
  } else {
    parts.isOpaque = true;
    parts.query = '';
  }
  return problem;
}

/** @param {string} text @returns {{ parts: Parts, problem: string }} what is wrong with it, '' for nothing */
export function parse(text) {
  const parts = new Parts();
  parts.text = text;
  const hash = find(text, '#');
  if (hash === 0) return { parts, problem: "#It can't be the first" };
  let body = hash < 0 ? text : slice(text, 0, hash);
  parts.fragment = hash < 0 ? '' : slice(text, hash + 1);
  if (!conforms(parts.fragment, RULES.rest)) return { parts, problem: 'Fragment does not conform to the rule' };
  const mark = find(body, '?');
  if (mark >= 0 && !conforms(slice(body, mark + 1), RULES.rest)) {
    return { parts, problem: 'Query does not conform to the rule' };
  }
  const before = mark < 0 ? body : slice(body, 0, mark);
  const colon = find(before, ':');
  const slash = find(before, '/');
  if (colon >= 0 && (slash < 0 || slash > colon)) {
    const scheme = slice(before, 0, colon);
    if (!isLetter(scheme[0] ?? '') && codeAt(`${scheme} `, 0) < 0x80) {
      return { parts, problem: 'Scheme the first character must be a letter' };
    }
    if (!isScheme(scheme)) return { parts, problem: 'scheme does not conform to the rule' };
    parts.scheme = scheme;
    body = slice(body, colon + 1);
  }
  return { parts, problem: setSpecificPart(parts, body) };
}

/** The text again, and its specific part, after parts of it have changed. @param {Parts} parts */
export function join(parts) {
  if (!parts.isOpaque) {
    const authority = parts.authority === '' ? '' : `//${parts.authority}`;
    const path = parts.path === '' || parts.path[0] === '/' ? parts.path : `/${parts.path}`;
    parts.ssp = authority + path + (parts.query === '' ? '' : `?${parts.query}`);
  }
  const scheme = parts.scheme === '' ? '' : `${parts.scheme}:`;
  parts.text = scheme + parts.ssp + (parts.fragment === '' ? '' : `#${parts.fragment}`);
}
