/** `@ohos/hamock`: the mocks of hypium, and a decorator of previews that does nothing here. */
export { ArgumentMatchers } from 'ohosrun:bindings/hypium/arguments.js';
import 'ohosrun:bindings/hypium/index.js';
export { MockKit, when } from 'ohosrun:bindings/hypium/mocks.js';

export const MockSetup = (/** @type {unknown} */ _target, /** @type {string} */ _name, /** @type {unknown} */ descriptor) => descriptor;
