/**
 * The states of structs and storages: a value that tells who follows it when it changes.
 */
import { mark, remember } from 'ohosrun:screens/changes.js';
import { Opaque, observed, rawOf, subscribe, unsubscribe } from 'ohosrun:screens/observed.js';

/** One state. Assigning what it holds already changes nothing. */
export class Cell extends Opaque {
  /**
   * @param {string} name
   * @param {unknown} value
   * @param {boolean} [onlyBuiltIn] whether only arrays, maps, sets and dates are looked into, as @Local does
   */
  constructor(name, value, onlyBuiltIn = false) {
    super();
    this.name = name;
    this.onlyBuiltIn = onlyBuiltIn;
    /** @type {((name: string) => void)[]} */
    this.watchers = [];
    /** @type {Set<Cell>} */
    this.dependents = new Set();
    this.value = value;
    subscribe(value, this);
  }

  /** The value, without its being remembered as read. */
  peek() { return observed(this.value, this.onlyBuiltIn); }

  get() {
    remember(this);
    return this.peek();
  }

  /** @param {unknown} value */
  set(value) {
    if (this.replace(value)) this.notify();
  }

  /**
   * Takes a value over from above while what is below is built anyway: watchers hear of it, and nothing more is to do.
   * @param {unknown} value
   */
  adopt(value) {
    if (this.replace(value)) this.tell();
  }

  /** @param {unknown} value @returns {boolean} whether it is another one */
  replace(value) {
    if (rawOf(value) === rawOf(this.value) || (value !== value && this.value !== this.value)) return false;
    unsubscribe(this.value, this);
    this.value = value;
    subscribe(value, this);
    return true;
  }

  /** The value, or something in it, has changed. */
  notify() {
    mark(this.name);
    this.tell();
  }

  tell() {
    for (const watcher of this.watchers) watcher(this.name);
    for (const dependent of [...this.dependents]) dependent.sourceChanged();
  }

  sourceChanged() { this.tell(); }

  /** It is gone: whom it follows is told nothing any more. */
  close() { unsubscribe(this.value, this); }
}

/** A state that is another one: @Link, @Consume, @StorageLink. */
export class LinkCell extends Cell {
  /** @param {string} name @param {Cell} source */
  constructor(name, source) {
    super(name, undefined);
    this.source = source;
    source.dependents.add(this);
  }

  peek() { return this.source.peek(); }
  /** @param {unknown} value */
  set(value) { this.source.set(value); }

  /** @param {Cell} source */
  follow(source) {
    if (source === this.source) return;
    this.source.dependents.delete(this);
    this.source = source;
    source.dependents.add(this);
  }

  close() { this.source.dependents.delete(this); }
}

/** A state that takes over what another one becomes, and keeps what it becomes to itself: @StorageProp. */
export class FollowingCell extends Cell {
  /** @param {string} name @param {Cell} source */
  constructor(name, source) {
    super(name, source.peek());
    this.source = source;
    source.dependents.add(this);
  }

  sourceChanged() {
    const value = this.source.peek();
    if (value === this.value) this.tell(); else this.set(value);
  }

  close() {
    super.close();
    this.source.dependents.delete(this);
  }
}

/** What `$a` stands for: the state itself and not its value. */
export class Link extends Opaque {
  /** @param {Cell} cell */
  constructor(cell) {
    super();
    this.cell = cell;
  }
}

/** What `$$this.a` and `this.a!!` stand for: a value that a component may also change. */
export class TwoWay extends Opaque {
  /** @param {() => unknown} get @param {(value: unknown) => void} set */
  constructor(get, set) {
    super();
    this.get = get;
    this.set = set;
  }

  get value() { return this.get(); }
}

/** @param {unknown} value @returns {any} what a component shows of a value that it may change */
export const shownValue = (value) => {
  if (value instanceof TwoWay) return value.get();
  return value instanceof Link ? value.cell.peek() : value;
};
