/**
 * The router of a user interface: what it is asked for is a line, and is followed where --follow says so.
 */
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

const json = (/** @type {unknown} */ value) => (value === undefined ? '' : JSON.stringify(value));

/** @param {string} action */
const going = (action) => (/** @type {any} */ options, /** @type {unknown[]} */ ...rest) => {
  ops.navigate(action, String(options?.url ?? options?.uri ?? options?.name ?? ''), json(options?.params));
  const callback = rest.find((value) => typeof value === 'function');
  if (typeof callback === 'function') {
    Promise.resolve().then(() => callback(undefined, undefined));
    return undefined;
  }
  return Promise.resolve();
};

const back = (/** @type {any} */ options) => {
  ops.navigate('back', typeof options === 'object' ? String(options?.url ?? '') : '', json(options?.params));
};

export const router = {
  push: going('push'), pushUrl: going('push'), pushNamedRoute: going('push'),
  replace: going('replace'), replaceUrl: going('replace'), replaceNamedRoute: going('replace'),
  back,
  clear: () => {},
  getLength: () => '1',
  getState: () => ({ index: 1, name: ops.pageName(), path: '' }),
  getStateByIndex: () => undefined,
  getStateByUrl: () => [],
  getParams: () => {
    const text = ops.parameters();
    return typeof text === 'string' && text !== '' ? JSON.parse(text) : undefined;
  },
  showAlertBeforeBackPage: () => {},
  hideAlertBeforeBackPage: () => {},
};
