/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/net_websocket';
import webSocket, { limits } from 'ohosrun:bindings/net_websocket/index.js';
import { bySince, isNewerEvent, newerMembers, withoutNewer } from 'ohosrun:kit/since.js';

bySince(host, 'webSocket', webSocket, { createWebSocketServer: 19 });

const newerOptions = newerMembers(host, {
  caPath: 11, clientCert: 11, proxy: 12, protocol: 12, skipServerCertVerification: 20, pingInterval: 21, pongTimeout: 21,
});
const newerEvents = newerMembers(host, { dataEnd: 11, headerReceive: 12 });

limits.options = (given, site) => withoutNewer(host, given, newerOptions, site);
limits.isNewerEvent = (type, site) => isNewerEvent(host, newerEvents, type, site);
