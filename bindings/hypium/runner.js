/**
 * Runs one case, or the hooks of one suite, when the host says so, and tells the host how it ended.
 *
 * The host has the plan and the clock: it calls `runCase` and `runHooks`, hears of `begin` before each further function
 * of a test and of `end` once; `expire` ends the function that runs. A function of a test is always called in a job of its
 * own, because what the engine ends for being endless takes every frame below it along.
 */
import { ops } from 'ohosrun:bridge/hypium';
import {
  NativeError, NativePromise, NativeSet, append, isFunction, isObject, promiseThen, tagOf,
} from 'ohosrun:bindings/hypium/intrinsics.js';
import { now } from 'ohosrun:bindings/hypium/assertions.js';
import { note } from 'ohosrun:bindings/hypium/notes.js';
import { isSkip, specifiedFor, tree } from 'ohosrun:bindings/hypium/suites.js';

const PASSED = 0;
const ERROR = -1;
const FAILED = -2;
const SKIPPED = -3;

/** @type {(value: unknown) => any} */
let describeError = (value) => ({ text: `${value}`, stack: '' });

/** @type {import('./suites.js').Suite[]} */
let suites = [];
/** @type {import('./suites.js').Case[]} */
let cases = [];
/** Ends the function that runs. @type {((error: unknown) => void) | null} */
let endStep = null;
/** The data of `Hypium.setData`. @type {any} */
export const data = { given: null };

/** @type {(fn: Function, params: unknown) => Promise<unknown>} */
const called = async (fn, params) => {
  await undefined;
  return params === undefined ? fn() : fn(params);
};

/** A function that takes `done` is over when it is called; its promise alone is not enough. */
/** @type {(fn: Function, params: unknown) => Promise<unknown>} */
const calledWithDone = (fn, params) => new NativePromise((resolve, reject) => {
  const done = () => { resolve(undefined); };
  const begin = async () => {
    await undefined;
    await (fn.length > 1 ? fn(done, params) : fn(done));
  };
  promiseThen(begin(), undefined, reject);
});

/** @type {(fn: Function, params?: unknown) => Promise<unknown>} */
const perform = (fn, params) => new NativePromise((resolve, reject) => {
  endStep = reject;
  promiseThen(fn.length === 0 ? called(fn, undefined) : calledWithDone(fn, params), resolve, reject);
});

/** @type {(hooks: import('./suites.js').Hook[], kind: string) => Promise<void>} */
const performHooks = async (hooks, kind) => {
  for (let i = 0; i < hooks.length; i++) {
    ops.begin();
    try {
      await perform(hooks[i].fn);
    } catch (error) {
      throw new HookFailure(error, kind);
    }
  }
};

/** What a hook threw, on its way to the case. */
class HookFailure {
  /**
   * @param {unknown} error
   * @param {string} kind
   */
  constructor(error, kind) {
    this.error = error;
    this.kind = kind;
  }
}

/** The suites above a case, the outermost first. @param {import('./suites.js').Suite} suite */
const lineage = (suite) => {
  const line = [];
  for (let one = /** @type {any} */ (suite); one !== null; one = one.parent) append(line, one);
  return line.reverse();
};

/** @param {import('./suites.js').Case} spec */
const before = async (spec) => {
  const { suite } = spec;
  const own = specifiedFor(suite.beforeItSpecified, spec.name);
  if (own !== undefined) await performHooks([own], 'beforeItSpecified');
  for (const one of lineage(suite)) await performHooks(one.hooks.beforeEachIt, 'beforeEachIt');
  await performHooks(suite.hooks.beforeEach, 'beforeEach');
};

/** @param {import('./suites.js').Case} spec */
const after = async (spec) => {
  const { suite } = spec;
  const own = specifiedFor(suite.afterItSpecified, spec.name);
  if (own !== undefined) await performHooks([own], 'afterItSpecified');
  await performHooks(suite.hooks.afterEach, 'afterEach');
  for (const one of lineage(suite).reverse()) await performHooks(one.hooks.afterEachIt, 'afterEachIt');
};

/** @type {WeakMap<object, { before: boolean, after: boolean }>} */
const hooked = new WeakMap();

/** Whether a suite has any hook that is for its cases. @param {import('./suites.js').Suite} suite */
const hooksOf = (suite) => {
  let found = hooked.get(suite);
  if (found === undefined) {
    const line = lineage(suite);
    found = {
      before: suite.beforeItSpecified.size + suite.hooks.beforeEach.length > 0 || line.some((one) => one.hooks.beforeEachIt.length > 0),
      after: suite.afterItSpecified.size + suite.hooks.afterEach.length > 0 || line.some((one) => one.hooks.afterEachIt.length > 0),
    };
    hooked.set(suite, found);
  }
  return found;
};

/** The runs of a case with the data of `setData`: the suite's params win over the item's. @param {import('./suites.js').Case} spec */
const paramsOf = (spec) => {
  if (data.given === null) return [undefined];
  const names = lineage(spec.suite).map((suite) => suite.name);
  const entry = (data.given.suites ?? []).find((/** @type {any} */ one) => (one.describe ?? []).some((/** @type {string} */ name) => names.includes(name)));
  if (entry === undefined) return [undefined];
  const item = (entry.items ?? []).find((/** @type {any} */ one) => one.it === spec.name);
  const stress = (entry.stress > 1 ? entry.stress : 1) * (item?.stress > 1 ? item.stress : 1);
  const sets = item?.params === undefined ? [{}] : [].concat(item.params);
  const params = sets.map((/** @type {any} */ one) => ({ ...one, ...entry.params }));
  const all = [];
  for (let i = 0; i < stress; i++) all.push(...(spec.fn.length > 1 ? params : [params[0]]));
  return all;
};

/** How often a case is run, by `-s stress`. */
let stress = 1;

/** @type {(spec: import('./suites.js').Case, running: any) => Promise<void>} */
const runAll = async (spec, running) => {
  const has = hooksOf(spec.suite);
  if (has.before) await before(spec);
  running.isInBody = true;
  if (has.before) ops.begin();
  if (stress === 1 && data.given === null) {
    await perform(spec.fn, undefined);
  } else {
    for (let i = 0; i < stress; i++) {
      for (const params of paramsOf(spec)) await perform(spec.fn, params);
    }
  }
  running.isInBody = false;
  if (has.after) await after(spec);
};

/** @param {unknown} error */
const isAssertion = (error) => error instanceof NativeError && error.name === 'AssertException';

/**
 * Run one case. `running` is what expectations made meanwhile belong to.
 * @param {number} index
 */
const runCase = async (index) => {
  const spec = cases[index];
  /** @type {any} */
  const running = {
    spec, message: '', failure: null, failures: 0, isOver: false, isInBody: false, awaited: new NativeSet(),
  };
  now.running = running;
  /** @type {any} */
  let thrown = null;
  try {
    await runAll(spec, running);
  } catch (error) {
    thrown = error instanceof HookFailure ? error : { error, kind: '' };
    if (running.isInBody && hooksOf(spec.suite).after) {
      note('hooks after a throw', `'${spec.name}' ended by an error: its after... hooks are not called for it`, spec.suite.site);
    }
  }
  running.isOver = true;
  endStep = null;
  if (thrown === null && running.failure === null && running.awaited.size === 0) {
    ops.end(PASSED);
    return;
  }
  try {
    ops.end(...outcome(running, thrown));
  } catch {
    // What was thrown throws when it is looked at.
    ops.end(ERROR, { message: 'undefined', stack: '', kind: '', isTimeout: false, description: describeError(thrown?.error) });
  }
};

/** @type {(running: any, thrown: { error: any, kind: string } | null) => [number, any?]} */
const outcome = (running, thrown) => {
  for (const { site } of running.awaited) {
    note('assertPromise without await', 'an assertPromise... that is not awaited: its failure comes after the case', site);
  }
  const { failure } = running;
  if (thrown === null) {
    if (failure === null) return [PASSED];
    note('failed expect that is caught', 'a failed expect marks the case, also when its error is caught', failure.error.stack ?? '');
    return [FAILED, describedFailure(failure, '')];
  }
  const { error, kind } = thrown;
  if (error instanceof Uncaught && failure !== null) return [FAILED, describedFailure(failure, kind)];
  if (isSkip(error)) return [SKIPPED, described(error, kind)];
  // The matcher that failed last is what is told, also when an earlier one ended the case.
  if (isAssertion(error)) return [FAILED, failure === null ? described(error, kind) : describedFailure(failure, kind)];
  return [ERROR, described(error, kind)];
};

/** @param {string} kind */
const suffix = (kind) => (kind.startsWith('before') && kind !== 'beforeAll' ? `, error in ${kind} function` : '');

/** @type {(failure: any, kind: string) => object} */
const describedFailure = (failure, kind) => ({
  message: `${failure.error.message}${suffix(kind)}`,
  stack: failure.error.stack ?? '',
  kind,
  matcher: failure.matcher,
  actual: failure.actual,
  expected: failure.expected,
  isCompared: failure.isCompared,
  prefix: failure.prefix,
});

/** @type {(error: any, kind: string) => object} */
const described = (error, kind) => {
  const isError = error instanceof NativeError;
  const message = isError || isObject(error) ? error.message : undefined;
  return {
    message: `${typeof message === 'symbol' ? tagOf(message) : message}${suffix(kind)}`,
    stack: isError && typeof error.stack === 'string' ? error.stack : '',
    kind,
    isTimeout: error instanceof Expired,
    description: error instanceof Expired || error instanceof Uncaught ? null : describeError(error),
  };
};

/** Why a function was ended from outside: its time is over. */
class Expired extends NativeError {}

/** Why a function was ended from outside: what it had started has thrown. */
class Uncaught extends NativeError {}

/**
 * Run the hooks of a suite of one kind.
 * @param {number} index
 * @param {'beforeAll' | 'afterAll'} kind
 */
const runHooks = async (index, kind) => {
  now.running = null;
  try {
    await performHooks(suites[index].hooks[kind], kind);
  } catch (failure) {
    const { error } = /** @type {HookFailure} */ (failure);
    ops.end(isAssertion(error) ? FAILED : ERROR, described(error, kind));
    return;
  }
  ops.end(PASSED);
};

/** @param {any} list */
const defaultsOf = (list) => {
  const found = [];
  for (const namespace of list) if (isFunction(namespace.default)) append(found, namespace.default);
  return found;
};

/** What the host calls. */
export const runner = {
  /** @type {(describe: (value: unknown) => any, inspect: (value: unknown, options: object) => string) => void} */
  configure(describe, inspect) {
    describeError = describe;
    now.inspect = (value) => inspect(value, { depth: 8, maxArrayLength: 1000, maxStringLength: 10000, breakLength: 40 });
    now.outside = (failure) => ops.outside(describedFailure(failure, ''));
  },
  /** Registration begins: modules of tests are about to be evaluated. */
  open() { tree.phase = 'top level'; },
  /**
   * Call the default exports of the modules of a test.
   * @param {any[]} namespaces
   */
  register(...namespaces) {
    tree.phase = 'open';
    const functions = defaultsOf(namespaces);
    for (let i = 0; i < functions.length; i++) functions[i]();
  },
  /** Registration is over. Returns every suite and every case, flat: the root is the first suite. */
  plan() {
    suites = [];
    cases = [];
    /** @type {unknown[][]} */
    const suiteRows = [];
    /** @type {unknown[][]} */
    const caseRows = [];
    /** @type {(suite: import('./suites.js').Suite, parent: number) => void} */
    const walk = (suite, parent) => {
      const index = suites.length;
      append(suites, suite);
      append(suiteRows, [
        suite.name, parent, suite.site, suite.isSkipped, suite.hooks.beforeAll.length > 0, suite.hooks.afterAll.length > 0,
      ]);
      for (const one of suite.cases) {
        append(caseRows, [one.name, index, one.filter, one.timeout ?? null, one.tag, one.site, one.skipped, one.isBare]);
        append(cases, one);
      }
      for (const child of suite.suites) walk(child, index);
    };
    walk(tree.root, -1);
    tree.phase = 'closed for good';
    return [suiteRows, caseRows];
  },
  /** Whether a suite was registered whose function is async: what it still registers comes later. */
  hasAsyncSuites() {
    /** @type {(suite: import('./suites.js').Suite) => boolean} */
    const has = (suite) => suite.isAsync || suite.suites.some(has);
    return has(tree.root);
  },
  /** @param {number} times */
  setStress(times) { stress = times; },
  isUntimed() { return stress > 1 || data.given !== null; },
  runCase,
  runHooks,
  /** No case runs any more: what is expected now belongs to none. */
  leave() { now.running = null; },
  /** The case that runs has lost what it waits for. @param {string} text */
  expire(text) {
    const end = endStep;
    if (end !== null) end(new Expired(text));
  },
  /** An error that nobody caught has ended the case that runs. @param {string} text */
  giveUp(text) {
    const end = endStep;
    if (end !== null) end(new Uncaught(text));
  },
};
