/** @system.app. */
import { host, ops } from 'ohosrun:bridge/system_app';
import { answer } from 'ohosrun:kit/options.js';

export default {
  getInfo: () => ({ appID: ops.name(), appName: ops.name(), versionName: '1.0.0', versionCode: 1000000 }),
  terminate: () => ops.exit(0),
  requestFullWindow: () => {},
  setImageCacheCount: () => {},
  setImageRawDataCacheSize: () => {},
  setImageFileCacheSize: () => {},
  screenOnVisible: (/** @type {any} */ options) => answer(host, options, () => [0]),
};
