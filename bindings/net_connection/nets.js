/** Networks as a program holds them, and what can be said of the default one. */
import { host, ops } from 'ohosrun:bridge/net_connection';
import { callbackOf, settled } from 'ohosrun:kit/calls.js';
import { businessError, checkPermission, PARAMETER_ERROR } from 'ohosrun:kit/errors.js';

const WIFI = 1;
// Internet, not a VPN, validated.
const CAPABILITIES = [12, 15, 16];
const WIRED_KBPS = 100000;
const WIRELESS_KBPS = 50000;

export const parameterError = () => businessError(PARAMETER_ERROR, 'Parameter error.');

/** @param {string} permission throws 201 where the program does not have it */
export function permitted(permission) {
  checkPermission(host, permission, 'Permission denied.');
}

/**
 * @param {any[]} args host, what a caller has read, callback
 * @param {number} family 0 for both
 * @param {(addresses: any[]) => unknown} [pick] what of them is the outcome
 */
export function lookedUp(args, family, pick = (addresses) => addresses) {
  if (typeof args[0] !== 'string') throw parameterError();
  return settled(host, callbackOf(args), '', (settle) => {
    permitted('INTERNET');
    ops.lookUp(args[0], family, (/** @type {any[] | null} */ found) => {
      if (found === null) {
        settle(businessError(2100003, 'System internal error.'));
        return;
      }
      const addresses = [];
      for (let i = 0; i < found.length; i++) addresses[i] = { address: found[i][0], family: found[i][1], port: 0 };
      settle(undefined, pick(addresses));
    });
  });
}

class NetHandle {
  /** @param {number} netId 0 stands for none */
  constructor(netId) {
    this.netId = netId;
  }

  /** @param {any[]} args host, callback */
  getAddressesByName(...args) { return lookedUp(args, 0); }

  /** @param {any[]} args host, callback */
  getAddressByName(...args) { return lookedUp(args, 0, (addresses) => addresses[0]); }

  /** @param {any[]} args a socket, callback; every socket of this machine is of its one network already */
  bindSocket(...args) {
    if (typeof args[0] !== 'object' || args[0] === null) throw parameterError();
    return settled(host, callbackOf(args), '', (settle) => host.later(() => settle(undefined)));
  }
}

/** @param {number} netId */
export const handleOf = (netId) => new NetHandle(netId);

/** @param {any} handle throws where there is no such network */
export function checkedHandle(handle) {
  if (handle.netId === 0 || handle.netId !== ops.defaultNet()) throw businessError(2100001, 'Invalid parameter value.');
}

export const properties = () => ops.properties();

export function capabilities() {
  const bearer = ops.bearer();
  const speed = bearer === WIFI ? WIRELESS_KBPS : WIRED_KBPS;
  /** @type {number[]} */
  const networkCap = [];
  for (let i = 0; i < CAPABILITIES.length; i++) networkCap[i] = CAPABILITIES[i];
  return { linkUpBandwidthKbps: speed, linkDownBandwidthKbps: speed, networkCap, bearerTypes: [bearer] };
}
