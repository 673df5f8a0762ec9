/** Members by the API version that brought them. */
import { keys } from 'ohosrun:kit/intrinsics.js';

/**
 * Removes from `target` what a device of this run's API does not have.
 * @template {Record<string, any>} T
 * @param {{ api(): number }} host
 * @param {T} target
 * @param {Record<string, number>} since member -> first API version
 * @returns {T} target
 */
export function bySince(host, target, since) {
  const api = host.api();
  if (api === 0) return target;
  const members = keys(since);
  for (let i = 0; i < members.length; i++) {
    if (since[members[i]] > api) delete (/** @type {any} */ (target))[members[i]];
  }
  return target;
}
