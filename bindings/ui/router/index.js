/** @ohos.router. The codes of its errors are strings, as on a device. */
import { host } from 'ohosrun:bridge/ui';
import { businessError } from 'ohosrun:kit/errors.js';
import { answer } from 'ohosrun:kit/calls.js';
import * as routes from 'ohosrun:bindings/ui/router/routes.js';

const RouterMode = { Standard: 0, Single: 1 };

const parameterError = (/** @type {string} */ what) => businessError('401', `Parameter error. ${what}`);
const isObject = (/** @type {unknown} */ value) => typeof value === 'object' && value !== null;

/**
 * @param {any} options
 * @param {string} member where the page is named: `url`, `name`
 * @returns {string}
 */
function pageOf(options, member) {
  if (!isObject(options)) throw parameterError('The type of parameters is incorrect.');
  const page = options[member];
  if (typeof page !== 'string') throw parameterError(`The type of the ${member} parameter is incorrect.`);
  return page;
}

/**
 * The forms (options), (options, mode), each with a callback or a promise.
 * @param {any[]} args
 * @param {string} member
 * @param {string} unknownPage the code for a page that is not there
 * @param {(page: string, params: unknown, single: boolean) => void} move
 */
function navigate(args, member, unknownPage, move) {
  const page = pageOf(args[0], member);
  const last = args[args.length - 1];
  const callback = args.length > 1 && typeof last === 'function' ? last : undefined;
  const mode = args.length > 1 && last !== args[1] || callback === undefined ? args[1] : undefined;
  if (mode !== undefined && mode !== 0 && mode !== 1) throw parameterError('The type of the mode parameter is incorrect.');
  const { params } = args[0];
  return answer(host, callback, '', () => {
    if (page === '') throw businessError(unknownPage, 'Uri error. The URI of the page to redirect is incorrect.');
    move(page, params, mode === RouterMode.Single);
  });
}

/** @param {string} page @param {unknown} params @param {boolean} single */
function push(page, params, single) {
  if (routes.isFull()) throw businessError('100003', 'Page stack error. Too many pages are pushed.');
  routes.push(page, params, single);
}

/** @param {any} options @param {unknown} params */
function back(options, params) {
  if (typeof options === 'number') routes.backTo(options - 1, params);
  else if (typeof options?.url === 'string' && options.url !== '') routes.backTo(routes.indexOf(options.url), options.params);
  else routes.backTo(routes.length() - 2, options?.params);
}

/** @param {any} options */
function showAlertBeforeBackPage(options) {
  if (!isObject(options) || typeof options.message !== 'string') {
    throw parameterError('The type of the message parameter is incorrect.');
  }
}

const ignore = () => {};

export default {
  RouterMode,
  pushUrl: (/** @type {any[]} */ ...args) => navigate(args, 'url', '100002', push),
  replaceUrl: (/** @type {any[]} */ ...args) => navigate(args, 'url', '200002', routes.replace),
  pushNamedRoute: (/** @type {any[]} */ ...args) => navigate(args, 'name', '100004', push),
  replaceNamedRoute: (/** @type {any[]} */ ...args) => navigate(args, 'name', '100004', routes.replace),
  push: (/** @type {any} */ options) => { routes.push(pageOf(options, 'url'), options.params, false); },
  replace: (/** @type {any} */ options) => { routes.replace(pageOf(options, 'url'), options.params); },
  back,
  clear: routes.clear,
  getLength: () => `${routes.length()}`,
  getState: () => routes.state(routes.length() - 1),
  getStateByIndex: (/** @type {number} */ index) => routes.state(index - 1),
  getStateByUrl: (/** @type {string} */ url) => {
    const at = routes.indexOf(url);
    return at < 0 ? [] : [routes.state(at)];
  },
  getParams: routes.params,
  showAlertBeforeBackPage,
  hideAlertBeforeBackPage: ignore,
  enableAlertBeforeBackPage: showAlertBeforeBackPage,
  disableAlertBeforeBackPage: ignore,
};
