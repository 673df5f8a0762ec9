/** @ohos.deviceInfo: a phone that is not there. What a program may decide by is plausible, the rest says what it is. */
import { host, ops } from 'ohosrun:bridge/device_info';
import { defineProperty } from 'ohosrun:kit/intrinsics.js';

// What a run stands for without --api.
const NEWEST = 20;
const api = () => host.api() || NEWEST;

const describe = () => ({
  deviceType: 'phone',
  manufacture: 'ohosrun',
  brand: 'ohosrun',
  marketName: 'ohosrun',
  productSeries: 'OHOS',
  productModel: 'ohosrun',
  softwareModel: 'ohosrun',
  hardwareModel: 'ohosrun',
  hardwareProfile: 'default',
  serial: '',
  bootloaderVersion: 'bootloader',
  abiList: ops.abi(),
  securityPatchTag: '',
  displayVersion: 'ohosrun',
  incrementalVersion: '1',
  osReleaseType: 'Release',
  osFullName: `OpenHarmony-${ops.release(api())}`,
  majorVersion: ops.version(api(), 0),
  seniorVersion: ops.version(api(), 1),
  featureVersion: ops.version(api(), 2),
  buildVersion: ops.version(api(), 3),
  sdkApiVersion: api(),
  firstApiVersion: api(),
  versionId: `ohosrun/${api()}`,
  buildType: 'release',
  buildUser: 'ohosrun',
  buildHost: 'ohosrun',
  buildTime: '0',
  buildRootHash: '',
  udid: '',
  distributionOSName: '',
  distributionOSVersion: '',
  distributionOSApiVersion: 0,
  distributionOSReleaseType: '',
  ODID: '',
});

/** @type {Record<string, any> | undefined} */
let described;
/** @type {any} */
const deviceInfo = {};

/** @param {string} name */
function member(name) {
  // As there: it can be read, and not set.
  defineProperty(deviceInfo, name, {
    __proto__: null,
    get: () => {
      described ??= describe();
      return described[name];
    },
    enumerable: true,
    configurable: false,
  });
}

const NAMES = [
  'deviceType', 'manufacture', 'brand', 'marketName', 'productSeries', 'productModel', 'softwareModel',
  'hardwareModel', 'hardwareProfile', 'serial', 'bootloaderVersion', 'abiList', 'securityPatchTag', 'displayVersion',
  'incrementalVersion', 'osReleaseType', 'osFullName', 'majorVersion', 'seniorVersion', 'featureVersion',
  'buildVersion', 'sdkApiVersion', 'firstApiVersion', 'versionId', 'buildType', 'buildUser', 'buildHost', 'buildTime',
  'buildRootHash', 'udid', 'distributionOSName', 'distributionOSVersion', 'distributionOSApiVersion',
  'distributionOSReleaseType', 'ODID',
];
/** Of what came after API 9, the version that brought it. @type {Record<string, number>} */
export const SINCE = {
  distributionOSName: 10, distributionOSVersion: 10, distributionOSApiVersion: 10, distributionOSReleaseType: 10, ODID: 12,
};
// A member cannot be taken away again: what is too new must not become one.
for (let i = 0; i < NAMES.length; i++) if (!(host.api() < SINCE[NAMES[i]] && host.api() > 0)) member(NAMES[i]);

export default deviceInfo;
