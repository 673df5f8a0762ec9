/** What hypium exports beside cases and expectations: the bits of a filter, SysTestKit, Hypium. */
import { ops } from 'ohosrun:bridge/hypium';
import { NativeError, NativeMap, callSite, isFunction, named } from 'ohosrun:bindings/hypium/intrinsics.js';
import { now } from 'ohosrun:bindings/hypium/assertions.js';
import { registerAssert, unregisterAssert } from 'ohosrun:bindings/hypium/expect.js';
import { note } from 'ohosrun:bindings/hypium/notes.js';
import { data } from 'ohosrun:bindings/hypium/runner.js';
import { tree } from 'ohosrun:bindings/hypium/suites.js';

export const DEFAULT = 0;

/** @enum {number} */
export const TestType = {
  FUNCTION: 1 << 0,
  PERFORMANCE: 1 << 1,
  POWER: 1 << 2,
  RELIABILITY: 1 << 3,
  SECURITY: 1 << 4,
  GLOBAL: 1 << 5,
  COMPATIBILITY: 1 << 6,
  USER: 1 << 7,
  STANDARD: 1 << 8,
  SAFETY: 1 << 9,
  RESILIENCE: 1 << 10,
};

/** @enum {number} */
export const Size = { SMALLTEST: 1 << 16, MEDIUMTEST: 1 << 17, LARGETEST: 1 << 18 };

/** @enum {number} */
export const Level = { LEVEL0: 1 << 24, LEVEL1: 1 << 25, LEVEL2: 1 << 26, LEVEL3: 1 << 27, LEVEL4: 1 << 28 };

const spec = () => now.running?.spec;

export class SysTestKit {
  /** @param {string} tag */
  static async actionStart(tag) { ops.print(`\nOHOS_REPORT_ACTIONSTART: ${JSON.stringify(tag)}\n`); }

  /** @param {string} tag */
  static async actionEnd(tag) { ops.print(`\nOHOS_REPORT_ACTIONEND: ${JSON.stringify(tag)}\n`); }

  /** @param {unknown} text */
  static print(text) { ops.print(`${text}\n`); }

  /** Whether this run has printed `word`. @param {string} word */
  static async existKeyword(word) {
    note('existKeyword', 'existKeyword looks into what this run has printed; on a device, into hilog', callSite());
    return ops.hasPrinted(`${word}`);
  }

  static async clearLog() {
    ops.clearPrinted();
    return true;
  }

  static getDescribeName() { return spec()?.suite.name ?? ''; }

  static getItName() { return spec()?.name ?? ''; }

  static getItAttribute() { return spec()?.filter ?? 0; }
}

const values = new NativeMap();

export class Hypium {
  /**
   * @param {unknown} key
   * @param {unknown} value
   */
  static set(key, value) { values.set(key, value); }

  /** @param {unknown} key */
  static get(key) { return values.get(key); }

  /** @param {unknown} given */
  static setData(given) {
    if (tree.phase !== 'top level') throw new TypeError('Hypium.setData must be called before the tests are registered');
    data.given = given;
  }

  /** Durations are the host's here: accepted, and not used. @param {unknown} _time */
  static setTimeConfig(_time) {}

  /**
   * @param {unknown} _delegator
   * @param {unknown} _arguments
   * @param {() => void} testsuite
   */
  static hypiumTest(_delegator, _arguments, testsuite) { if (isFunction(testsuite)) testsuite(); }

  static hypiumInitWorkers() { throw new NativeError('tests in workers are not here'); }

  static hypiumWorkerTest() { throw new NativeError('tests in workers are not here'); }

  static registerAssert(/** @type {Function} */ fn) { registerAssert(fn); }

  static unregisterAssert(/** @type {Function | string} */ assert) { unregisterAssert(assert); }
}

/** The inner parts of hypium, of which a runner on a device is made. @param {string} name */
const inner = (name) => named(name, class {
  constructor() { throw new NativeError(`${name} is part of the test runner of a device`); }

  static getInstance() { throw new NativeError(`${name} is part of the test runner of a device`); }
});

export const Core = inner('Core');
export const DataDriver = inner('DataDriver');
export const ExpectExtend = inner('ExpectExtend');
export const OhReport = inner('OhReport');
