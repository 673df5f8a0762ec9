/**
 * @ohos.ability.featureAbility: the context of an app of the FA model, whose folders are asked for by functions.
 * Source: the declarations of the OpenHarmony SDK ("@ohos.ability.featureAbility.d.ts", "app/context.d.ts").
 */
import { host, ops } from 'ohosrun:bridge/ui';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { withMembersNotHere } from 'ohosrun:kit/errors.js';
import { context } from 'ohosrun:bindings/ui/context.js';

const { create } = Object;
const GRANTED = 0;
const DENIED = -1;

/** @param {(...args: any[]) => unknown} work @returns {(...args: any[]) => any} a function with a callback or a promise */
const asked = (work) => (...args) => answer(host, callbackOf(args), '', () => work(...args));

/** @param {unknown} permission */
const grantOf = (permission) => (host.isDenied(`${permission}`) ? DENIED : GRANTED);

/** @param {any} permissions @param {any} requestCode */
function requested(permissions, requestCode) {
  const authResults = [];
  for (let i = 0; i < (permissions?.length ?? 0); i++) {
    ops.show('ask', `${permissions[i]}`);
    authResults[i] = grantOf(permissions[i]);
  }
  return { requestCode, permissions, authResults };
}

const folderOf = (/** @type {string} */ path) => path.slice(0, path.lastIndexOf('/'));

/** @type {any} what a context of the stage model has is there, too: other modules ask it for folders */
const ofFeature = create(context);
ofFeature.getFilesDir = asked(() => context.filesDir);
ofFeature.getCacheDir = asked(() => context.cacheDir);
ofFeature.getOrCreateLocalDir = asked(() => folderOf(context.filesDir));
ofFeature.getOrCreateDistributedDir = asked(() => context.distributedFilesDir);
ofFeature.getBundleName = asked(() => ops.bundle());
ofFeature.getCallingBundle = asked(() => ops.bundle());
ofFeature.getProcessName = asked(() => ops.bundle());
ofFeature.getAppType = asked(() => 'ability');
ofFeature.getApplicationInfo = asked(() => context.applicationInfo);
ofFeature.getAbilityInfo = asked(() => context.abilityInfo);
ofFeature.getHapModuleInfo = asked(() => context.currentHapModuleInfo);
ofFeature.getElementName = asked(() => ({ bundleName: ops.bundle(), abilityName: context.abilityInfo.name, deviceId: '' }));
ofFeature.getAppVersionInfo = asked(() => ({ appName: ops.bundle(), versionCode: 1000000, versionName: '1.0.0' }));
ofFeature.isUpdatingConfigurations = asked(() => false);
ofFeature.verifyPermission = asked(grantOf);
ofFeature.requestPermissionsFromUser = asked(requested);

/** @param {any} parameter */
const wanted = (parameter) => {
  const { bundleName = '', abilityName = '' } = parameter?.want ?? {};
  ops.show('start', `${bundleName}${abilityName === '' ? '' : `/${abilityName}`}`);
  return 0;
};
const terminated = () => { ops.show('start', 'terminateSelf'); };

export default withMembersNotHere({
  AbilityWindowConfiguration: {
    WINDOW_MODE_UNDEFINED: 0, WINDOW_MODE_FULLSCREEN: 1, WINDOW_MODE_SPLIT_PRIMARY: 100,
    WINDOW_MODE_SPLIT_SECONDARY: 101, WINDOW_MODE_FLOATING: 102,
  },
  AbilityStartSetting: {
    BOUNDS_KEY: 'abilityBounds', WINDOW_MODE_KEY: 'windowMode', DISPLAY_ID_KEY: 'displayId',
  },
  ErrorCode: { NO_ERROR: 0, INVALID_PARAMETER: -1, ABILITY_NOT_FOUND: -2, PERMISSION_DENY: -3 },
  DataAbilityOperationType: { TYPE_INSERT: 1, TYPE_UPDATE: 2, TYPE_DELETE: 3, TYPE_ASSERT: 4 },
  getContext: () => ofFeature,
  getWant: asked(() => ({ bundleName: ops.bundle(), abilityName: context.abilityInfo.name, parameters: {} })),
  hasWindowFocus: asked(() => true),
  startAbility: asked(wanted),
  terminateSelf: asked(terminated),
  terminateSelfWithResult: asked(terminated),
}, '@ohos.ability.featureAbility', [
  'acquireDataAbilityHelper', 'connectAbility', 'disconnectAbility', 'getWindow', 'startAbilityForResult',
]);
