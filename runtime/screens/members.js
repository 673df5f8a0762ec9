/**
 * The members of a struct that have decorators: what state each is, and what it takes over from the parent.
 */
import { Cell, FollowingCell, Link, LinkCell, TwoWay } from 'ohosrun:screens/cells.js';
import { readFrom } from 'ohosrun:screens/changes.js';
import { alike, copied, rawOf, versionOf } from 'ohosrun:screens/observed.js';
import { appStorage, LocalStorage } from 'ohosrun:screens/storage.js';

/** @typedef {import('./structs.js').Instance} Instance */

/** @param {unknown} value a parameter as it was handed over */
export const plain = (value) => {
  if (value instanceof Link) return value.cell.peek();
  return value instanceof TwoWay ? value.get() : value;
};

/** @param {Instance} instance @param {string} name @param {Map<string, unknown[]>} decorators @param {any} params */
export const makeMember = (instance, name, decorators, params) => {
  const { self } = instance;
  const value = params[name];
  if (decorators.has('BuilderParam') || decorators.has('Event')) {
    if (value !== undefined) self[name] = plain(value);
    return;
  }
  const cell = makeCell(instance, name, decorators, value);
  if (cell === undefined) {
    // No state: @Require of a plain member only says that it has to be given.
    if (decorators.has('Require') && value !== undefined) self[name] = plain(value);
    return;
  }
  instance.cells.set(name, cell);
  for (const method of decorators.get('Watch') ?? []) {
    cell.watchers.push((changed) => { if (!instance.isOver) self[/** @type {string} */ (method)]?.(name ?? changed); });
  }
  Object.defineProperty(self, name, {
    get: () => cell.get(),
    set: (assigned) => { cell.set(assigned); },
    enumerable: true,
    configurable: true,
  });
};

/** @type {(instance: Instance, name: string, decorators: Map<string, unknown[]>, value: unknown) => Cell | undefined} */
const makeCell = (instance, name, decorators, value) => {
  const initial = instance.self[name];
  const own = value === undefined ? initial : plain(value);
  for (const [decorator, args] of decorators) {
    const key = typeof args[0] === 'string' ? args[0] : name;
    switch (decorator) {
      case 'State': return new Cell(name, own);
      case 'Local': return new Cell(name, initial, true);
      case 'Prop': case 'PropRef':
        follow(instance, name, value);
        return new Cell(name, copied(own));
      case 'Param':
        follow(instance, name, value);
        return new Cell(name, own, true);
      case 'ObjectLink':
        follow(instance, name, value);
        return new Cell(name, own);
      case 'Link': return linkCell(name, value, own);
      case 'Provide': return provide(instance, name, args, new Cell(name, own));
      case 'Provider': return provide(instance, name, args, new Cell(name, initial, true));
      case 'Consume': return consume(instance, name, key, initial ?? (instance.parent === null ? own : undefined));
      case 'Consumer': return consumer(instance, name, key, initial);
      case 'StorageLink': return new LinkCell(name, appStorage.cell(key, initial));
      case 'StorageProp': case 'StoragePropRef': return new FollowingCell(name, appStorage.cell(key, initial));
      case 'LocalStorageLink': return new LinkCell(name, storageOf(instance).cell(key, initial));
      case 'LocalStorageProp': case 'LocalStoragePropRef':
        return new FollowingCell(name, storageOf(instance).cell(key, initial));
      default:
    }
  }
  return undefined;
};

/** @param {Instance} instance */
const storageOf = (instance) => {
  instance.storage ??= new LocalStorage();
  return instance.storage;
};

/** @param {string} name @param {unknown} value @param {unknown} own */
const linkCell = (name, value, own) => {
  if (value instanceof Link) return new LinkCell(name, value.cell);
  if (value instanceof TwoWay) return new TwoWayCell(name, value);
  const source = value === undefined ? undefined : readFrom(name, value);
  return source ? new LinkCell(name, source) : new Cell(name, own);
};

/** A @Link or @Param whose parent handed over `this.a!!`. */
class TwoWayCell extends Cell {
  /** @param {string} name @param {TwoWay} two */
  constructor(name, two) {
    super(name, undefined);
    this.two = two;
  }

  peek() { return this.two.get(); }
  /** @param {unknown} value */
  set(value) {
    this.two.set(value);
    this.tell();
  }
}

/** @type {(instance: Instance, name: string, args: any[], cell: Cell) => Cell} */
const provide = (instance, name, args, cell) => {
  const [first] = args;
  const alias = typeof first === 'string' ? first : first?.allowOverride;
  instance.provided.set(alias ?? name, cell);
  if (typeof first === 'string') instance.provided.set(name, cell);
  return cell;
};

/** @type {(instance: Instance, name: string, key: string, initial: unknown) => Cell} */
const consume = (instance, name, key, initial) => {
  const source = instance.provider(key);
  if (source) return new LinkCell(name, source);
  // A struct that is opened by itself has no ancestors.
  if (initial !== undefined || (instance.parent === null && !instance.description.isEntry)) return new Cell(name, initial);
  throw new ReferenceError(`@Consume '${name}' of ${instance.description.name}: no ancestor has @Provide('${key}')`);
};

/** @type {(instance: Instance, name: string, key: string, initial: unknown) => Cell} */
const consumer = (instance, name, key, initial) => {
  const source = instance.provider(key);
  return source ? new LinkCell(name, source) : new Cell(name, initial, true);
};

/** Remembers what the parent gave, so that only what it gives anew is taken over. @type {(...args: any[]) => void} */
const follow = (instance, name, value) => {
  const now = plain(value);
  instance.last.set(name, { value: rawOf(now), version: versionOf(now) });
};

/** What a parent gives again, when it is built again. @param {Instance} instance @param {Record<string, any>} params */
export const update = (instance, params) => {
  for (const [name, decorators] of instance.description.members) {
    const value = params[name];
    const cell = instance.cells.get(name);
    if (cell instanceof LinkCell && value instanceof Link) cell.follow(value.cell);
    else if (cell instanceof TwoWayCell && value instanceof TwoWay) cell.two = value;
    else if (decorators.has('Event') && value !== undefined) instance.self[name] = plain(value);
    else if (decorators.has('BuilderParam') && value !== undefined) instance.self[name] = value;
    else if (instance.last.has(name) && value !== undefined && !decorators.has('Once')) {
      take(instance, name, cell, plain(value), decorators.has('Prop') || decorators.has('PropRef'));
    }
  }
};

/** @type {(instance: Instance, name: string, cell: Cell | undefined, value: unknown, isCopy: boolean) => void} */
const take = (instance, name, cell, value, isCopy) => {
  const last = instance.last.get(name);
  const now = { value: rawOf(value), version: versionOf(value) };
  if (last && Object.is(last.value, now.value) && last.version === now.version) return;
  instance.last.set(name, now);
  // `Child({ list: [1, 2] })` is another array in each build and hands over nothing new.
  if (last && alike(last.value, now.value)) return;
  cell?.adopt(isCopy ? copied(value) : value);
};

