/** @ohos.net.connection: the networks of this machine, of which the default one is the one that can be asked about. */
import { host, ops } from 'ohosrun:bridge/net_connection';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { businessError, withMembersNotHere } from 'ohosrun:kit/errors.js';
import { isArray, isObject } from 'ohosrun:kit/intrinsics.js';
import { NetConnection } from 'ohosrun:bindings/net_connection/listening.js';
import {
  capabilities, checkedHandle, handleOf, lookedUp, parameterError, permitted, properties,
} from 'ohosrun:bindings/net_connection/nets.js';

const NetCap = {
  NET_CAPABILITY_MMS: 0, NET_CAPABILITY_NOT_METERED: 11, NET_CAPABILITY_INTERNET: 12, NET_CAPABILITY_NOT_VPN: 15,
  NET_CAPABILITY_VALIDATED: 16, NET_CAPABILITY_PORTAL: 17, NET_CAPABILITY_CHECKING_CONNECTIVITY: 31,
};
const NetBearType = {
  BEARER_CELLULAR: 0, BEARER_WIFI: 1, BEARER_BLUETOOTH: 2, BEARER_ETHERNET: 3, BEARER_VPN: 4,
};
const Socks5DnsStrategy = { SYSTEM_MODE: 0, PROXY_MODE: 1 };
const FamilyType = { FAMILY_TYPE_ALL: 0, FAMILY_TYPE_IPV4: 1, FAMILY_TYPE_IPV6: 2 };
const ProxyMode = { PROXY_MODE_OFF: 0, PROXY_MODE_AUTO: 1 };

// Not in the declarations that are newest here, and refused by name.
const NOT_HERE = [
  'setPacFileUrl', 'getPacFileUrl', 'setPacUrl', 'getPacUrl', 'findProxyForUrl', 'setProxyMode', 'getProxyMode',
  'addCustomDnsRule', 'removeCustomDnsRule', 'clearCustomDnsRules', 'setGlobalHttpProxy', 'getGlobalHttpProxy',
  'enableAirplaneMode', 'disableAirplaneMode', 'factoryReset', 'setInterfaceUp', 'setNetInterfaceConfiguration',
  'createVlanInterface', 'setNetExtAttribute', 'getNetExtAttribute', 'getIpNeighTable', 'getSystemNetPortStates',
  'queryProbeResult', 'setVlanIp', 'getConnectOwnerUid', 'getConnectOwnerUidSync',
];

let appNet = 0;

/**
 * A question with a callback, a promise and a synchronous form.
 * @param {number} parameters how many there are before the callback
 * @param {(...args: any[]) => void} judge throws for wrong arguments, in every form at once
 * @param {(...args: any[]) => unknown} work
 */
function question(parameters, judge, work) {
  return {
    async: (/** @type {any[]} */ ...args) => {
      const callback = callbackOf(args);
      const given = callback === undefined ? args.length : args.length - 1;
      if (given > parameters || (args.length > parameters && callback === undefined)) throw parameterError();
      judge(...args);
      return answer(host, callback, '', () => work(...args));
    },
    sync: (/** @type {any[]} */ ...args) => {
      judge(...args);
      return work(...args);
    },
  };
}

const accept = () => {};
/** @param {any} handle */
const isHandle = (handle) => {
  if (typeof handle?.netId !== 'number') throw parameterError();
};

/** @param {() => unknown} work */
const informed = (work) => () => {
  permitted('GET_NETWORK_INFO');
  return work();
};

const defaultNet = question(0, accept, informed(() => handleOf(ops.defaultNet())));
const hasDefault = question(0, accept, informed(() => ops.defaultNet() !== 0));
const allNets = question(0, accept, informed(() => {
  const id = ops.defaultNet();
  return id === 0 ? [] : [handleOf(id)];
}));
const metered = question(0, accept, informed(() => false));
const ofNet = (/** @type {() => unknown} */ work) => question(1, isHandle, (/** @type {any} */ handle) => {
  permitted('GET_NETWORK_INFO');
  checkedHandle(handle);
  return work();
});
const netProperties = ofNet(properties);
const netCapabilities = ofNet(capabilities);
const report = question(1, isHandle, (/** @type {any} */ handle) => {
  permitted('GET_NETWORK_INFO');
  permitted('INTERNET');
  checkedHandle(handle);
});
const boundNet = question(0, accept, () => handleOf(appNet));
const bindNet = question(1, isHandle, (/** @type {any} */ handle) => {
  permitted('INTERNET');
  if (handle.netId !== 0) checkedHandle(handle);
  appNet = handle.netId;
});
const defaultProxy = question(0, accept, () => {
  const [server, port, exclusionList] = ops.proxy();
  return { host: server, port, exclusionList };
});

/** @param {any[]} args host, options, callback */
function getAddressesByNameWithOptions(...args) {
  const family = args[1]?.family ?? FamilyType.FAMILY_TYPE_ALL;
  if (family !== 0 && family !== 1 && family !== 2) throw parameterError();
  return lookedUp(args, family);
}

/** @param {any} proxy used by every request of the program from now on; an empty host ends that */
function setAppHttpProxy(proxy) {
  if (!isObject(proxy)) throw parameterError();
  const { host: server, port, exclusionList } = proxy;
  if (typeof server !== 'string' || typeof port !== 'number' || !isArray(exclusionList)) throw parameterError();
  if (port < 0 || port > 65535) throw businessError(2100001, 'Invalid parameter value.');
  for (let i = 0; i < exclusionList.length; i++) if (typeof exclusionList[i] !== 'string') throw parameterError();
  ops.setProxy(server, port, exclusionList);
}

/** @param {any} [netSpecifier] @param {any} [timeout] ms */
function createNetConnection(netSpecifier, timeout) {
  const wrong = (netSpecifier !== undefined && netSpecifier !== null && !isObject(netSpecifier))
    || (timeout !== undefined && timeout !== null && typeof timeout !== 'number');
  if (wrong) throw parameterError();
  return new NetConnection();
}

export default withMembersNotHere({
  NetCap,
  NetBearType,
  Socks5DnsStrategy,
  FamilyType,
  ProxyMode,
  createNetConnection,
  getDefaultNet: defaultNet.async,
  getDefaultNetSync: defaultNet.sync,
  hasDefaultNet: hasDefault.async,
  hasDefaultNetSync: hasDefault.sync,
  getAllNets: allNets.async,
  getAllNetsSync: allNets.sync,
  isDefaultNetMetered: metered.async,
  isDefaultNetMeteredSync: metered.sync,
  getConnectionProperties: netProperties.async,
  getConnectionPropertiesSync: netProperties.sync,
  getNetCapabilities: netCapabilities.async,
  getNetCapabilitiesSync: netCapabilities.sync,
  reportNetConnected: report.async,
  reportNetDisconnected: report.async,
  getAppNet: boundNet.async,
  getAppNetSync: boundNet.sync,
  setAppNet: bindNet.async,
  getDefaultHttpProxy: defaultProxy.async,
  setAppHttpProxy,
  getAddressesByName: (/** @type {any[]} */ ...args) => lookedUp(args, 0),
  getAddressesByNameWithOptions,
}, '@ohos.net.connection', NOT_HERE);
