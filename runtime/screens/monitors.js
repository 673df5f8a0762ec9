/**
 * @Monitor: a method that is called once per task after what it names has changed.
 * Source: the ArkTS state management guide of OpenHarmony ("@Monitor").
 */
import { rawOf, versionOf } from 'ohosrun:screens/observed.js';

/** @typedef {{ now: unknown, version: number }} Seen */
/** @typedef {{ target: any, method: string, paths: string[], seen: Seen[], isOver: () => boolean }} Monitor */

/** @type {Monitor[]} */
let monitors = [];

/** @param {any} target @param {string} path */
const valueAt = (target, path) => {
  let value = target;
  for (const name of path.split('.')) {
    if (value === undefined || value === null) return undefined;
    value = value[name];
  }
  return value;
};

/** @param {any} target @param {string} path @returns {Seen} */
const look = (target, path) => {
  const now = valueAt(target, path);
  return { now: rawOf(now), version: versionOf(now) };
};

/**
 * @param {any} target
 * @param {string} method
 * @param {string[]} paths
 * @param {() => boolean} isOver whether the target is gone
 */
export const monitor = (target, method, paths, isOver) => {
  monitors.push({ target, method, paths, seen: paths.map((path) => look(target, path)), isOver });
};

/** Calls those whose values have changed since they were last looked at. */
export const tellMonitors = () => {
  if (monitors.length === 0) return;
  monitors = monitors.filter((one) => !one.isOver());
  for (const one of [...monitors]) tell(one);
};

/** @param {Monitor} one */
const tell = ({ target, method, paths, seen }) => {
  /** @type {Map<string, { path: string, before: unknown, now: unknown }>} */
  const dirty = new Map();
  paths.forEach((path, i) => {
    const before = seen[i];
    const after = look(target, path);
    if (Object.is(before.now, after.now) && before.version === after.version) return;
    seen[i] = after;
    dirty.set(path, { path, before: before.now, now: after.now });
  });
  if (dirty.size === 0) return;
  target[method]({
    dirty: [...dirty.keys()],
    value: (/** @type {string} */ path) => (path === undefined ? dirty.values().next().value : dirty.get(path)),
  });
};
