/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = { Aspect: 11, getHash: 12, StringDecoder: 12, getMainThreadStackTrace: 20, ArkTSVM: 23 };
