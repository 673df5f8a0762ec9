/** @ohos.process: the process that runs the program. */
import { ops } from 'ohosrun:bridge/process';
import { invalidParameter } from 'ohosrun:kit/errors.js';
import { isInteger } from 'ohosrun:kit/intrinsics.js';

/** @param {unknown} value @param {string} name @returns {number} */
function number(value, name) {
  if (typeof value === 'number') return value;
  throw invalidParameter(`The type of "${name}" must be number`);
}

/** @param {unknown} value @param {string} name @returns {string} */
function text(value, name) {
  if (typeof value === 'string') return value;
  throw invalidParameter(`The type of "${name}" must be string`);
}

/** @param {unknown} code the exit code of the run, its lowest eight bits */
const exit = (code) => {
  const given = number(code, 'code');
  ops.exit(isInteger(given) ? given : 0);
};

// User ids of apps on a device.
const isAppUid = (/** @type {unknown} */ uid) => number(uid, 'uid') >= 20000 && number(uid, 'uid') <= 65535;
const getEnvironmentVar = (/** @type {unknown} */ name) => ops.variable(text(name, 'name'));
const getThreadPriority = (/** @type {unknown} */ thread) => { number(thread, 'v'); return 0; };
const getUidForName = (/** @type {unknown} */ name) => ops.user(text(name, 'v'));
// Signal 0 asks whether the process is there; nothing else is sent to any process from here.
const kill = (/** @type {unknown} */ signal, /** @type {unknown} */ process) => (
  number(signal, 'signal') === 0 && number(process, 'pid') === ops.pid()
);

class ProcessManager {
  isAppUid(/** @type {unknown} */ uid) { return isAppUid(uid); }
  getUidForName(/** @type {unknown} */ name) { return getUidForName(name); }
  getThreadPriority(/** @type {unknown} */ thread) { return getThreadPriority(thread); }
  getEnvironmentVar(/** @type {unknown} */ name) { return getEnvironmentVar(name); }
  exit(/** @type {unknown} */ code) { exit(code); }
  kill(/** @type {unknown} */ signal, /** @type {unknown} */ process) { return kill(signal, process); }
}

export default {
  get pid() { return ops.pid(); },
  get tid() { return ops.pid(); },
  get uid() { return ops.uid(); },
  isIsolatedProcess: () => false,
  is64Bit: () => true,
  isAppUid,
  getUidForName,
  getThreadPriority,
  getEnvironmentVar,
  getStartRealtime: () => ops.started(),
  getPastCpuTime: () => ops.cpu(),
  uptime: () => ops.uptime(),
  abort: () => ops.exit(134),
  exit,
  kill,
  ProcessManager,
};
