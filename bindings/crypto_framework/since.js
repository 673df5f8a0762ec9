/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = { createAsyKeyGeneratorBySpec: 10 };

/** Of Md. @type {Since} */
export const MD = { updateSync: 12, digestSync: 12 };

/** Of Random. @type {Since} */
export const RANDOM = { generateRandomSync: 10 };
