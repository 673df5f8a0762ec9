/** MockKit and when: functions of objects replaced by stubs. 1.7 of the behaviour tables; where versions differ, 1.0.21. */
import {
  NativeError, NativeMap, append, apply, callSite, getOwnPropertyNames, getPrototypeOf, hasOwn, isFunction, isObject, keys,
} from 'ohosrun:bindings/hypium/intrinsics.js';
import { sameArgument } from 'ohosrun:bindings/hypium/arguments.js';
import { fail, now } from 'ohosrun:bindings/hypium/assertions.js';
import { note } from 'ohosrun:bindings/hypium/notes.js';

/** @typedef {{ args: unknown[], answer: ((self: unknown, args: unknown[]) => unknown) | null }} Stub */

/** @typedef {object} Mocked
 * @property {object} target
 * @property {string} name
 * @property {unknown} original
 * @property {boolean} isOwn whether the target had it itself
 * @property {Stub[]} stubs
 * @property {MockKit} kit
 * @property {Function} fn
 */

/** Every mock that there is, by its function. @type {WeakMap<Function, Mocked>} */
const mocks = new WeakMap();
const findMock = mocks.get.bind(mocks);

/**
 * The name of a function of `target`, itself or inherited.
 * @param {any} target
 * @param {unknown} fn
 */
const nameOf = (target, fn) => {
  for (let holder = target; holder !== null && holder !== undefined; holder = getPrototypeOf(holder)) {
    const names = getOwnPropertyNames(holder);
    for (let i = 0; i < names.length; i++) {
      if (names[i] !== 'constructor' && readQuietly(target, names[i]) === fn) return names[i];
    }
  }
  return '';
};

/** @type {(target: any, name: string) => unknown} */
const readQuietly = (target, name) => {
  try {
    return target[name];
  } catch {
    return undefined;
  }
};

/** @type {(given: unknown[], wanted: unknown[]) => boolean} */
const sameArguments = (given, wanted) => {
  // A stub without arguments is also for a first argument that is undefined.
  if (wanted.length === 0 && given.length === 1 && given[0] === undefined) return true;
  if (given.length !== wanted.length) return false;
  for (let i = 0; i < given.length; i++) if (!sameArgument(given[i], wanted[i])) return false;
  return true;
};

export class MockKit {
  constructor() {
    /** @type {Mocked[]} */
    this.mocked = [];
    /** @type {Map<string, unknown[][]>} */
    this.calls = new NativeMap();
    this.isDestroyed = false;
  }

  /**
   * @param {any} target
   * @param {any} fn
   */
  mockFunc(target, fn) {
    if (!isFunction(fn)) throw new NativeError('not a function');
    const known = findMock(fn);
    if (known !== undefined && known.target === target && known.kit === this) return fn;
    return this.replace(target, nameOf(target, fn) || fn.name, fn);
  }

  /**
   * @param {any} target
   * @param {string} name
   */
  mockPrivateFunc(target, name) {
    if (!isFunction(target[name])) throw new NativeError(`${name} is not a function of the object`);
    return this.replace(target, name, target[name]);
  }

  /**
   * @param {any} target
   * @param {string} name
   * @param {unknown} value
   */
  mockProperty(target, name, value) {
    if (!(name in target)) throw new NativeError(`${name} is not a property of the object`);
    const mocked = { target, name, original: target[name], isOwn: hasOwn(target, name), stubs: [], kit: this, fn: () => {} };
    append(this.mocked, mocked);
    target[name] = value;
  }

  /** A new object with the functions that `original` has itself, all of them mocked. @param {any} original */
  mockObject(original) {
    if (!isObject(original)) throw new NativeError('this mock object is not an object');
    /** @type {any} */
    const made = {};
    const names = keys(original);
    for (let i = 0; i < names.length; i++) {
      if (isFunction(original[names[i]])) {
        made[names[i]] = original[names[i]];
        this.replace(made, names[i], original[names[i]]);
      }
    }
    return made;
  }

  /**
   * @param {any} target
   * @param {string} name
   * @param {unknown} original
   */
  replace(target, name, original) {
    /** @type {Mocked} */
    const mocked = { target, name, original, isOwn: hasOwn(target, name), stubs: [], kit: this, fn: () => {} };
    mocked.fn = function (/** @type {unknown[]} */ ...args) { return answer(mocked, this, args); };
    mocks.set(mocked.fn, mocked);
    append(this.mocked, mocked);
    target[name] = mocked.fn;
    return mocked.fn;
  }

  /**
   * @param {object} target
   * @param {Function | string} which
   */
  ignoreMock(target, which) {
    for (const mocked of this.mocked) {
      if (mocked.target === target && (mocked.name === which || mocked.fn === which || mocked.original === which)) restore(mocked, true);
    }
  }

  /** Put back what was mocked of one object; the property stays its own. @param {object} target */
  clear(target) {
    if (!isObject(target) && !isFunction(target)) throw new NativeError('this mock object is not an object');
    for (const mocked of this.mocked) if (mocked.target === target) restore(mocked, false);
  }

  /** The kit is at its end: what it has mocked throws from now on. */
  clearAll() {
    this.isDestroyed = true;
    this.calls.clear();
  }

  /**
   * @param {string} name
   * @param {unknown[]} args
   */
  verify(name, args) {
    const wanted = args ?? [];
    let count = 0;
    for (const given of this.calls.get(name) ?? []) if (sameArguments(given, wanted)) count++;
    const { running } = now;
    /** @type {(isMet: boolean, text: string) => void} */
    const exactly = (isMet, text) => { if (!isMet) fail(running, `${name} was called ${count} times, expected ${text}`, { matcher: 'verify' }); };
    /** @type {(isMet: boolean, text: string) => void} */
    const bounded = (isMet, text) => { if (!isMet) throw new NativeError(`${name} was called ${count} times, expected ${text}`); };
    return {
      times: (/** @type {number} */ n) => exactly(count === n, `${n}`),
      never: () => exactly(count === 0, 'never'),
      once: () => exactly(count === 1, 'once'),
      atLeast: (/** @type {number} */ n) => bounded(count >= n, `at least ${n}`),
      atMost: (/** @type {number} */ n) => bounded(count <= n, `at most ${n}`),
    };
  }
}

/** @type {(mocked: Mocked, isRemoved: boolean) => void} */
const restore = (mocked, isRemoved) => {
  const target = /** @type {any} */ (mocked.target);
  if (isRemoved && !mocked.isOwn) delete target[mocked.name];
  else target[mocked.name] = mocked.original;
  mocked.stubs = [];
};

/** @type {(mocked: Mocked, self: unknown, args: unknown[]) => unknown} */
const answer = (mocked, self, args) => {
  const { kit, name } = mocked;
  if (kit.isDestroyed) throw new NativeError(`${name} was mocked by a MockKit that clearAll() has ended`);
  const calls = kit.calls.get(name);
  if (calls === undefined) kit.calls.set(name, [args]);
  else append(calls, args);
  for (let i = 0; i < mocked.stubs.length; i++) {
    const stub = mocked.stubs[i];
    if (stub.answer !== null && sameArguments(args, stub.args)) return stub.answer(self, args);
  }
  note('mock without a stub', `${name} is mocked and no stub fits these arguments: undefined; from 1.0.26 on the original is called`, callSite());
  return undefined;
};

/** @param {Function} fn */
export const when = (fn) => {
  const mocked = isFunction(fn) ? findMock(fn) : undefined;
  if (mocked === undefined) throw new NativeError('not a mock function');
  return (/** @type {unknown[]} */ ...args) => {
    /** @type {Stub} */
    const stub = { args, answer: null };
    /** @type {(given: (self: unknown, args: unknown[]) => unknown) => void} */
    const settle = (given) => {
      if (stub.answer === null) append(mocked.stubs, stub);
      stub.answer = given;
    };
    return {
      afterReturn: (/** @type {unknown} */ value) => settle(() => value),
      afterReturnNothing: () => settle(() => undefined),
      afterAction: (/** @type {Function} */ action) => settle((self, given) => apply(action, self, given)),
      afterThrow: (/** @type {unknown} */ reason) => settle(() => { throw reason; }),
      clear: () => { mocked.stubs = mocked.stubs.filter((known) => !(known.args.length === args.length && sameArguments(known.args, args))); },
    };
  };
};
