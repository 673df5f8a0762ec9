/** @ohos.app.ability.abilityDelegatorRegistry: how a test starts an ability of its project. */
import { testing } from 'ohosrun:ui-test';

/** @param {any} callback @param {Promise<any>} promise */
const answer = (callback, promise) => {
  if (typeof callback !== 'function') return promise;
  promise.then((value) => callback(undefined, value), (error) => callback(error));
  return undefined;
};

const delegator = {
  startAbility: (/** @type {any} */ want, /** @type {any} */ callback) => answer(callback, (async () => {
    const name = want?.abilityName ?? '';
    if (!await testing.startAbility(name)) throw new Error(`the project has no ability ${name}`);
  })()),
  getAppContext: () => undefined,
  getCurrentTopAbility: (/** @type {any} */ callback) => answer(callback, Promise.resolve(undefined)),
  print: (/** @type {string} */ text, /** @type {any} */ callback) => {
    console.log(text);
    return answer(callback, Promise.resolve());
  },
  printSync: (/** @type {string} */ text) => { console.log(text); },
  executeShellCommand: (/** @type {string} */ _command, /** @type {any} */ ...rest) => (
    answer(rest.at(-1), Promise.resolve({ stdResult: '', exitCode: 0 }))
  ),
};

const given = { bundleName: 'com.example.application', parameters: {}, testCaseNames: '', testRunnerClassName: '' };

export default { getAbilityDelegator: () => delegator, getArguments: () => given };
