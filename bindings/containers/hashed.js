/**
 * Keys and values that are found by hash and given out in the order that a device gives them out: that of its hashes.
 * The engine's own map finds them; the order is made when somebody asks for it.
 *
 * Hashes are those of the Ark runtime: of text the sum over its units by powers of 31, of a whole number MurmurHash3 of
 * its tagged value in a HashMap and the number itself in a LightWeightMap. Objects have random ones there, and so has
 * whatever else: here they are numbered as they come.
 */
import { builtins } from 'ohosrun:bridge/containers';
import { codeAt, KeptMap } from 'ohosrun:kit/intrinsics.js';
import { sort } from 'ohosrun:bindings/containers/shared.js';

const { imul } = builtins.Math;

/** @typedef {{ key: any, value: any, hash: number | undefined }} Entry */

const FIRST_CAPACITY = 16;
const LOAD_FACTOR = 0.75;

let lastNumber = 0;

/** @param {string} text @returns {number} 32 bits */
function hashOfText(text) {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (imul(hash, 31) + codeAt(text, i)) | 0;
  return hash;
}

/** @param {number} hash @param {number} word */
function mixed(hash, word) {
  let part = imul(word, 0xcc9e2d51);
  part = imul((part << 15) | (part >>> 17), 0x1b873593);
  hash ^= part;
  return (imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
}

/** MurmurHash3 (32 bits) of the eight bytes that a whole number is kept in there. @param {number} number */
function hashOfInteger(number) {
  let hash = mixed(mixed(0x12345678, number), 0xffff0000) ^ 8;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** @param {any} key @param {(number: number) => number} ofInteger */
function hashOf(key, ofInteger) {
  if (typeof key === 'string') return hashOfText(key);
  if (typeof key === 'number' && (key | 0) === key) return ofInteger(key);
  return ++lastNumber;
}

/** @param {Entry[]} entries @param {number} capacity @returns {Entry[]} as a table of so many buckets has them */
function byBucket(entries, capacity) {
  // The number of the first entry of each bucket, and of the next one behind an entry; -1 for none.
  const first = [];
  const next = [];
  for (let i = 0; i < capacity; i++) first[i] = -1;
  for (let i = 0; i < entries.length; i++) next[i] = -1;
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i];
    const bucket = (entry.hash ??= hashOf(entry.key, hashOfInteger)) & (capacity - 1);
    next[i] = first[bucket];
    first[bucket] = i;
  }
  /** @type {Entry[]} */
  const ordered = [];
  for (let i = 0; i < capacity; i++) {
    for (let at = first[i]; at >= 0; at = next[at]) ordered[ordered.length] = entries[at];
  }
  return ordered;
}

class Hashed {
  /** @type {Map<any, Entry>} */
  #entries = new KeptMap();
  /** @type {Entry[] | null} */
  #ordered = null;

  get size() { return this.#entries.size; }

  /** @param {any} key @returns {Entry | undefined} */
  find(key) { return this.#entries.get(key); }

  /** @param {any} key @param {any} value @returns {boolean} whether the key is new */
  set(key, value) {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      entry.value = value;
      return false;
    }
    this.#entries.set(key, { key, value, hash: undefined });
    this.#ordered = null;
    return true;
  }

  /** @param {any} key @returns {Entry | undefined} what was there */
  remove(key) {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#ordered = null;
    }
    return entry;
  }

  clear() {
    this.#entries.clear();
    this.#ordered = null;
  }

  /** @returns {Entry[]} */
  ordered() {
    if (this.#ordered === null) {
      /** @type {Entry[]} */
      const entries = [];
      this.#entries.forEach((entry) => { entries[entries.length] = entry; });
      this.#ordered = this.arrange(entries);
    }
    return this.#ordered;
  }

  /** @param {Entry[]} entries as they came @returns {Entry[]} */
  arrange(entries) { return entries; }
}

/** As HashMap and HashSet have them: by bucket, and in a bucket as they came. */
export class Buckets extends Hashed {
  #capacity = FIRST_CAPACITY;

  /** @param {any} key @param {any} value */
  set(key, value) {
    const isNew = super.set(key, value);
    if (this.size > this.#capacity * LOAD_FACTOR) this.#capacity *= 2;
    return isNew;
  }

  /** @param {Entry[]} entries */
  arrange(entries) { return byBucket(entries, this.#capacity); }
}

/** As LightWeightMap and LightWeightSet have them: by hash. */
export class Sorted extends Hashed {
  #isUnsigned;

  /** @param {boolean} isUnsigned whether hashes count from 0, which puts negative numbers last */
  constructor(isUnsigned) {
    super();
    this.#isUnsigned = isUnsigned;
  }

  /** @param {any} key */
  #hashOf(key) {
    const hash = hashOf(key, (number) => number);
    return this.#isUnsigned ? hash >>> 0 : hash;
  }

  /** @param {Entry[]} entries */
  arrange(entries) {
    for (let i = 0; i < entries.length; i++) entries[i].hash ??= this.#hashOf(entries[i].key);
    return sort(entries, (/** @type {any} */ one, /** @type {any} */ other) => one.hash - other.hash);
  }

  /** Where the key is; where it is not, -1 for before the first, -2 for behind it … @param {any} key @returns {number} */
  indexOf(key) {
    const entry = this.find(key);
    const entries = this.ordered();
    const hash = entry?.hash ?? this.#hashOf(key);
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {number} */ (entries[middle].hash) < hash) low = middle + 1; else high = middle;
    }
    if (entry === undefined) return -(low + 1);
    while (entries[low] !== entry) low++;
    return low;
  }

  /** @param {number} index one that is there @returns {Entry} */
  at(index) { return this.ordered()[index]; }
}
