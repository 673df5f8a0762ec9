/** @system.app. */
import { ops } from 'ohosrun:bridge/system_app';

const { setTimeout } = globalThis;

/** @param {any} options */
const done = (options) => {
  setTimeout(() => {
    options?.success?.();
    options?.complete?.();
  }, 0);
};

export default {
  getInfo: () => ({ appID: ops.name(), appName: ops.name(), versionName: '1.0.0', versionCode: 1000000 }),
  terminate: () => ops.exit(0),
  requestFullWindow: () => {},
  setImageCacheCount: () => {},
  setImageRawDataCacheSize: () => {},
  setImageFileCacheSize: () => {},
  screenOnVisible: done,
};
