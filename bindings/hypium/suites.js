/**
 * Registration: describe, it and the hooks build a tree; nothing of it runs yet.
 *
 * Before `open` and after `close` every function does nothing, as on a device before `hypiumTest` starts.
 */
import {
  NativeError, NativeMap, append, callSite, includesText, isArray, isFunction, isObject,
} from 'ohosrun:bindings/hypium/intrinsics.js';
import { note } from 'ohosrun:bindings/hypium/notes.js';

/** @typedef {{ fn: Function, site: string }} Hook */

/** @typedef {object} Case
 * @property {string} name
 * @property {number} filter
 * @property {Function} fn
 * @property {number | undefined} timeout in ms
 * @property {string} tag
 * @property {Suite} suite
 * @property {string} site the stack of its registration
 * @property {string | null} skipped why it is not run, null where it is
 * @property {boolean} isBare whether it is an `it` in an `xdescribe`, with which a device does not run that
 * @property {boolean} isAwaited whether it is over when what it returns has settled, and not by done()
 */

export class Suite {
  /**
   * @param {string} name
   * @param {Suite | null} parent
   * @param {string} site
   */
  constructor(name, parent, site) {
    this.name = name;
    this.parent = parent;
    this.site = site;
    /** Whether it is registered by xdescribe, and so are those below it. */
    this.isSkipped = parent !== null && parent.isSkipped;
    this.reason = '';
    this.isAsync = false;
    /** @type {Suite[]} */
    this.suites = [];
    /** @type {Case[]} */
    this.cases = [];
    /** @type {Record<string, Hook[]>} */
    this.hooks = {
      beforeAll: [], afterAll: [], beforeEach: [], afterEach: [], beforeEachIt: [], afterEachIt: [],
    };
    // Of these the first entry alone is ever looked at.
    /** @type {Map<unknown, Hook>} */
    this.beforeItSpecified = new NativeMap();
    /** @type {Map<unknown, Hook>} */
    this.afterItSpecified = new NativeMap();
  }
}

export const tree = {
  root: new Suite('', null, ''),
  /** @type {Suite} */
  current: /** @type {any} */ (null),
  /** 'closed', 'top level' while the modules of a test are evaluated, 'open' while its functions are called, 'running'. */
  phase: 'closed',
  isUsed: false,
};
tree.current = tree.root;

/** Whether a call is to register anything. */
const isOpen = () => {
  tree.isUsed = true;
  if (tree.phase === 'closed') {
    note('test outside', 'nothing of a test runs here: `ohosrun test FILE` runs it; on a device a test runner does', callSite());
    return false;
  }
  return true;
};

/** @param {string} name */
const isNameOfAncestor = (name) => {
  for (let suite = /** @type {Suite | null} */ (tree.current); suite !== null; suite = suite.parent) {
    if (suite.parent !== null && suite.name === name) return true;
  }
  return false;
};

/**
 * @param {string} name
 * @param {Function} fn
 * @param {string | null} reason why it is skipped, null where it is not
 */
const register = (name, fn, reason) => {
  const site = callSite();
  if (isNameOfAncestor(name)) {
    note('describe in itself', `describe('${name}') is inside of a suite of that name: not registered, none of its cases runs`, site);
    return;
  }
  if (tree.phase === 'top level' && tree.current === tree.root) {
    note(
      'describe at top level',
      'describe at the top level of a file: a device calls only what the file exports as default, and would run none of this',
      site,
    );
  }
  const parent = tree.current;
  const suite = new Suite(name, parent, site);
  if (reason !== null) {
    suite.isSkipped = true;
    suite.reason = reason;
  }
  append(parent.suites, suite);
  tree.current = suite;
  const result = fn();
  tree.current = parent;
  if (isObject(result) && isFunction(result.then)) {
    suite.isAsync = true;
    note(
      'async describe',
      `the function of describe('${name}') is async: what it registers after its first await belongs to no suite`,
      site,
    );
  }
};

/**
 * @param {string} name
 * @param {number} filter
 * @param {Function} fn
 * @param {number | undefined} timeout
 * @param {string | undefined} tag
 * @param {string | null} reason
 */
const registerCase = (name, filter, fn, timeout, tag, reason) => {
  const site = callSite();
  // A call without a filter has its function in the filter's place, and ends here as on a device.
  const isAwaited = fn.length === 0;
  if (tree.current === tree.root) {
    note('it outside describe', `it('${name}') is outside of every describe: a device runs it and does not count it`, site);
  }
  const suite = tree.current;
  append(suite.cases, {
    name: typeof name === 'string' ? name : `${name}`,
    filter: typeof filter === 'number' ? filter : 0,
    fn,
    timeout: typeof timeout === 'number' && timeout > 0 && timeout < Infinity ? timeout : undefined,
    tag: typeof tag === 'string' ? tag : '',
    suite,
    site,
    skipped: reason ?? (suite.isSkipped ? suite.reason : null),
    isBare: reason === null && suite.isSkipped,
    isAwaited,
  });
};

/** @type {(name: string, fn: Function) => void} */
export const describe = (name, fn) => { if (isOpen()) register(name, fn, null); };

/** @type {(name: string, filter: number, fn: Function, timeout?: number, tag?: string) => void} */
export const it = (name, filter, fn, timeout, tag) => { if (isOpen()) registerCase(name, filter, fn, timeout, tag, null); };

/**
 * `xdescribe` and `xit`: known, and not run. `.reason(text)` is the same with a reason.
 * @param {(reason: string) => Function} make
 */
const skipping = (make) => Object.assign(make(''), { reason: (/** @type {unknown} */ text) => make(`${text}`) });

export const xdescribe = skipping((reason) => (/** @type {string} */ name, /** @type {Function} */ fn) => {
  if (isOpen()) register(name, fn, reason);
});

export const xit = skipping((reason) => (
  /** @type {string} */ name, /** @type {number} */ filter, /** @type {Function} */ fn,
  /** @type {number} */ timeout, /** @type {string} */ tag,
) => {
  if (isOpen()) registerCase(name, filter, fn ?? (() => {}), timeout, tag, reason);
});

/** @param {string} kind */
const hook = (kind) => (/** @type {Function} */ fn) => {
  if (isOpen()) append(tree.current.hooks[kind], { fn, site: callSite() });
};

export const beforeAll = hook('beforeAll');
export const afterAll = hook('afterAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');
export const beforeEachIt = hook('beforeEachIt');
export const afterEachIt = hook('afterEachIt');

/** @param {'beforeItSpecified' | 'afterItSpecified'} kind */
const specified = (kind) => (/** @type {string | string[]} */ names, /** @type {Function} */ fn) => {
  if (isOpen()) tree.current[kind].set(names, { fn, site: callSite() });
};

export const beforeItSpecified = specified('beforeItSpecified');
export const afterItSpecified = specified('afterItSpecified');

/**
 * The hook of `beforeItSpecified` or `afterItSpecified` for a case: that of the first entry, if it names the case.
 * @param {Map<unknown, Hook>} entries
 * @param {string} name
 * @returns {Hook | undefined}
 */
export const specifiedFor = (entries, name) => {
  for (const [names, found] of entries) {
    const isMeant = isArray(names) ? includesItem(names, name) : names === name;
    return isMeant ? found : undefined;
  }
  return undefined;
};

/**
 * @param {unknown[]} items
 * @param {unknown} wanted
 */
const includesItem = (items, wanted) => {
  for (let i = 0; i < items.length; i++) if (items[i] === wanted) return true;
  return false;
};

/** The thrown value that skips a case from inside. */
export class SkipError extends NativeError {
  /** @param {string} [message] */
  constructor(message) {
    super(message);
    this.name = 'SkipError';
  }
}

/** @param {unknown} error */
export const isSkip = (error) => error instanceof SkipError
  || (error instanceof NativeError && includesText(`${error.name}`, 'SkipError'));
