/** Which entries of a folder a filter lets through. */
import { endsWith, isArray, slice, startsWith } from 'ohosrun:kit/intrinsics.js';
import { invalid } from 'ohosrun:bindings/file_fs/calls.js';
import { nameOf } from 'ohosrun:bindings/file_fs/file.js';

/**
 * `displayName` with a `*` at its end stands for every name that begins so.
 * @param {string} name
 * @param {string} pattern
 */
function matches(name, pattern) {
  const last = pattern.length - 1;
  return pattern[last] === '*' ? startsWith(name, slice(pattern, 0, last)) : name === pattern;
}

/**
 * @param {string} path
 * @param {any} patterns
 * @param {(name: string, pattern: string) => boolean} test
 */
function some(path, patterns, test) {
  if (patterns === undefined) return true;
  if (!isArray(patterns) || patterns.length === 0) throw invalid();
  const name = nameOf(path);
  for (let i = 0; i < patterns.length; i++) if (test(name, patterns[i])) return true;
  return false;
}

/**
 * @param {any[][]} entries name, size, mtime
 * @param {any} options listNum: at most so many; filter
 * @returns {string[]}
 */
export function filtered(entries, options) {
  const limit = options?.listNum ?? 0;
  const filter = options?.filter ?? {};
  if (typeof limit !== 'number' || limit < 0) throw invalid();
  const names = [];
  for (let i = 0; i < entries.length && (limit === 0 || names.length < limit); i++) {
    const [name, size, modified] = entries[i];
    const kept = some(name, filter.suffix, endsWith) && some(name, filter.displayName, matches)
      && (filter.fileSizeOver === undefined || size > filter.fileSizeOver)
      && (filter.lastModifiedAfter === undefined || modified > filter.lastModifiedAfter);
    if (kept) names[names.length] = name;
  }
  return names;
}
