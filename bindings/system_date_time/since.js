/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = {
  TimeType: 10, getTime: 10, getUptime: 10, getTimezoneSync: 10, updateNtpTime: 14, getNtpTime: 14,
  getAutoTimeStatus: 21, setAutoTimeStatus: 21,
};
