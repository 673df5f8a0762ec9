/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = { getListenerCount: 11, Emitter: 22 };
