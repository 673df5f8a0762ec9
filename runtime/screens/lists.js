/**
 * ForEach, LazyForEach and Repeat: the same nodes for each item of a list.
 */
import { mark } from 'ohosrun:screens/changes.js';
import { rawOf } from 'ohosrun:screens/observed.js';
import { delay, forEach, isBuilding, scoped } from 'ohosrun:screens/tree.js';
import { asPartOf, currentInstance } from 'ohosrun:screens/structs.js';
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

/** @type {Set<string>} */
const told = new Set();
/** @param {string} key of two items; a device shows the first one only */
const tellSame = (key) => {
  if (told.has(key)) return;
  told.add(key);
  ops.same(key, new Error().stack ?? '');
};

export const ForEach = (/** @type {unknown} */ list, /** @type {Function} */ generate, /** @type {Function} */ keyOf) => {
  if (isBuilding()) forEach(list, generate, keyOf, tellSame);
};

/** @type {WeakSet<object>} sources that tell of their changes already */
const listenedTo = new WeakSet();
// On a device as many are made as can be seen.
const LAZY_LIMIT = 1000;

const changed = () => { mark('LazyForEach'); };
const listener = {
  onDataReloaded: changed, onDataAdd: changed, onDataAdded: changed, onDataMove: changed, onDataMoved: changed,
  onDataDelete: changed, onDataDeleted: changed, onDataChange: changed, onDataChanged: changed, onDatasetChange: changed,
};

export const LazyForEach = (/** @type {any} */ source, /** @type {Function} */ generate, /** @type {Function} */ keyOf) => {
  if (!isBuilding() || typeof source?.totalCount !== 'function') return;
  const key = /** @type {object} */ (rawOf(source));
  if (!listenedTo.has(key)) {
    listenedTo.add(key);
    source.registerDataChangeListener?.(listener);
  }
  const size = Math.min(Number(source.totalCount()) || 0, LAZY_LIMIT);
  for (let i = 0; i < size; i++) {
    const item = source.getData(i);
    scoped(typeof keyOf === 'function' ? String(keyOf(item, i)) : String(i), () => generate(item, i));
  }
};

export const Repeat = (/** @type {unknown} */ list) => {
  /** @type {Function | undefined} */
  let each;
  /** @type {Function | undefined} */
  let keyOf;
  /** @type {Function | undefined} */
  let templateOf;
  /** @type {Map<string, Function>} */
  const templates = new Map();
  const generate = (/** @type {unknown} */ item, /** @type {number} */ index) => {
    const make = templates.get(templateOf?.(item, index)) ?? each;
    make?.({ item, index });
  };
  const instance = currentInstance();
  if (isBuilding()) delay(() => asPartOf(instance, () => forEach(list, generate, keyOf ?? defaultKey)));
  /** @type {any} */
  const chain = new Proxy({}, {
    get: (_target, name) => (/** @type {any} */ first, /** @type {any} */ second) => {
      if (name === 'each') each = first;
      else if (name === 'key') keyOf = first;
      else if (name === 'templateId') templateOf = first;
      else if (name === 'template') templates.set(first, second);
      return chain;
    },
  });
  return chain;
};

const defaultKey = (/** @type {unknown} */ _item, /** @type {number} */ index) => String(index);
