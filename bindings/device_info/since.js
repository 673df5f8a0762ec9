/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = {
  distributionOSName: 10, distributionOSVersion: 10, distributionOSApiVersion: 10, distributionOSReleaseType: 10,
  ODID: 12,
};
