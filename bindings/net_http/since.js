/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/net_http';
import { limits } from 'ohosrun:bindings/net_http/device.js';
import { nativeEnum } from 'ohosrun:bindings/net_http/enums.js';
import http from 'ohosrun:bindings/net_http/index.js';
import { getOwnPropertyNames, getPrototypeOf, keys } from 'ohosrun:bindings/net_http/intrinsics.js';
import { HttpRequest } from 'ohosrun:bindings/net_http/request.js';
import { bySince, isNewerEvent, newerMembers, notingPrototype, withoutNewer } from 'ohosrun:kit/since.js';

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of enums that are older themselves. @type {Record<string, Since>} */
const ENUM_MEMBERS = {
  RequestMethod: { PATCH: 26 }, ResponseCode: { RANGE_NOT_SATISFIABLE: 12 }, HttpProtocol: { HTTP3: 11 },
};
/** @type {Since} */
const EVENTS = { dataReceive: 10, dataEnd: 10, dataReceiveProgress: 10, dataSendProgress: 11 };
/** @type {Since} */
const RESPONSE = { performanceTiming: 11, connectionExtraInfo: 24 };
/** Not usingProxy, declared since 10, which devices of 9 read already. @type {Since} */
const OPTIONS = {
  caPath: 10, resumeFrom: 11, resumeTo: 11, clientCert: 11, dnsOverHttps: 11, dnsServers: 11, maxLimit: 11,
  multiFormDataList: 11, certificatePinning: 12, addressFamily: 15, remoteValidation: 18, tlsOptions: 18,
  serverAuthentication: 18, caData: 20, sslType: 20, clientEncCert: 20, sniHostName: 23, maxRedirects: 23,
  customMethod: 23, pathPreference: 23, reuseConnections: 26, inactivityMs: 26, usingSocks5Proxy: 26,
  enablePartialChain: 26, queryParams: 26, body: 26,
};

const ASKS_VALIDATION = 26;

bySince(host, 'http', http, {
  CertType: 11, AddressFamily: 15, TlsVersion: 18, SslType: 20, InterceptorType: 22, HttpInterceptorChain: 22,
});
bySince(host, 'HttpRequest', HttpRequest.prototype, { requestInStream: 10, requestSync: 26, enableAutoCookie: 26 });

const enums = keys(ENUM_MEMBERS);
for (let i = 0; i < enums.length; i++) {
  /** @type {any} */ (http)[enums[i]] = olderEnum(enums[i], /** @type {any} */ (http)[enums[i]]);
}

/** An enum without what is newer: members of one cannot be taken away. @param {string} name @param {any} whole */
function olderEnum(name, whole) {
  const newer = newerMembers(host, ENUM_MEMBERS[name]);
  /** @type {any} */
  const members = {};
  const names = getOwnPropertyNames(whole);
  for (let i = 0; i < names.length; i++) if (newer?.[names[i]] === undefined) members[names[i]] = whole[names[i]];
  return bySince(host, `http.${name}`, nativeEnum(members), ENUM_MEMBERS[name]);
}

const newerOptions = newerMembers(host, OPTIONS);
const newerEvents = newerMembers(host, EVENTS);
const newerInResponse = newerMembers(host, RESPONSE);

limits.options = (options, site) => withoutNewer(host, options, newerOptions, site);
limits.asksValidation = (site) => {
  if (host.api() >= ASKS_VALIDATION) return true;
  const text = `API ${host.api()} ignores a function as remoteValidation: devices ask it since API ${ASKS_VALIDATION}`;
  host.note('since remoteValidation', text, site);
  return false;
};
limits.isNewerEvent = (type, site) => isNewerEvent(host, newerEvents, type, site);
if (newerInResponse !== undefined) {
  limits.hasTiming = newerInResponse.performanceTiming === undefined;
  limits.hasInfo = newerInResponse.connectionExtraInfo === undefined;
  limits.responsePrototype = notingPrototype(host, 'HttpResponse', getPrototypeOf({}), newerInResponse);
}
