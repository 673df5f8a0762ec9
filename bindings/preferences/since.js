/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/preferences';
import preferences from 'ohosrun:bindings/preferences/index.js';
import { Preferences } from 'ohosrun:bindings/preferences/store.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'preferences', preferences, {
  getPreferencesSync: 10, removePreferencesFromCacheSync: 10, isStorageTypeSupported: 18, StorageType: 18,
});
bySince(host, 'Preferences', Preferences.prototype, {
  getSync: 10, putSync: 10, hasSync: 10, deleteSync: 10, clearSync: 10, getAllSync: 10, flushSync: 14,
});
