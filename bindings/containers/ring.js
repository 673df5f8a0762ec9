/** A row of values that grows and shrinks at both ends in constant time: a ring of slots. */
import { apply, arraySlice, splice } from 'ohosrun:kit/intrinsics.js';
import { checkCallback, checkRange, isSame, iteratorByIndex } from 'ohosrun:bindings/containers/shared.js';

const FIRST_CAPACITY = 8;

export class Ring {
  /** Slots, a power of two of them; what is not in use is undefined. @type {any[]} */
  #slots = [];
  #head = 0;
  length = 0;

  /** @param {any[]} [values] which become its own */
  constructor(values = []) {
    this.#reset(values);
  }

  /** @param {any[]} values */
  #reset(values) {
    this.length = values.length;
    let capacity = FIRST_CAPACITY;
    while (capacity < values.length) capacity *= 2;
    // Filled one by one, so that the engine keeps it as a plain row.
    while (values.length < capacity) values[values.length] = undefined;
    this.#slots = values;
    this.#head = 0;
  }

  #grow() {
    if (this.length === this.#slots.length) {
      const values = this.toArray();
      values[values.length] = undefined;
      this.#reset(values);
      this.length--;
    }
  }

  /** @param {any} value */
  push(value) {
    this.#grow();
    this.#slots[(this.#head + this.length++) & (this.#slots.length - 1)] = value;
  }

  /** @param {any} value */
  unshift(value) {
    this.#grow();
    this.#head = (this.#head - 1) & (this.#slots.length - 1);
    this.#slots[this.#head] = value;
    this.length++;
  }

  /** @returns {any} the last, which goes; undefined where there is none */
  pop() {
    if (this.length === 0) return undefined;
    const place = (this.#head + --this.length) & (this.#slots.length - 1);
    const value = this.#slots[place];
    this.#slots[place] = undefined;
    return value;
  }

  /** @returns {any} the first, which goes; undefined where there is none */
  shift() {
    if (this.length === 0) return undefined;
    const value = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#slots.length - 1);
    this.length--;
    return value;
  }

  /** @param {number} index @returns {any} undefined outside */
  at(index) {
    if (index < 0 || index >= this.length) return undefined;
    return this.#slots[(this.#head + index) & (this.#slots.length - 1)];
  }

  /** @param {number} index one that is there @param {any} value */
  set(index, value) {
    this.#slots[(this.#head + index) & (this.#slots.length - 1)] = value;
  }

  /** What stands for `container[index]`. @param {number} index @returns {any} */
  read(index) {
    checkRange(index, this.length - 1);
    return this.at(index);
  }

  /** @param {number} index @param {any} value */
  write(index, value) {
    checkRange(index, this.length - 1);
    this.set(index, value);
  }

  /** @param {Function} callback @param {any} self its `this` @param {object} container which it is told of */
  forEach(callback, self, container) {
    checkCallback(callback);
    for (let i = 0; i < this.length; i++) apply(callback, self, [this.at(i), i, container]);
  }

  iterator() {
    return iteratorByIndex(() => this.length, (/** @type {number} */ index) => this.at(index));
  }

  /** @param {number} index up to the length @param {any} value */
  insert(index, value) {
    if (index === this.length) this.push(value);
    else if (index === 0) this.unshift(value);
    else {
      const values = this.toArray();
      splice(values, index, 0, value);
      this.#reset(values);
    }
  }

  /** @param {number} index one that is there @returns {any} what was there */
  remove(index) {
    if (index === 0) return this.shift();
    if (index === this.length - 1) return this.pop();
    const values = this.toArray();
    const value = splice(values, index, 1)[0];
    this.#reset(values);
    return value;
  }

  /** @param {any} value @returns {number} -1 for nowhere; by SameValue */
  indexOf(value) {
    for (let i = 0; i < this.length; i++) if (isSame(this.at(i), value)) return i;
    return -1;
  }

  /** @param {any} value @returns {number} */
  lastIndexOf(value) {
    for (let i = this.length - 1; i >= 0; i--) if (isSame(this.at(i), value)) return i;
    return -1;
  }

  clear() {
    this.#reset([]);
  }

  /** @returns {any[]} a copy, in order */
  toArray() {
    const slots = this.#slots;
    const end = this.#head + this.length;
    const values = arraySlice(slots, this.#head, end);
    for (let i = slots.length; i < end; i++) values[values.length] = slots[i - slots.length];
    return values;
  }
}
