/** @ohos.abilityAccessCtrl: every permission is granted but those of `--deny`. */
import { host, ops } from 'ohosrun:bridge/ability_access';
import { businessError, invalidParameter } from 'ohosrun:kit/errors.js';
import { answer } from 'ohosrun:kit/calls.js';
import { isArray } from 'ohosrun:kit/intrinsics.js';

const GrantStatus = { PERMISSION_DENIED: -1, PERMISSION_GRANTED: 0 };
const PermissionStatus = { DENIED: -1, GRANTED: 0, NOT_DETERMINED: 1, INVALID: 2, RESTRICTED: 3 };
const PermissionStateChangeType = { PERMISSION_REVOKED_OPER: 0, PERMISSION_GRANTED_OPER: 1 };
const SwitchType = { CAMERA: 0, MICROPHONE: 1, LOCATION: 2 };

const LONGEST_NAME = 256;

/** @param {unknown} permission @returns {number} */
const statusOf = (permission) => (host.isDenied(permission) ? GrantStatus.PERMISSION_DENIED : GrantStatus.PERMISSION_GRANTED);

/**
 * @param {unknown} token
 * @param {any} permission
 */
function judge(token, permission) {
  if (typeof token !== 'number' || typeof permission !== 'string') {
    throw invalidParameter('Possible causes: 1. Incorrect parameter types.');
  }
  if (token === 0 || permission === '' || permission.length > LONGEST_NAME) {
    throw businessError(12100001, 'The parameter is invalid.');
  }
}

/** @param {unknown} token @param {unknown} permission */
function checkAccessTokenSync(token, permission) {
  judge(token, permission);
  return statusOf(permission);
}

/** @param {unknown} token @param {unknown} permission @param {unknown} [callback] */
function checkAccessToken(token, permission, callback) {
  if (typeof token !== 'number' || typeof permission !== 'string') judge(token, permission);
  return answer(host, callback, '', () => checkAccessTokenSync(token, permission));
}

/**
 * @param {any} context
 * @param {any} permissions
 */
function judgeRequest(context, permissions) {
  if (typeof context !== 'object' || context === null || !isArray(permissions) || permissions.length === 0) {
    throw invalidParameter('Possible causes: 1. Incorrect parameter types.');
  }
  for (let i = 0; i < permissions.length; i++) {
    if (typeof permissions[i] !== 'string') {
      throw invalidParameter('Possible causes: 1. Incorrect parameter types.');
    }
  }
}

/**
 * @param {any} context
 * @param {any} permissions
 * @param {unknown} [callback]
 */
function requestPermissionsFromUser(context, permissions, callback) {
  judgeRequest(context, permissions);
  return answer(host, callback, '', () => {
    /** @type {{ permissions: string[], authResults: number[], dialogShownResults: boolean[] }} */
    const result = { permissions: [], authResults: [], dialogShownResults: [] };
    for (let i = 0; i < permissions.length; i++) {
      result.permissions[i] = permissions[i];
      result.authResults[i] = statusOf(permissions[i]);
      result.dialogShownResults[i] = true;
      ops.asked(permissions[i], result.authResults[i] === GrantStatus.PERMISSION_GRANTED);
    }
    return result;
  });
}

const ignore = () => {};

const createAtManager = () => ({
  checkAccessToken,
  checkAccessTokenSync,
  verifyAccessToken: checkAccessToken,
  verifyAccessTokenSync: checkAccessTokenSync,
  requestPermissionsFromUser,
  getSelfPermissionStatus: (/** @type {unknown} */ permission) => {
    judge(1, permission);
    return statusOf(permission);
  },
  requestPermissionOnSetting: (/** @type {any} */ context, /** @type {any} */ permissions) => {
    judgeRequest(context, permissions);
    return answer(host, undefined, '', () => {
      /** @type {number[]} */
      const statuses = [];
      for (let i = 0; i < permissions.length; i++) statuses[i] = statusOf(permissions[i]);
      return statuses;
    });
  },
  requestGlobalSwitch: () => answer(host, undefined, '', () => true),
  // Nobody changes a permission while a run goes on.
  on: ignore,
  off: ignore,
});

export default { createAtManager, GrantStatus, PermissionStatus, PermissionStateChangeType, SwitchType };
