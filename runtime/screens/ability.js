/**
 * An ability as the way to a page: its life cycle up to the page it loads.
 * Source: the declarations of the OpenHarmony SDK ("UIAbility.d.ts", "window.WindowStage").
 */
import { context, inAbility } from 'ohosrun:screens/context.js';
import { harmless } from 'ohosrun:screens/values.js';

const KINDS = new Set(['Ability', 'UIAbility']);

/** @param {any} value @returns {boolean} whether it is a class of abilities */
export const isAbility = (value) => {
  if (typeof value !== 'function') return false;
  for (let type = Object.getPrototypeOf(value); typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    if (KINDS.has(type.name)) return true;
  }
  return false;
};

const want = { bundleName: 'com.example.app', abilityName: 'EntryAbility', moduleName: 'entry', parameters: {} };
const launch = { launchReason: 1, lastExitReason: 1 };

/**
 * @param {any} Ability
 * @param {(name: string, run: () => void) => void} step
 * @param {(page: string, storage: any) => Promise<unknown> | undefined} open loads a page
 * @param {any} [given] what it was started with
 * @returns {Promise<any>} the ability
 */
export const startAbility = async (Ability, step, open, given) => {
  const asWanted = { ...want, abilityName: Ability?.name || want.abilityName, ...given };
  const ability = new Ability();
  inAbility(asWanted.abilityName);
  ability.context ??= context;
  ability.launchWant ??= asWanted;
  /** @type {{ page: string, storage: any, callback: any }[]} */
  const asked = [];
  let hasStarted = false;
  const openAsked = async () => {
    for (let next = asked[0]; next !== undefined; asked.shift(), next = asked[0]) {
      const { page, storage, callback } = next;
      const opened = await open(page, storage);
      // What a device hands over on success is read as `err.code` by some and as `err` by others: an error without one.
      callback?.(opened === undefined ? { code: 401, message: `no page ${page}` } : { code: 0 });
    }
  };
  const load = (/** @type {string} */ page, /** @type {any[]} */ ...rest) => {
    const callback = rest.find((value) => typeof value === 'function');
    const storage = rest.find((value) => typeof value === 'object' && value !== null);
    asked.push({ page, storage, callback });
    // One that waited for something first: there is nobody else to open it.
    if (hasStarted && asked.length === 1) openAsked();
    return callback ? undefined : Promise.resolve();
  };
  const stage = stageOf(load);
  const life = (/** @type {string} */ name, /** @type {unknown[]} */ ...args) => {
    step(name, () => { if (typeof ability[name] === 'function') Reflect.apply(ability[name], ability, args); });
  };
  life('onCreate', asWanted, launch);
  life('onWindowStageCreate', stage);
  life('onForeground');
  hasStarted = true;
  await openAsked();
  return ability;
};

/** @param {(page: string, ...rest: any[]) => Promise<void> | undefined} load @returns {any} the stage of a window */
const stageOf = (load) => {
  const others = harmless('windowStage', '');
  const mainWindow = harmless('mainWindow', '');
  const known = {
    getMainWindowSync: () => mainWindow,
    getMainWindow: (/** @type {any} */ callback) => {
      const promise = Promise.resolve(mainWindow);
      if (typeof callback !== 'function') return promise;
      promise.then((window) => callback({ code: 0 }, window));
      return undefined;
    },
    loadContent: load, loadContentByName: load,
    setUIContent: (/** @type {any} */ _context, /** @type {string} */ page) => load(page),
  };
  return new Proxy(known, { get: (target, key) => (key in target ? /** @type {any} */ (target)[key] : others[key]) });
};
