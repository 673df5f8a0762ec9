/** `@ohos/hypium` as a test sees it: 1.0.21 with the names of newer versions. */
import { ops } from 'ohosrun:bridge/hypium';
import { named } from 'ohosrun:bindings/hypium/intrinsics.js';
import { expect } from 'ohosrun:bindings/hypium/expect.js';
import { runner } from 'ohosrun:bindings/hypium/runner.js';
import {
  afterAll, afterEach, afterEachIt, afterItSpecified, beforeAll, beforeEach, beforeEachIt, beforeItSpecified, describe, it,
  xdescribe, xit,
} from 'ohosrun:bindings/hypium/suites.js';

export { ArgumentMatchers } from 'ohosrun:bindings/hypium/arguments.js';
export {
  Core, DEFAULT, DataDriver, ExpectExtend, Hypium, Level, OhReport, Size, SysTestKit, TestType,
} from 'ohosrun:bindings/hypium/kit.js';
export { MockKit, when } from 'ohosrun:bindings/hypium/mocks.js';
export { SkipError } from 'ohosrun:bindings/hypium/suites.js';
export {
  afterAll, afterEach, afterEachIt, afterItSpecified, beforeAll, beforeEach, beforeEachIt, beforeItSpecified, describe, expect,
  it, xdescribe, xit,
};

/** Once tests are run these are globals too. @type {Record<string, Function>} */
const GLOBALS = {
  afterAll, afterEach, afterEachIt, afterItSpecified, beforeAll, beforeEach, beforeEachIt, beforeItSpecified, describe, expect,
  it, xdescribe, xit,
};
for (const name of Object.keys(GLOBALS)) named(name, GLOBALS[name]);

if (ops.attach(runner)) {
  for (const name of Object.keys(GLOBALS)) {
    Object.defineProperty(globalThis, name, { value: GLOBALS[name], writable: true, configurable: true, enumerable: false });
  }
}
