/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = {
  getPreferencesSync: 10, removePreferencesFromCacheSync: 10, isStorageTypeSupported: 18, StorageType: 18,
};

/** Of Preferences. @type {Since} */
export const PREFERENCES = {
  getSync: 10, putSync: 10, hasSync: 10, deleteSync: 10, clearSync: 10, getAllSync: 10, flushSync: 14,
};
