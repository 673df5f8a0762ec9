/** @system.router, the router of pages in JavaScript. */
import { businessError } from 'ohosrun:kit/errors.js';
import * as routes from 'ohosrun:bindings/ui/router/routes.js';

/** @param {any} options @returns {string} */
function pageOf(options) {
  if (typeof options?.uri !== 'string') throw businessError('401', 'Parameter error. The type of the uri parameter is incorrect.');
  return options.uri;
}

/** @param {any} options `success` is called, then `complete` */
function done(options) {
  options?.success?.();
  options?.complete?.();
}

export default {
  push: (/** @type {any} */ options) => { routes.push(pageOf(options), options.params, false); },
  replace: (/** @type {any} */ options) => { routes.replace(pageOf(options), options.params); },
  back: (/** @type {any} */ options) => {
    const named = options?.uri ?? options?.path;
    const to = typeof named === 'string' && named !== '' ? routes.indexOf(named) : routes.length() - 2;
    routes.backTo(to, options?.params);
  },
  clear: routes.clear,
  getLength: () => `${routes.length()}`,
  getState: () => {
    const state = routes.state(routes.length() - 1);
    return state && { index: state.index, name: state.name, path: state.path };
  },
  getParams: routes.params,
  enableAlertBeforeBackPage: done,
  disableAlertBeforeBackPage: done,
};
