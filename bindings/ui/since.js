/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of promptAction. @type {Since} */
export const PROMPT_ACTION = {
  ToastShowMode: 11, openCustomDialog: 11, closeCustomDialog: 11, openToast: 18, closeToast: 18,
};

/** Of router. @type {Since} */
export const ROUTER = { pushNamedRoute: 10, replaceNamedRoute: 10, getStateByIndex: 12, getStateByUrl: 12 };
