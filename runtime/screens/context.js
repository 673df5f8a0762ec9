/**
 * The context of an app and of a user interface, as far as a run without a device has one.
 */
import { harmless } from 'ohosrun:screens/values.js';
import { appStorage } from 'ohosrun:screens/storage.js';
import { AlertDialog, ActionSheet } from 'ohosrun:screens/dialogs.js';
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

/** @type {any} members that mean something here; any other is harmless */
const known = {
  config: { colorMode: 1, language: 'zh-Hans-CN', direction: 0, screenDensity: 480 },
  getApplicationContext: () => context,
  terminateSelf: async () => { ops.line('route', 'terminate'); },
  startAbility: async (/** @type {any} */ want) => { ops.line('route', `ability ${want?.abilityName ?? want?.uri ?? ''}`); },
};

/** @param {string} name @param {any} members */
const withHarmless = (name, members) => {
  const others = harmless(name, '');
  return new Proxy(members, {
    get: (target, key) => (key in target || typeof key !== 'string' ? target[key] : others[key]),
  });
};

/** What the context of every program has, and a page's does not say otherwise. */
const shared = new Proxy(known, {
  has: (target, key) => key in target || key in ops.core.contextOfProgram(),
  get: (target, key) => (key in target ? target[key] : ops.core.contextOfProgram()[key]),
});

export const context = withHarmless('context', shared);

/** @param {string} name of the ability that the context is of from now on */
export const inAbility = (name) => { known.abilityInfo = { ...ops.core.contextOfProgram().abilityInfo, name }; };

// Those of every program: one stack of pages, and the same lines, whichever way a program takes.
const ofProgram = (/** @type {string} */ member) => ops.core.uiContextOfProgram()[member]();
/** @type {any} */
let promptAction;

const runs = (/** @type {unknown[]} */ ...args) => {
  const run = args.find((arg) => typeof arg === 'function');
  return typeof run === 'function' ? run() : undefined;
};
const same = (/** @type {number} */ value) => Number(value);

/** @param {any} options @param {Function} change runs at once; the animation is over then */
export const animateTo = (options, change) => {
  change();
  if (typeof options?.onFinish === 'function') Promise.resolve().then(() => options.onFinish());
};

const uiMembers = {
  getPromptAction: () => (promptAction ??= withHarmless('promptAction', ofProgram('getPromptAction'))),
  getRouter: () => ofProgram('getRouter'),
  getHostContext: () => context,
  showAlertDialog: AlertDialog.show,
  showActionSheet: ActionSheet.show,
  animateTo,
  runScopedTask: runs,
  postFrameCallback: () => {},
  vp2px: same, px2vp: same, fp2px: same, px2fp: same, lpx2px: same, px2lpx: same,
  isAvailable: () => true,
  getSharedLocalStorage: () => appStorage,
};
const uiShared = withHarmless('UIContext', uiMembers);

/** @param {object} [_self] */
export const uiContext = (_self) => uiShared;
