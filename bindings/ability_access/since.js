/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = { SwitchType: 12, PermissionStatus: 20 };

/** Of AtManager. @type {Since} */
export const MANAGER = {
  checkAccessTokenSync: 10, requestPermissionOnSetting: 12, requestGlobalSwitch: 12, getSelfPermissionStatus: 20,
};
