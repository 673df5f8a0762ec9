/** @system.configuration: the language of the phone of @ohos.deviceInfo. */
export default { getLocale: () => ({ language: 'zh', countryOrRegion: 'CN', dir: 'ltr', unicodeSetting: '' }) };
