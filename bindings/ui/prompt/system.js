/** @system.prompt, the prompts of pages in JavaScript: answers go to success, cancel and complete. */
import { businessError } from 'ohosrun:kit/errors.js';
import { ask, toast } from 'ohosrun:bindings/ui/prompt/lines.js';

const { setTimeout } = globalThis;

/** @param {any} options */
function checked(options) {
  if (typeof options === 'object' && options !== null) return options;
  throw businessError('401', 'Parameter error. The type of parameters is incorrect.');
}

/** @param {string} kind */
const asking = (kind) => (/** @type {any} */ options) => {
  const { success, cancel, fail, complete, ...shown } = checked(options);
  setTimeout(() => {
    const index = ask(kind, shown);
    if (index >= 0) success?.({ index });
    else (cancel ?? fail)?.('cancel');
    complete?.();
  }, 0);
};

export default {
  showToast: (/** @type {any} */ options) => { toast(checked(options).message); },
  showDialog: asking('dialog'),
  showActionMenu: asking('menu'),
};
