/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = { setMinLogLevel: 15, setLogLevel: 21, PreferStrategy: 21 };
