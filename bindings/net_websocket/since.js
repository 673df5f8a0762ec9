/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = { createWebSocketServer: 19 };

/** Of connect(). @type {Since} */
export const OPTIONS = {
  caPath: 11, clientCert: 11, proxy: 12, protocol: 12, skipServerCertVerification: 20, pingInterval: 21,
  pongTimeout: 21,
};

/** Event types of a client. @type {Since} */
export const EVENTS = { dataEnd: 11, headerReceive: 12 };
