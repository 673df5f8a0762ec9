/**
 * @ohos.app.ability.abilityDelegatorRegistry: how a test starts an ability of its project, and waits for one.
 * Source: the declarations of the OpenHarmony SDK ("AbilityDelegator.d.ts", "AbilityMonitor.d.ts").
 */
import { indexOf, push, splice } from 'ohosrun:kit/intrinsics.js';
import { testing } from 'ohosrun:ui-test';

const AbilityLifecycleState = { UNINITIALIZED: 0, CREATE: 1, FOREGROUND: 2, BACKGROUND: 3, DESTROY: 4 };
const SHORT_OF_TIME = 5000;

/** @param {any} callback @param {Promise<any>} promise */
const answer = (callback, promise) => {
  if (typeof callback !== 'function') return promise;
  promise.then((value) => callback(undefined, value), (error) => callback(error));
  return undefined;
};

/** @type {any} the ability that was started last */
let top;
/** @type {any[]} */
const monitors = [];
/** @type {{ monitor: any, found: (ability: any) => void }[]} */
const waiting = [];

/** @param {any[]} list @param {any} one */
const forget = (list, one) => {
  const index = indexOf(list, one);
  if (index >= 0) splice(list, index, 1);
};

/** @param {any} monitor @param {any} ability */
const isMeant = (monitor, ability) => monitor?.abilityName === ability.launchWant?.abilityName;

/** @param {any} ability what monitors are told of */
const tell = (ability) => {
  for (const monitor of [...monitors]) {
    if (!isMeant(monitor, ability)) continue;
    monitor.onAbilityCreate?.(ability);
    monitor.onWindowStageCreate?.(ability);
    monitor.onAbilityForeground?.(ability);
  }
  for (const one of [...waiting]) {
    if (isMeant(one.monitor, ability)) one.found(ability);
  }
};

/** @param {any} want */
const start = async (want) => {
  const ability = await testing.startAbility(want);
  if (ability === undefined) throw new Error(`the project has no ability ${want?.abilityName ?? ''}`);
  top = ability;
  tell(ability);
};

/** @param {any} monitor @param {number} timeout in ms @returns {Promise<any>} */
const started = (monitor, timeout) => new Promise((resolve, reject) => {
  if (top !== undefined && isMeant(monitor, top)) {
    resolve(top);
    return;
  }
  const one = { monitor, found: (/** @type {any} */ ability) => {
    forget(waiting, one);
    clearTimeout(timer);
    resolve(ability);
  } };
  const timer = setTimeout(() => {
    forget(waiting, one);
    reject(new Error(`waitAbilityMonitor: no ability ${monitor?.abilityName ?? ''} was started in ${timeout} ms`));
  }, timeout);
  push(waiting, one);
});

/** @param {any} monitor */
const add = (monitor) => { push(monitors, monitor); };
/** @param {any} monitor */
const remove = (monitor) => { forget(monitors, monitor); };
/** @param {any} callback @param {() => void} action */
const after = (callback, action) => answer(callback, (async () => { action(); })());

const delegator = {
  startAbility: (/** @type {any} */ want, /** @type {any} */ callback) => answer(callback, start(want)),
  getAppContext: () => testing.context,
  getCurrentTopAbility: (/** @type {any} */ callback) => answer(callback, Promise.resolve(top)),
  getAbilityState: (/** @type {any} */ ability) => (
    ability !== undefined && ability === top ? AbilityLifecycleState.FOREGROUND : AbilityLifecycleState.UNINITIALIZED
  ),
  addAbilityMonitor: (/** @type {any} */ monitor, /** @type {any} */ callback) => after(callback, () => { add(monitor); }),
  addAbilityMonitorSync: add,
  removeAbilityMonitor: (/** @type {any} */ monitor, /** @type {any} */ callback) => (
    after(callback, () => { remove(monitor); })
  ),
  removeAbilityMonitorSync: remove,
  waitAbilityMonitor: (/** @type {any} */ monitor, /** @type {any[]} */ ...rest) => (
    answer(rest.at(-1), started(monitor, typeof rest[0] === 'number' ? rest[0] : SHORT_OF_TIME))
  ),
  print: (/** @type {string} */ text, /** @type {any} */ callback) => {
    console.log(text);
    return answer(callback, Promise.resolve());
  },
  printSync: (/** @type {string} */ text) => { console.log(text); },
  executeShellCommand: (/** @type {string} */ _command, /** @type {any} */ ...rest) => (
    answer(rest.at(-1), Promise.resolve({ stdResult: '', exitCode: 0 }))
  ),
};

const getArguments = () => ({
  bundleName: testing.context.abilityInfo.bundleName, parameters: {}, testCaseNames: '', testRunnerClassName: '',
});

export default { AbilityLifecycleState, getAbilityDelegator: () => delegator, getArguments };
