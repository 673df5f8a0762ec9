/**
 * @ohos.util.json: JSON with whole numbers of any size, and errors with a code. Source: the module's documentation and
 * the words of OpenHarmony's own.
 */
import { builtins } from 'ohosrun:bridge/util';
import { languageError, PARAMETER_ERROR } from 'ohosrun:kit/errors.js';
import {
  apply, codeAt, defineProperty, hasOwn, includes, isArray, isFunction, isObject, KeptSet, keys, NativeBigInt,
  NativeNumber, NativeString, parse as parseText, slice, stringify as textOf,
} from 'ohosrun:kit/intrinsics.js';

const BigIntMode = { DEFAULT: 0, PARSE_AS_BIGINT: 1, ALWAYS_PARSE_AS_BIGINT: 2 };
const LARGEST = 2 ** 53 - 1;
const LONGEST_INDENT = 10;

/** @param {string} words */
const parameterError = (words) => languageError(PARAMETER_ERROR, `Parameter error. ${words}`);

/** A member as JSON.parse makes it, whatever its name. @param {object} target @param {string} name @param {any} value */
function define(target, name, value) {
  defineProperty(target, name, { __proto__: null, value, enumerable: true, writable: true, configurable: true });
}

/** A reader of JSON text that is known to be valid. */
class Reader {
  #text;
  #isAlways;
  #at = 0;

  /** @param {string} text @param {boolean} isAlways whether every whole number becomes a BigInt */
  constructor(text, isAlways) {
    this.#text = text;
    this.#isAlways = isAlways;
  }

  /** The next mark that is not white. */
  #peek() {
    while (codeAt(this.#text, this.#at) <= 32) this.#at++;
    return this.#text[this.#at];
  }

  /** @returns {any} */
  value() {
    const mark = this.#peek();
    if (mark === '{') return this.#object();
    if (mark === '[') return this.#array();
    if (mark === '"') return this.#string();
    const start = this.#at;
    while (this.#at < this.#text.length && !includes(' \t\r\n,]}', this.#text[this.#at])) this.#at++;
    const word = slice(this.#text, start, this.#at);
    if (word === 'true' || word === 'false') return word === 'true';
    return word === 'null' ? null : this.#number(word);
  }

  /** @param {string} word */
  #number(word) {
    const number = +word;
    if (includes(word, '.') || includes(word, 'e') || includes(word, 'E')) return number;
    return this.#isAlways || number > LARGEST || number < -LARGEST ? NativeBigInt(word) : number;
  }

  #string() {
    const start = this.#at++;
    while (this.#text[this.#at] !== '"') this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    this.#at++;
    return parseText(slice(this.#text, start, this.#at));
  }

  #array() {
    /** @type {any[]} */
    const items = [];
    this.#at++;
    while (this.#peek() !== ']') {
      items[items.length] = this.value();
      if (this.#peek() === ',') this.#at++;
    }
    this.#at++;
    return items;
  }

  #object() {
    const made = {};
    this.#at++;
    while (this.#peek() !== '}') {
      const name = this.#string();
      this.#peek();
      this.#at++;
      define(made, name, this.value());
      if (this.#peek() === ',') this.#at++;
    }
    this.#at++;
    return made;
  }
}

/**
 * What a reviver makes of a member, its own members first.
 * @param {any} holder
 * @param {string} name
 * @param {Function} reviver
 */
function revived(holder, name, reviver) {
  const value = holder[name];
  if (isObject(value)) {
    const names = keys(value);
    for (let i = 0; i < names.length; i++) {
      const made = revived(value, names[i], reviver);
      if (made === undefined) delete value[names[i]];
      else define(value, names[i], made);
    }
  }
  return apply(reviver, holder, [name, value]);
}

/**
 * @param {any} text
 * @param {any} [reviver]
 * @param {any} [options]
 */
function parse(text, reviver, options) {
  if (typeof text !== 'string') throw parameterError(`The type of ${text} must be string`);
  if (reviver && !isFunction(reviver)) throw parameterError(`The type of ${reviver} must be a method`);
  try {
    const mode = options?.bigIntMode;
    if (mode !== BigIntMode.PARSE_AS_BIGINT && mode !== BigIntMode.ALWAYS_PARSE_AS_BIGINT) {
      return parseText(text, reviver || undefined);
    }
    parseText(text);
    const value = new Reader(text, mode === BigIntMode.ALWAYS_PARSE_AS_BIGINT).value();
    return reviver ? revived({ '': value }, '', reviver) : value;
  } catch (error) {
    const { message, name } = /** @type {any} */ (error ?? {});
    throw languageError(PARAMETER_ERROR, `e.message: ${message}, e.name: ${name}`);
  }
}

/** What is in a value that is to become text. */
class Contents {
  hasBigInt = false;
  hasCycle = false;
  /** Those around the one that is looked at. @type {Set<any>} */
  #around = new KeptSet();
  /** Those that are known to be free of cycles. @type {Set<any>} */
  #done = new KeptSet();

  /** @param {any} value @returns {Contents} */
  look(value) {
    if (typeof value === 'bigint') this.hasBigInt = true;
    if (!isObject(value) || this.hasCycle || this.#done.has(value)) return this;
    if (this.#around.has(value)) {
      this.hasCycle = true;
      return this;
    }
    this.#around.add(value);
    const names = keys(value);
    for (let i = 0; i < names.length; i++) this.look(value[names[i]]);
    this.#around.delete(value);
    this.#done.add(value);
    return this;
  }
}

/** JSON text of values among which there are BigInts. */
class Writer {
  #names;
  #gap;

  /** @param {string[] | undefined} names of the members that are written @param {string} gap */
  constructor(names, gap) {
    this.#names = names;
    this.#gap = gap;
  }

  /** @param {any} holder @param {string} name @param {string} indent @returns {string | undefined} */
  member(holder, name, indent) {
    let value = holder[name];
    if (isObject(value) || typeof value === 'bigint') {
      const { toJSON } = value;
      if (isFunction(toJSON)) value = apply(toJSON, value, [name]);
    }
    if (typeof value === 'bigint') return `${value}`;
    if (!isObject(value)) return textOf(value);
    const isPlain = !isArray(value);
    if (isPlain && !this.#isWalked(value)) return textOf(value);
    return isPlain ? this.#object(value, indent) : this.#array(value, indent);
  }

  /** Whether it is written member by member; what stands for a text, number or boolean is not. @param {any} value */
  #isWalked(value) {
    return !(value instanceof NativeString || value instanceof NativeNumber || value instanceof builtins.Boolean);
  }

  /** @param {string[]} parts @param {string} open @param {string} close @param {string} indent */
  #joined(parts, open, close, indent) {
    if (parts.length === 0) return open + close;
    const inner = indent + this.#gap;
    const separator = this.#gap === '' ? ',' : `,\n${inner}`;
    let text = parts[0];
    for (let i = 1; i < parts.length; i++) text += separator + parts[i];
    return this.#gap === '' ? open + text + close : `${open}\n${inner}${text}\n${indent}${close}`;
  }

  /** @param {any[]} items @param {string} indent */
  #array(items, indent) {
    const parts = [];
    for (let i = 0; i < items.length; i++) {
      parts[i] = this.member(items, `${i}`, indent + this.#gap) ?? 'null';
    }
    return this.#joined(parts, '[', ']', indent);
  }

  /** @param {object} value @param {string} indent */
  #object(value, indent) {
    const names = this.#names ?? keys(value);
    const parts = [];
    for (let i = 0; i < names.length; i++) {
      const text = this.member(value, names[i], indent + this.#gap);
      if (text !== undefined) parts[parts.length] = `${textOf(names[i])}:${this.#gap === '' ? '' : ' '}${text}`;
    }
    return this.#joined(parts, '{', '}', indent);
  }
}

/** @param {unknown} space */
function gapOf(space) {
  if (typeof space === 'string') return slice(space, 0, LONGEST_INDENT);
  let gap = '';
  for (let i = 1; typeof space === 'number' && i <= space && i <= LONGEST_INDENT; i++) gap += ' ';
  return gap;
}

/** @param {any} replacer @returns {string[] | undefined} names, each once */
function namesIn(replacer) {
  if (!isArray(replacer)) return undefined;
  /** @type {Set<string>} */
  const known = new KeptSet();
  const names = [];
  for (let i = 0; i < replacer.length; i++) {
    const name = `${replacer[i]}`;
    if (!known.has(name)) names[names.length] = name;
    known.add(name);
  }
  return names;
}

/** @param {any} replacer whether it is a list of names */
function isList(replacer) {
  if (!isArray(replacer)) return false;
  for (let i = 0; i < replacer.length; i++) {
    if (typeof replacer[i] !== 'number' && typeof replacer[i] !== 'string') return false;
  }
  return true;
}

/** @param {any} replacer @param {any} space */
function checkForm(replacer, space) {
  if (!replacer) return;
  if (!isFunction(replacer) && !isList(replacer)) {
    throw parameterError(`The type of ${replacer} must be a method or array`);
  }
  if (space === null || (space && typeof space !== 'string' && typeof space !== 'number')) {
    throw parameterError(`The type of ${space} must be a string or number`);
  }
}

/**
 * @param {any} value
 * @param {any} [replacer]
 * @param {any} [space]
 */
function stringify(value, replacer, space) {
  if (value === undefined) throw parameterError('The type of undefined must be Object');
  if (value === null) throw parameterError('The type of null is null');
  const { hasBigInt, hasCycle } = new Contents().look(value);
  if (hasCycle) throw parameterError('The object circular Reference');
  checkForm(replacer, space);
  try {
    // With a function it is the language's own, which knows no BigInt.
    if (!hasBigInt || isFunction(replacer)) return textOf(value, replacer, space);
    return new Writer(namesIn(replacer), gapOf(space)).member({ '': value }, '', '');
  } catch (error) {
    const { message, name } = /** @type {any} */ (error ?? {});
    throw languageError(PARAMETER_ERROR, `${message}, e.name: ${name}`);
  }
}

/** @param {any} value @param {any} key */
function checkMember(value, key) {
  if (!isObject(value)) throw parameterError(`The type of ${value} must be object`);
  if (isArray(value)) throw parameterError(`The type of ${value} must be json object`);
  if (typeof key !== 'string' || key === '') throw parameterError(`The type of ${key} must be string and not empty`);
}

/** @param {any} value @param {any} key */
function has(value, key) {
  checkMember(value, key);
  return hasOwn(value, key);
}

/** @param {any} value @param {any} key */
function remove(value, key) {
  checkMember(value, key);
  if (hasOwn(value, key)) delete value[key];
}

export default { BigIntMode, parse, stringify, has, remove };
