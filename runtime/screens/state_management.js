/** What @ohos.arkui.StateManagement exports. */
import { madeObserved, rawOf } from 'ohosrun:screens/observed.js';

export { AppStorageV2, PersistenceV2 } from 'ohosrun:screens/storage.js';

const same = (/** @type {unknown} */ value) => value;

export const UIUtils = {
  getTarget: rawOf, makeObserved: madeObserved, enableV2Compatibility: same, makeV1Observed: madeObserved,
};
