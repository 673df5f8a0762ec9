/**
 * The global names that programs use and never declare: components, enums, functions. A name becomes a member of the
 * global object when a program that uses it is loaded, and its value is made when it is first read.
 */
import { ForEach, LazyForEach, Repeat } from 'ohosrun:screens/lists.js';
import { component, gesture } from 'ohosrun:screens/chain.js';
import { animateTo, context, uiContext } from 'ohosrun:screens/context.js';
import { ActionSheet, AlertDialog, CustomDialogController } from 'ohosrun:screens/dialogs.js';
import { NavPathInfo, NavPathStack } from 'ohosrun:screens/navigation.js';
import { $r, $rawfile } from 'ohosrun:screens/resources.js';
import { UIUtils } from 'ohosrun:screens/state_management.js';
import {
  AppStorage, AppStorageV2, Environment, LocalStorage, PersistenceV2, PersistentStorage,
} from 'ohosrun:screens/storage.js';
import { isBuilding } from 'ohosrun:screens/tree.js';
import { harmless } from 'ohosrun:screens/values.js';
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

const GESTURES = new Set([
  'GestureGroup', 'LongPressGesture', 'PanGesture', 'PinchGesture', 'RotationGesture', 'SwipeGesture', 'TapGesture',
]);

const same = (/** @type {unknown} */ value) => Number(value);
const wrapBuilder = (/** @type {Function} */ builder) => ({ builder });

/** @type {Map<string, unknown>} */
const known = new Map(/** @type {[string, unknown][]} */ ([
  ['$r', $r], ['$rawfile', $rawfile], ['getContext', (/** @type {unknown} */ _component) => context],
  ['animateTo', animateTo], ['animateToImmediately', animateTo],
  ['vp2px', same], ['px2vp', same], ['fp2px', same], ['px2fp', same], ['lpx2px', same], ['px2lpx', same],
  ['wrapBuilder', wrapBuilder], ['mutableBuilder', wrapBuilder], ['getInspectorByKey', () => ''],
  ['getRectangleById', () => undefined], ['postCardAction', () => {}],
  ['ForEach', ForEach], ['LazyForEach', LazyForEach], ['Repeat', Repeat],
  ['AppStorage', AppStorage], ['LocalStorage', LocalStorage], ['PersistentStorage', PersistentStorage],
  ['Environment', Environment], ['AppStorageV2', AppStorageV2], ['PersistenceV2', PersistenceV2],
  ['AlertDialog', AlertDialog], ['ActionSheet', ActionSheet], ['CustomDialogController', CustomDialogController],
  ['NavPathStack', NavPathStack], ['NavPathInfo', NavPathInfo],
  ['UIUtils', UIUtils],
  ['UIContext', uiContext],
  // What a sample means by `this` that stands outside of every page.
  ['ohosrunPage', { context, getUIContext: uiContext }],
]));

/** @type {Map<string, object> | undefined} */
let enums;

/** @param {string} line NAME MEMBER MEMBER=1 MEMBER="text" */
const enumOf = (line) => {
  const [, ...members] = line.split(' ');
  /** @type {Record<string, string | number>} */
  const made = {};
  let next = 0;
  for (const member of members) {
    const [name, value] = member.split('=');
    /** @type {string | number} */
    let actual = next;
    if (value !== undefined) actual = JSON.parse(value);
    made[name] = actual;
    if (typeof actual === 'number') {
      if (!(actual in made)) made[actual] = name;
      next = actual + 1;
    }
  }
  return made;
};

/** @param {string} name @returns {object | undefined} */
const enumNamed = (name) => {
  if (enums === undefined) {
    enums = new Map();
    for (const line of /** @type {string[]} */ (ops.enums())) enums.set(line.slice(0, line.indexOf(' ')), /** @type {any} */ (line));
  }
  const line = enums.get(name);
  return typeof line === 'string' ? enumOf(line) : undefined;
};

/** @param {string} name @returns {unknown} */
const valueOf = (name) => {
  if (known.has(name)) return known.get(name);
  const found = enumNamed(name);
  if (found !== undefined) return found;
  if (GESTURES.has(name)) return harmless(name, name, (args) => gesture(name, args));
  return harmless(name, name, (args) => (isBuilding() ? component(name, args) : undefined));
};

/** @param {string} names with commas between them */
export const provide = (names) => {
  for (const name of names.split(',')) {
    // The context of a page has more than that of any program.
    if (name === '' || (name in globalThis && name !== 'getContext')) continue;
    const settle = (/** @type {unknown} */ value) => {
      Reflect.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
      return value;
    };
    Reflect.defineProperty(globalThis, name, {
      get: () => settle(valueOf(name)),
      set: settle,
      configurable: true,
      enumerable: false,
    });
  }
};
