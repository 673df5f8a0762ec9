/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = {
  constructTCPSocketServerInstance: 10, constructTLSSocketServerInstance: 10, constructMulticastSocketInstance: 11,
  constructLocalSocketInstance: 11, constructLocalSocketServerInstance: 11, ProxyTypes: 18,
};

/** Of sockets and servers. @type {Since} */
export const SOCKET = { getSocketFd: 10, getLocalAddress: 12 };
