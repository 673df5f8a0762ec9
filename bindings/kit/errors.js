/** What a device throws, and hands to callbacks and promises: errors with a code. */
import { NativeError, defineProperty } from 'ohosrun:kit/intrinsics.js';

const PERMISSION_DENIED = 201;
export const PARAMETER_ERROR = 401;

/**
 * @param {number | string} code
 * @param {string} message
 * @returns {Error & { code: number | string }}
 */
export function businessError(code, message) {
  const error = new NativeError(message);
  return /** @type {any} */ (defineProperty(error, 'code', {
    __proto__: null, value: code, enumerable: true, writable: true, configurable: true,
  }));
}

/**
 * An error as the modules of ArkTS itself throw it (containers, buffer, JSON): its name is BusinessError.
 * @param {number} code
 * @param {string} message
 */
export function languageError(code, message) {
  return defineProperty(businessError(code, message), 'name', {
    __proto__: null, value: 'BusinessError', enumerable: true, writable: true, configurable: true,
  });
}

/** @param {string} [message] as the module's device says it */
export const parameterError = (message = 'Parameter error') => businessError(PARAMETER_ERROR, message);

/** As most of them say it. @param {string} what is wrong, as a sentence */
export const invalidParameter = (what) => parameterError(`Parameter error. ${what}`);

/**
 * Throws 201 where the run denies the program `ohos.permission.` and `name`.
 * @param {{ isDenied(permission: string): boolean }} host
 * @param {string} name
 * @param {string} [message] as the module's device says it
 */
export function checkPermission(host, name, message = 'Permission denied') {
  if (host.isDenied(`ohos.permission.${name}`)) throw businessError(PERMISSION_DENIED, message);
}

/**
 * The error of a member that the SDK has and ohosrun has not.
 * @param {string} module its specifier
 * @param {string} member
 */
export const notHere = (module, member) => new NativeError(`${module}: ${member} is not here`);

/**
 * Gives `target` members that the SDK has and ohosrun has not: reading one is fine, calling or constructing it throws.
 * @template {object} T
 * @param {T} target
 * @param {string} module its specifier
 * @param {string[]} members
 * @returns {T} target
 */
export function withMembersNotHere(target, module, members) {
  for (let i = 0; i < members.length; i++) {
    const member = members[i];
    const refuse = function () { throw notHere(module, member); };
    defineProperty(refuse, 'name', { __proto__: null, value: member });
    defineProperty(target, member, {
      __proto__: null, value: refuse, enumerable: false, writable: true, configurable: true,
    });
  }
  return target;
}
