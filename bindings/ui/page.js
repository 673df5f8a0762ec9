/** What `getUIContext()` of a page answers, and the function `getContext` that every page finds. */
import { host } from 'ohosrun:bridge/ui';
import { answer } from 'ohosrun:kit/calls.js';
import { context } from 'ohosrun:bindings/ui/context.js';
import promptAction from 'ohosrun:bindings/ui/prompt/action.js';
import { ask } from 'ohosrun:bindings/ui/prompt/lines.js';
import router from 'ohosrun:bindings/ui/router/index.js';

const same = (/** @type {number} */ length) => length;

/** @param {any} options answered with its confirm or first button, whose action runs */
function showAlertDialog(options) {
  const { title, message, confirm, primaryButton, secondaryButton, buttons } = options ?? {};
  const given = buttons ?? [primaryButton ?? confirm, secondaryButton];
  /** @type {any[]} */
  const shown = [];
  for (let i = 0; i < given.length; i++) {
    if (given[i] !== undefined) shown[shown.length] = { text: given[i].value, action: given[i].action };
  }
  const index = ask('dialog', { title, message, buttons: shown });
  if (index >= 0) shown[index].action?.();
  else options?.cancel?.();
}

/** @param {unknown} _options @param {Function} change run at once: nothing moves here */
function animateTo(_options, change) {
  change();
}

const uiContext = {
  getHostContext: () => context,
  getRouter: () => router,
  getPromptAction: () => promptAction,
  showAlertDialog,
  animateTo,
  runScopedTask: (/** @type {Function} */ task) => task(),
  // One pixel is one unit: there is no screen to measure.
  vp2px: same,
  px2vp: same,
  fp2px: same,
  px2fp: same,
  lpx2px: same,
  px2lpx: same,
  isAvailable: () => true,
  keyboardAvoidMode: 0,
  postFrameCallback: (/** @type {{ onFrame?: Function }} */ callback) => {
    host.later(() => callback.onFrame?.(0));
  },
};

export default { context, uiContext, getContext: () => context };
