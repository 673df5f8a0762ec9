/** Percent-encoding, with the language's own functions as they were before any script. */
import { hasOwn, join, NativeString, slice, split, uncurried } from 'ohosrun:kit/intrinsics.js';

const { decodeURIComponent, encodeURI, encodeURIComponent } = globalThis;
const wellFormed = uncurried(NativeString.prototype, 'toWellFormed');
const charIn = uncurried(NativeString.prototype, 'charAt');

/** encodeURI(), for any text: half a surrogate pair becomes U+FFFD. @param {any} text @returns {string} */
export const encode = (text) => encodeURI(wellFormed(`${text}`));

/** encodeURIComponent(), likewise. @param {any} text @returns {string} */
export const encodePart = (text) => encodeURIComponent(wellFormed(`${text}`));

/** @param {string} char */
export const isDigit = (char) => char >= '0' && char <= '9' && char.length === 1;
/** @param {string} char */
export const isLetter = (char) => char.length === 1 && ((char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z'));
/** @param {string} char */
export const isHex = (char) => isDigit(char) || (char.length === 1 && ((char >= 'a' && char <= 'f') || (char >= 'A' && char <= 'F')));

/** Whether an escape of two hexadecimal digits begins at `at`. @param {string} text @param {number} at */
export const isEscape = (text, at) => text[at] === '%' && isHex(charIn(text, at + 1)) && isHex(charIn(text, at + 2));

/** @param {string} run escapes @returns {string} their text; they themselves where they are no UTF-8 */
function decoded(run) {
  try {
    return run === '' ? '' : decodeURIComponent(run);
  } catch {
    return run;
  }
}

/**
 * `text` with its escapes decoded, except those in `kept` and those that are no UTF-8.
 * @param {string} text
 * @param {Record<string, boolean>} [kept] by escape
 */
export function decode(text, kept) {
  let result = '';
  let run = '';
  let at = 0;
  while (at < text.length) {
    const isOne = isEscape(text, at);
    const piece = isOne ? slice(text, at, at + 3) : text[at];
    if (isOne && !(kept !== undefined && hasOwn(kept, piece))) {
      run += piece;
    } else {
      result += decoded(run) + piece;
      run = '';
    }
    at += piece.length;
  }
  return result + decoded(run);
}

/** `text` with each `from` replaced. @param {string} text @param {string} from @param {string} to @returns {string} */
export const replaced = (text, from, to) => join(split(text, from), to);
