/**
 * The context of the program, one object for all: what getContext() answers, `this.context` of an ability and the host
 * context of a page. Its folders are made when they are first read.
 */
import { host, ops } from 'ohosrun:bridge/ui';
import { answer } from 'ohosrun:kit/calls.js';
import { resourceManager } from 'ohosrun:bindings/ui/resources.js';

const { create, defineProperty, freeze } = Object;

/** @type {Record<string, string>} member -> what the folder is for (runtime/modules/sandbox.py) */
const MODULE_FOLDERS = {
  filesDir: 'files', cacheDir: 'cache', tempDir: 'temp', databaseDir: 'database', preferencesDir: 'preferences',
  resourceDir: 'resources', bundleCodeDir: 'bundle', distributedFilesDir: 'distributed',
};
/** @type {Record<string, string>} */
const APPLICATION_FOLDERS = {
  filesDir: 'app_files', cacheDir: 'app_cache', tempDir: 'app_temp', databaseDir: 'app_database',
  preferencesDir: 'app_preferences', resourceDir: 'resources', bundleCodeDir: 'bundle',
  distributedFilesDir: 'distributed',
};

/**
 * @param {object} target
 * @param {string} name
 * @param {() => unknown} make called when the member is first read
 */
function lazily(target, name, make) {
  /** @type {unknown} */
  let value;
  let isMade = false;
  defineProperty(target, name, /** @type {PropertyDescriptor} */ (/** @type {unknown} */ ({
    __proto__: null,
    get: () => {
      if (!isMade) value = make();
      isMade = true;
      return value;
    },
    set: (/** @type {unknown} */ given) => {
      value = given;
      isMade = true;
    },
    enumerable: true,
    configurable: true,
  })));
}

/** @type {Record<string, Function[]>} */
const listeners = create(null);

const eventHub = {
  /** @param {string} event @param {Function} callback */
  on(event, callback) {
    const known = (listeners[event] ??= []);
    for (let i = 0; i < known.length; i++) if (known[i] === callback) return;
    known[known.length] = callback;
  },
  /** @param {string} event @param {Function} [callback] */
  off(event, callback) {
    const known = listeners[event] ?? [];
    /** @type {Function[]} */
    const kept = [];
    for (let i = 0; i < known.length; i++) {
      if (callback !== undefined && known[i] !== callback) kept[kept.length] = known[i];
    }
    listeners[event] = kept;
  },
  /** @param {string} event @param {...unknown} args */
  emit(event, ...args) {
    const known = listeners[event] ?? [];
    for (let i = 0; i < known.length; i++) known[i](...args);
  },
};

/** @param {Record<string, string>} folders */
function makeContext(folders) {
  /** @type {any} */
  const made = { eventHub, area: 1, resourceManager };
  for (const name in folders) lazily(made, name, () => ops.folder(folders[name]));
  lazily(made, 'applicationInfo', () => freeze({
    ...application(), debug: true, enabled: true, versionCode: 1000000, versionName: '1.0.0',
  }));
  made.getApplicationContext = () => applicationContext();
  return made;
}

const application = () => ({ name: ops.bundle(), process: ops.bundle() });

/** @type {any} */
let ofApplication;
function applicationContext() {
  if (ofApplication === undefined) {
    ofApplication = makeContext(APPLICATION_FOLDERS);
    ofApplication.on = () => 0;
    ofApplication.off = () => {};
    ofApplication.killAllProcesses = () => answer(host, undefined, '', () => undefined);
    ofApplication.getRunningProcessInformation = () => answer(host, undefined, '', () => []);
  }
  return ofApplication;
}

/** @param {string} name what an ability is asked to do; nothing is started here */
const asked = (name) => (/** @type {any} */ want, /** @type {unknown} */ callback) => {
  const where = `${want?.bundleName ?? ''}${want?.abilityName ? `/${want.abilityName}` : ''}`;
  ops.show('start', where === '' ? name : where);
  return answer(host, typeof callback === 'function' ? callback : undefined, '', () => undefined);
};

const context = makeContext(MODULE_FOLDERS);
context.startAbility = asked('startAbility');
context.terminateSelf = (/** @type {unknown} */ callback) => (
  answer(host, typeof callback === 'function' ? callback : undefined, '', () => undefined)
);
lazily(context, 'abilityInfo', () => ({ name: 'EntryAbility', bundleName: ops.bundle(), moduleName: 'entry' }));
lazily(context, 'currentHapModuleInfo', () => ({
  name: 'entry', moduleName: 'entry', bundleName: ops.bundle(), mainElementName: 'EntryAbility',
}));

export { context };
