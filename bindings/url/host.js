/** The host of a URL: a name, an IPv4 address in any of its spellings, an IPv6 address in brackets. */
import {
  arraySlice, codeAt, floor, includes, join, lower, NativeNumber, push, slice, split, uncurried,
} from 'ohosrun:kit/intrinsics.js';
import { decode, isDigit, isHex } from 'ohosrun:kit/percent.js';

const numberIn = uncurried(NativeNumber.prototype, 'toString');
const { parseInt } = globalThis;

const FORBIDDEN = '#%/:?@[\\]<>^|';
const FORBIDDEN_OPAQUE = '\0\t\n\r #/:?@[\\]';
const LAST_ADDRESS = 2 ** 32 - 1;

/** @param {string} text @param {string} chars */
function hasAnyOf(text, chars) {
  for (let i = 0; i < text.length; i++) if (includes(chars, text[i])) return true;
  return false;
}

/** @param {string} text */
function hasControl(text) {
  for (let i = 0; i < text.length; i++) if (codeAt(text, i) <= 0x20 || codeAt(text, i) === 0x7f) return true;
  return false;
}

/** @param {string} text @param {(char: string) => boolean} check */
function each(text, check) {
  for (let i = 0; i < text.length; i++) if (!check(text[i])) return false;
  return text !== '';
}

/** The value of a part of an IPv4 address, which may be octal or hexadecimal; NaN for none. @param {string} part */
function partOfAddress(part) {
  if (part.length > 2 && part[0] === '0' && lower(part[1]) === 'x') {
    return each(slice(part, 2), isHex) ? parseInt(part, 16) : NaN;
  }
  if (part.length > 1 && part[0] === '0') {
    return each(part, (char) => char >= '0' && char <= '7') ? parseInt(part, 8) : NaN;
  }
  return each(part, isDigit) ? +part : NaN;
}

/** @param {string} name @returns {string | undefined} undefined: an address out of range */
function nameOrIpv4(name) {
  /** @type {string[]} */
  const parts = split(name, '.');
  if (parts.length > 1 && parts[parts.length - 1] === '') parts.length -= 1;
  /** @type {number[]} */
  const numbers = [];
  for (let i = 0; i < parts.length; i++) {
    const number = partOfAddress(parts[i]);
    if (number !== number) return lower(name);
    push(numbers, number);
  }
  if (numbers.length > 4) return join(numbers, '.');
  const last = numbers[numbers.length - 1];
  const before = arraySlice(numbers, 0, -1);
  for (let i = 0; i < before.length; i++) if (before[i] > 255) return undefined;
  // The last one fills what the others leave.
  const room = 4 - before.length;
  if (last > LAST_ADDRESS || last >= 256 ** room) return undefined;
  for (let i = room - 1; i >= 0; i--) push(before, floor(last / 256 ** i) % 256);
  return join(before, '.');
}

/** @param {string} part four numbers with dots @returns {string[] | undefined} two groups of an IPv6 address */
function groupsOfIpv4(part) {
  /** @type {string[]} */
  const texts = split(part, '.');
  if (texts.length !== 4) return undefined;
  for (let i = 0; i < 4; i++) {
    const text = texts[i];
    if (!each(text, isDigit) || text.length > 3 || +text > 255 || (text.length > 1 && text[0] === '0')) return undefined;
  }
  return [numberIn(+texts[0] * 256 + +texts[1], 16), numberIn(+texts[2] * 256 + +texts[3], 16)];
}

/** @param {string} text groups with colons, '' for none @returns {string[] | undefined} */
function groupsOf(text) {
  if (text === '') return [];
  /** @type {string[]} */
  const parts = split(text, ':');
  const groups = [];
  for (let i = 0; i < parts.length; i++) {
    if (i === parts.length - 1 && includes(parts[i], '.')) {
      const two = groupsOfIpv4(parts[i]);
      if (two === undefined) return undefined;
      push(groups, two[0], two[1]);
    } else if (parts[i].length <= 4 && each(parts[i], isHex)) {
      push(groups, numberIn(parseInt(parts[i], 16), 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

/** @param {string[]} groups eight @returns {string} with the longest run of zeros left out, also if it is one zero */
function compressed(groups) {
  let longest = 0;
  let start = -1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === '0') length += 1;
    if (length > longest) {
      longest = length;
      start = i;
    }
  }
  if (start < 0) return join(groups, ':');
  return `${join(arraySlice(groups, 0, start), ':')}::${join(arraySlice(groups, start + longest), ':')}`;
}

/** @param {string} text what is between the brackets @returns {string | undefined} */
function ipv6(text) {
  /** @type {string[]} */
  const [address, zone] = split(text, '%');
  if (zone !== undefined && !each(zone, (char) => isHex(char) || (lower(char) >= 'a' && lower(char) <= 'z') || char === '.' || char === '_')) {
    return undefined;
  }
  /** @type {string[]} */
  const halves = split(address, '::');
  const before = groupsOf(halves[0]);
  const after = halves.length === 2 ? groupsOf(halves[1]) : [];
  if (halves.length > 2 || before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  if (halves.length === 2 && includes(halves[0], '.')) return undefined;
  for (let i = 0; i < missing; i++) push(before, '0');
  for (let i = 0; i < after.length; i++) push(before, after[i]);
  return `[${compressed(before)}${zone === undefined ? '' : `%${lower(zone)}`}]`;
}

/**
 * @param {string} text
 * @param {boolean} isSpecial whether the scheme is one of those for which a host is a name or an address
 * @returns {string | undefined} undefined for none
 */
export function hostOf(text, isSpecial) {
  if (text === '') return undefined;
  if (text[0] === '[') return text[text.length - 1] === ']' ? ipv6(slice(text, 1, -1)) : undefined;
  if (!isSpecial) return hasAnyOf(text, FORBIDDEN_OPAQUE) ? undefined : text;
  const name = decode(text);
  return hasControl(name) || hasAnyOf(name, FORBIDDEN) ? undefined : nameOrIpv4(name);
}
