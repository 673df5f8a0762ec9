/** @ohos.promptAction and @ohos.prompt. The codes of their errors are strings, as on a device. */
import { host } from 'ohosrun:bridge/ui';
import { businessError, withMembersNotHere } from 'ohosrun:kit/errors.js';
import { answer } from 'ohosrun:kit/calls.js';
import { ask, show, toast } from 'ohosrun:bindings/ui/prompt/lines.js';

const NativeError = Error;
const { isArray } = Array;

const ToastShowMode = { DEFAULT: 0, TOP_MOST: 1, SYSTEM_TOP_MOST: 2 };
const CommonState = { UNINITIALIZED: 0, INITIALIZED: 1, APPEARING: 2, APPEARED: 3, DISAPPEARING: 4, DISAPPEARED: 5 };

export const LevelMode = { OVERLAY: 0, EMBEDDED: 1 };
export const ImmersiveMode = { DEFAULT: 0, EXTEND: 1 };

const LAST_ORDER = 100000;

export class LevelOrder {
  #order = 0;

  /** @param {number} order within -100000 and 100000, else the nearer of them */
  static clamp(order) {
    const made = new LevelOrder();
    made.#order = order < -LAST_ORDER ? -LAST_ORDER : order > LAST_ORDER ? LAST_ORDER : order;
    return made;
  }

  getOrder() {
    return this.#order;
  }
}

const isObject = (/** @type {unknown} */ value) => typeof value === 'object' && value !== null;
const isText = (/** @type {unknown} */ value) => typeof value === 'string' || isObject(value);
const parameterError = (/** @type {string} */ what) => businessError('401', `Parameter error. ${what}`);

let shown = 0;

/** @param {any} options */
function showToast(options) {
  if (!isObject(options)) throw parameterError('The type of parameters is incorrect.');
  if (!isText(options.message)) throw parameterError('The type of message is incorrect.');
  toast(options.message);
}

/** @param {any} options @returns {Promise<number> | undefined} */
function openToast(options) {
  showToast(options);
  return answer(host, undefined, '', () => ++shown);
}

/**
 * @param {string} kind
 * @param {string} name
 */
const asking = (kind, name) => (/** @type {any} */ options, /** @type {unknown} */ callback) => {
  if (!isObject(options)) throw parameterError('The type of parameters is incorrect.');
  const { buttons } = options;
  if (kind === 'menu' && !isArray(buttons)) throw parameterError('The type of the button parameters is incorrect.');
  return answer(host, typeof callback === 'function' ? callback : undefined, '', () => {
    const index = ask(kind, options);
    if (index < 0) throw new NativeError(`${name}:fail cancel`);
    return { index };
  });
};

/** @param {any} content an object with a builder, or a ComponentContent */
function openCustomDialog(content) {
  if (!isObject(content)) throw parameterError('The type of parameters is incorrect.');
  const id = ++shown;
  const { open } = host.presented;
  if (open === undefined) show('dialog', 'a dialog of the program');
  // A ComponentContent has no number: the dialog is closed by itself.
  const isNumbered = open === undefined || open(id, content);
  return answer(host, undefined, '', () => (isNumbered ? id : undefined));
}

/** @param {unknown} dialog its number, or the ComponentContent that it shows */
function closeCustomDialog(dialog) {
  host.presented.close?.(dialog);
  return answer(host, undefined, '', () => undefined);
}

export default withMembersNotHere({
  ToastShowMode,
  CommonState,
  showToast,
  openToast,
  closeToast: (/** @type {unknown} */ id) => {
    if (typeof id !== 'number') throw parameterError('The type of parameters is incorrect.');
  },
  showDialog: asking('dialog', 'showDialog'),
  showActionMenu: asking('menu', 'showActionMenu'),
  openCustomDialog,
  closeCustomDialog,
}, '@ohos.promptAction', [
  'openMenu', 'presentCustomDialog', 'dismissDialog', 'openPopup', 'updatePopup', 'closePopup', 'getTopOrder',
  'getBottomOrder',
]);
