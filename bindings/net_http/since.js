/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const EXPORTS = {
  CertType: 11, AddressFamily: 15, TlsVersion: 18, SslType: 20, InterceptorType: 22, HttpInterceptorChain: 22,
};

/** Of enums that are older themselves. @type {Record<string, Since>} */
export const ENUM_MEMBERS = {
  RequestMethod: { PATCH: 26 }, ResponseCode: { RANGE_NOT_SATISFIABLE: 12 }, HttpProtocol: { HTTP3: 11 },
};

/** Of HttpRequest. @type {Since} */
export const METHODS = { requestInStream: 10, requestSync: 26, enableAutoCookie: 26 };

/** Event types. @type {Since} */
export const EVENTS = { dataReceive: 10, dataEnd: 10, dataReceiveProgress: 10, dataSendProgress: 11 };

/** Of HttpResponse. @type {Since} */
export const RESPONSE = { performanceTiming: 11, connectionExtraInfo: 24 };

/** Of HttpRequestOptions; not usingProxy, declared since 10, which devices of 9 read already. @type {Since} */
export const OPTIONS = {
  caPath: 10, resumeFrom: 11, resumeTo: 11, clientCert: 11, dnsOverHttps: 11, dnsServers: 11, maxLimit: 11,
  multiFormDataList: 11, certificatePinning: 12, addressFamily: 15, remoteValidation: 18, tlsOptions: 18,
  serverAuthentication: 18, caData: 20, sslType: 20, clientEncCert: 20, sniHostName: 23, maxRedirects: 23,
  customMethod: 23, pathPreference: 23, reuseConnections: 26, inactivityMs: 26, usingSocks5Proxy: 26,
  enablePartialChain: 26, queryParams: 26, body: 26,
};
