/**
 * Members by the API version that brought them. Without --api everything is there, and this is not even loaded. With it,
 * the `since.js` of a binding takes away what is newer before a program sees the façade, and a read of it, which is
 * undefined, says so.
 */
import {
  NativeProxy, apply, callSite, create, defineProperty, getPrototypeOf, hasOwn, keys, readProperty, setPrototypeOf,
} from 'ohosrun:kit/intrinsics.js';

/**
 * @typedef {object} Host
 * @property {() => number} api
 * @property {(topic: string, message: string, stack: string) => void} note
 * @property {(topic: string, message: string, stack: string) => void} absent
 */

/**
 * The members of `since` that a device of this run's API does not have, with theirs; undefined: it has all.
 * @param {Host} host
 * @param {Record<string, number>} since member -> first API version
 * @returns {Record<string, number> | undefined}
 */
export function newerMembers(host, since) {
  const api = host.api();
  if (api === 0) return undefined;
  /** @type {Record<string, number> | undefined} */
  let newer;
  const members = keys(since);
  for (let i = 0; i < members.length; i++) {
    if (since[members[i]] > api) (newer ??= /** @type {any} */ ({ __proto__: null }))[members[i]] = since[members[i]];
  }
  return newer;
}

/**
 * A prototype below `base` that says so when one of `newer` is read, which is not there.
 * @param {Host} host
 * @param {string} owner what the members belong to, as a program calls it
 * @param {object} base
 * @param {Record<string, number>} newer member -> first API version
 * @returns {object}
 */
export function notingPrototype(host, owner, base, newer) {
  return new NativeProxy(create(base), {
    __proto__: null,
    /** @param {object} target @param {string | symbol} name @param {unknown} receiver */
    get(target, name, receiver) {
      if (typeof name === 'string' && hasOwn(newer, name)) {
        host.absent(
          `since ${owner}.${name}`,
          `API ${host.api()} has no ${owner}.${name}, which is undefined there: devices have it since API ${newer[name]}`,
          callSite(),
        );
        return undefined;
      }
      return readProperty(target, name, receiver);
    },
  });
}

/**
 * Removes from `target` what a device of this run's API does not have.
 * @template {object} T
 * @param {Host} host
 * @param {string} owner what the members belong to, as a program calls it
 * @param {T} target
 * @param {Record<string, number>} since member -> first API version
 * @returns {T} target
 */
export function bySince(host, owner, target, since) {
  const newer = newerMembers(host, since);
  if (newer === undefined) return target;
  const members = keys(newer);
  for (let i = 0; i < members.length; i++) delete (/** @type {any} */ (target))[members[i]];
  return setPrototypeOf(target, notingPrototype(host, owner, getPrototypeOf(target), newer));
}

/**
 * The same for what the function `maker` of `target` makes.
 * @param {Host} host
 * @param {string} owner
 * @param {any} target
 * @param {string} maker
 * @param {Record<string, number>} since
 */
export function madeBySince(host, owner, target, maker, since) {
  const make = target[maker];
  defineProperty(target, maker, {
    __proto__: null, writable: true, enumerable: true, configurable: true,
    value: (/** @type {any[]} */ ...args) => bySince(host, owner, apply(make, target, args), since),
  });
}

/**
 * Whether a device of this run's API has no event `type`; then a note says so.
 * @param {Host} host
 * @param {Record<string, number> | undefined} newer event -> first API version
 * @param {unknown} type
 * @param {string} site where it is listened to
 */
export function isNewerEvent(host, newer, type, site) {
  if (newer === undefined || typeof type !== 'string' || !hasOwn(newer, type)) return false;
  host.note(
    `event ${type}`,
    `API ${host.api()} has no event '${type}' and ignores it: devices have it since API ${newer[type]}`,
    site,
  );
  return true;
}

/**
 * `options` as a device of this run's API reads them: what is newer is ignored, with a note.
 * @template {object} T
 * @param {Host} host
 * @param {T} options
 * @param {Record<string, number> | undefined} newer option -> first API version
 * @param {string} site where they were given
 * @returns {T}
 */
export function withoutNewer(host, options, newer, site) {
  if (newer === undefined) return options;
  let found = false;
  const names = keys(newer);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (!(name in options)) continue;
    found = true;
    host.note(
      `option ${name}`,
      `API ${host.api()} ignores the option '${name}': devices read it since API ${newer[name]}`,
      site,
    );
  }
  if (!found) return options;
  return new NativeProxy(options, {
    __proto__: null,
    get: (target, name) => (typeof name === 'string' && hasOwn(newer, name) ? undefined : readProperty(target, name)),
    has: (target, name) => !(typeof name === 'string' && hasOwn(newer, name)) && name in target,
  });
}
