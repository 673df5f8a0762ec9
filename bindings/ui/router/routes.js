/**
 * The stack of pages that both router modules work on. Nothing is opened: each move is a line `route  …` on stderr, and
 * the stack says what a device would say.
 */
import { ops } from 'ohosrun:bridge/ui';
import { json } from 'ohosrun:bindings/ui/text.js';

const { parse } = JSON;

// What a device keeps; one more is refused.
const MOST_PAGES = 32;

/** @typedef {{ url: string, params: any }} Route */
// Those of the page that is open are asked for when the program asks.
const UNREAD = {};
/** @type {Route[]} */
let stack = [];

function pages() {
  if (stack.length === 0) stack[0] = { url: ops.page(), params: UNREAD };
  return stack;
}

/**
 * @param {string} action push, replace or back
 * @param {string} url
 * @param {unknown} params
 */
const navigate = (action, url, params) => ops.navigate(action, url, json(params));

export const isFull = () => pages().length >= MOST_PAGES;
export const length = () => pages().length;

/** @param {Route} route @returns {any} */
function paramsOf(route) {
  if (route.params === UNREAD) {
    const given = ops.params();
    route.params = given === '' ? undefined : parse(given);
  }
  return route.params;
}

export const params = () => paramsOf(pages()[pages().length - 1]);

/**
 * @param {string} url
 * @param {unknown} given
 * @param {boolean} single an instance that is there already is moved to the top
 */
export function push(url, given, single) {
  navigate('push', url, given);
  const routes = pages();
  let at = single ? indexOf(url) : -1;
  if (at >= 0) {
    for (; at + 1 < routes.length; at++) routes[at] = routes[at + 1];
    routes.length -= 1;
  }
  routes[routes.length] = { url, params: given };
}

/**
 * @param {string} url
 * @param {unknown} given
 */
export function replace(url, given) {
  navigate('replace', url, given);
  const routes = pages();
  routes[routes.length - 1] = { url, params: given };
}

/**
 * @param {number} to the index of the page that is on top afterwards, from 0; what is not there is ignored, as there
 * @param {unknown} given parameters of that page from now on, if any
 */
export function backTo(to, given) {
  const routes = pages();
  const route = routes[to];
  navigate('back', route === undefined ? '' : route.url, given);
  if (route === undefined) return;
  if (given !== undefined) route.params = given;
  routes.length = to + 1;
}

export function clear() {
  ops.show('route', 'clear');
  stack = [pages()[pages().length - 1]];
}

/** @param {string} url */
export function indexOf(url) {
  const routes = pages();
  for (let i = routes.length - 1; i >= 0; i--) if (routes[i].url === url) return i;
  return -1;
}

/** @param {number} at from 0 */
export function state(at) {
  const route = pages()[at];
  if (route === undefined) return undefined;
  let slash = route.url.length;
  while (slash > 0 && route.url[slash - 1] !== '/') slash--;
  let name = '';
  let path = '';
  for (let i = 0; i < route.url.length; i++) {
    if (i < slash) path += route.url[i];
    else name += route.url[i];
  }
  return { index: at + 1, name, path, params: paramsOf(route) };
}
