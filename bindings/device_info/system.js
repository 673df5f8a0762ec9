/** @system.device: the phone of @ohos.deviceInfo, as API 3 asks for it. */
import { host } from 'ohosrun:bridge/device_info';
import { answer } from 'ohosrun:kit/options.js';
import deviceInfo from 'ohosrun:bindings/device_info/index.js';

export default {
  getInfo: (/** @type {any} */ options) => answer(host, options, () => [0, {
    brand: deviceInfo.brand, manufacturer: deviceInfo.manufacture, model: deviceInfo.productModel,
    product: deviceInfo.productModel, language: 'zh', region: 'CN', windowWidth: 1080, windowHeight: 2340,
    screenDensity: 3, screenShape: 'rect', apiVersion: deviceInfo.sdkApiVersion,
    releaseType: deviceInfo.osReleaseType, deviceType: deviceInfo.deviceType,
  }]),
};
