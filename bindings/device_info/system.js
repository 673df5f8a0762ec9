/** @system.device: the phone of @ohos.deviceInfo, as API 3 asks for it. */
import deviceInfo from 'ohosrun:bindings/device_info/index.js';

const { setTimeout } = globalThis;

export default {
  getInfo: (/** @type {any} */ options) => {
    setTimeout(() => {
      options?.success?.({
        brand: deviceInfo.brand, manufacturer: deviceInfo.manufacture, model: deviceInfo.productModel,
        product: deviceInfo.productModel, language: 'zh', region: 'CN', windowWidth: 1080, windowHeight: 2340,
        screenDensity: 3, screenShape: 'rect', apiVersion: deviceInfo.sdkApiVersion,
        releaseType: deviceInfo.osReleaseType, deviceType: deviceInfo.deviceType,
      });
      options?.complete?.();
    }, 0);
  },
};
