/**
 * URLParams, and URLSearchParams, which is the same of before API 9 and checks less. What is read from a text is kept
 * decoded, except where that would change what it means; what append() and set() are given is kept encoded; what is read
 * is decoded. So a name with other characters than those of ASCII is not found again after append(), as on a device.
 */
import { languageError, PARAMETER_ERROR } from 'ohosrun:kit/errors.js';
import {
  apply, defineProperty, indexOf, isArray, isFunction, isObject, KeptMap, NativeString, push, slice, splice, split,
  valuesOf,
} from 'ohosrun:kit/intrinsics.js';
import { builtins } from 'ohosrun:bridge/url';
import { decode, encodePart, replaced } from 'ohosrun:kit/percent.js';

const { Reflect: { getOwnPropertyDescriptor, ownKeys }, Symbol: { iterator } } = builtins;

/** Escapes that stay, since without them the text would say something else. */
const MEANING = { __proto__: /** @type {any} */ (null), '%26': true, '%3D': true, '%25': true, '%2B': true };
/** What a form encodes beside encodeURIComponent(). */
const ALSO_ENCODED = {
  __proto__: /** @type {any} */ (null), '!': '%21', "'": '%27', '(': '%28', ')': '%29', '~': '%7E',
};

/** @param {unknown} value */
export function requireString(value) {
  if (typeof value !== 'string') throw wrongType(value, 'string');
}

/** @param {unknown} value @param {string} type what it must be */
export const wrongType = (value, type) => (
  languageError(PARAMETER_ERROR, `Parameter error.The type of ${shown(value)} must be ${type}`)
);

/** A value as messages have it. @param {any} value */
function shown(value) {
  return typeof value === 'symbol' ? `${NativeString(value)}` : `${value}`;
}

/** @param {string} text */
function encodeForForm(text) {
  const encoded = encodePart(text);
  let result = '';
  for (let i = 0; i < encoded.length; i++) result += ALSO_ENCODED[encoded[i]] ?? encoded[i];
  return result;
}

/** @param {string} text @param {string} from @param {string} to */
function swapped(text, from, to) {
  const parts = split(text, from);
  let result = parts[0];
  for (let i = 1; i < parts.length; i++) result += to + parts[i];
  return result;
}

/** What append() and set() keep: spaces that follow each other are one plus. @param {string} text */
function stored(text) {
  const parts = split(encodeForForm(text), '%20');
  let result = parts[0];
  for (let i = 1; i < parts.length; i++) result += (i > 1 && parts[i - 1] === '' ? '' : '+') + parts[i];
  return result;
}

/** What toString() makes of what was read from a text. @param {string} text @param {boolean} isValue */
function written(text, isValue) {
  const spaced = swapped(swapped(encodeForForm(text), '%20', '+'), '%2B', '+');
  // What is an escape in the text itself is the last to become one again.
  return swapped(isValue ? spaced : swapped(spaced, '%3D', '='), '%25', '%');
}

/** What a reader gets. @param {string} text */
const read = (text) => decode(replaced(text, '+', ' '));

/** @param {string} text a query @returns {string[]} names and values in turn */
function pairsOfText(text) {
  /** @type {string[]} */
  const pairs = [];
  const query = decode(text[0] === '?' ? slice(text, 1) : text, MEANING);
  if (query === '') return pairs;
  const parts = split(query, '&');
  if (parts[parts.length - 1] === '') parts.length -= 1;
  for (let i = 0; i < parts.length; i++) {
    const sides = split(parts[i], '=');
    push(pairs, sides[0], slice(parts[i], sides[0].length + 1));
  }
  return pairs;
}

/** @param {any} input @param {boolean} strict @returns {string[]} */
function pairsOfIterable(input, strict) {
  /** @type {string[]} */
  const pairs = [];
  for (const pair of input) {
    if (strict && (!(isObject(pair) || isFunction(pair)) || !isFunction(pair[iterator]))) throw notPairs(input);
    const [...sides] = pair;
    if (strict && sides.length !== 2) throw notPairs(input);
    push(pairs, sides[0], sides[1]);
  }
  // One that is no text makes a device keep none of them.
  for (let i = 0; i < pairs.length; i++) if (typeof pairs[i] !== 'string') return [];
  return pairs;
}

/** @param {any} input */
const notPairs = (input) => wrongType(input, 'string[][]');

/** @param {any} input @returns {string[]} */
function pairsOfRecord(input) {
  /** @type {string[]} */
  const pairs = [];
  const names = ownKeys(input);
  for (let i = 0; i < names.length; i++) {
    const own = getOwnPropertyDescriptor(input, names[i]);
    if (own?.enumerable) push(pairs, names[i].toString(), `${input[names[i]].toString()}`);
  }
  return pairs;
}

/** @param {any} input @param {boolean} strict @returns {string[]} */
function pairsOf(input, strict) {
  if (input === null || input === undefined || input === '') return [];
  if (isObject(input) || isFunction(input)) {
    return isFunction(input[iterator]) ? pairsOfIterable(input, strict) : pairsOfRecord(input);
  }
  requireString(input);
  return pairsOfText(input);
}

const noop = () => {};

/** What a URL does when its parameters have changed. @typedef {(query: string) => void} OnChange */

/** @param {string} name @param {boolean} strict whether every argument is checked, as URLParams does */
function makeClass(name, strict) {
  const check = strict ? requireString : (/** @type {unknown} */ _value) => {};

  /** @type {{ type: any, replace: (self: any, query: string) => void, watch: (self: any, onChange: OnChange) => void }} */
  const made = { type: undefined, replace: noop, watch: noop };

  class Parameters {
    /** Names and values in turn. @type {string[]} */
    #list;

    /** The values that are kept decoded, by name. @type {any} */
    #decoded;

    /** @type {OnChange | undefined} */
    #onChange;

    /** @param {any} [init] */
    constructor(init) {
      this.#list = pairsOf(init, strict);
      this.#decoded = Parameters.#byName(this.#list);
    }

    /** @param {Parameters} self @param {string} query */
    static #replace(self, query) {
      self.#list = pairsOf(query, strict);
      self.#decoded = Parameters.#byName(self.#list);
    }

    /** Not for scripts, which never see a class while it is made. */
    static {
      made.replace = (self, query) => Parameters.#replace(self, query);
      made.watch = (self, onChange) => { self.#onChange = onChange; };
    }

    /** @param {string[]} list */
    static #byName(list) {
      const found = new KeptMap();
      for (let i = 0; i < list.length; i += 2) {
        const values = found.get(list[i]) ?? [];
        push(values, list[i + 1]);
        found.set(list[i], values);
      }
      return found;
    }

    /** @param {string} name @param {string} value */
    append(name, value) {
      requireString(name);
      requireString(value);
      push(this.#list, stored(name), stored(value));
      this.#onChange?.(this.toString());
    }

    /** @param {string} name */
    delete(name) {
      check(name);
      const list = this.#list;
      for (let i = list.length - 2; i >= 0; i -= 2) if (list[i] === name) splice(list, i, 2);
      this.#decoded.delete(name);
      this.#onChange?.(this.toString());
    }

    /** @param {string} name @returns {string[]} */
    getAll(name) {
      check(name);
      const found = [];
      for (let i = 0; i < this.#list.length; i += 2) if (this.#list[i] === name) push(found, read(this.#list[i + 1]));
      return found;
    }

    /** @param {string} name @returns {string | undefined} */
    get(name) {
      check(name);
      for (let i = 0; i < this.#list.length; i += 2) if (this.#list[i] === name) return read(this.#list[i + 1]);
      return undefined;
    }

    /** @param {string} name */
    has(name) {
      requireString(name);
      for (let i = 0; i < this.#list.length; i += 2) if (this.#list[i] === name) return true;
      return false;
    }

    /** @param {string} name @param {string} value */
    set(name, value) {
      requireString(name);
      requireString(value);
      const list = this.#list;
      const key = stored(name);
      let isFirst = true;
      for (let i = 0; i < list.length; i += 2) {
        if (list[i] !== key) continue;
        if (isFirst) {
          list[i + 1] = stored(value);
          isFirst = false;
        } else {
          splice(list, i, 2);
          i -= 2;
        }
      }
      if (isFirst) push(list, key, stored(value));
      this.#decoded.delete(key);
      this.#onChange?.(this.toString());
    }

    sort() {
      const list = this.#list;
      // As there: equal names may change places.
      for (let i = 0; i < list.length - 2; i += 2) {
        for (let j = i + 2; j < list.length; j += 2) {
          if (list[i] <= list[j]) continue;
          const name = list[i];
          const value = list[i + 1];
          list[i] = list[j];
          list[i + 1] = list[j + 1];
          list[j] = name;
          list[j + 1] = value;
        }
      }
      this.#onChange?.(this.toString());
    }

    keys() {
      const found = [];
      for (let i = 0; i < this.#list.length; i += 2) push(found, read(this.#list[i]));
      return found;
    }

    values() {
      const found = [];
      for (let i = 0; i < this.#list.length; i += 2) push(found, read(this.#list[i + 1]));
      return found;
    }

    entries() {
      const found = [];
      for (let i = 0; i < this.#list.length; i += 2) push(found, [read(this.#list[i]), read(this.#list[i + 1])]);
      return found;
    }

    /** @param {Function} callback @param {any} [thisArg] */
    forEach(callback, thisArg) {
      if (strict && !isFunction(callback)) throw wrongType(callback, 'function');
      for (let i = 0; i < this.#list.length; i += 2) {
        apply(callback, thisArg ?? this, [read(this.#list[i + 1]), read(this.#list[i]), this]);
      }
    }

    [iterator]() { return valuesOf(this.entries()); }

    toString() {
      let result = '';
      for (let i = 0; i < this.#list.length; i += 2) {
        const name = this.#list[i];
        const value = this.#list[i + 1];
        const values = this.#decoded.get(name);
        const isDecoded = isArray(values) && indexOf(values, value) >= 0;
        const pair = isDecoded ? `${written(name, false)}=${written(value, true)}` : `${name}=${value}`;
        result += i === 0 ? pair : `&${pair}`;
      }
      return result;
    }
  }
  defineProperty(Parameters, 'name', { __proto__: null, value: name, configurable: true });
  made.type = Parameters;
  return made;
}

export const params = makeClass('URLParams', true);
export const searchParams = makeClass('URLSearchParams', false);
