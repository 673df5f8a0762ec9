/**
 * @system.fetch: a request whose answer goes to success or fail, and then to complete; without any of them to a promise
 * of `{ data }`.
 */
import { host, ops } from 'ohosrun:bridge/system_fetch';
import { flatHeaders, headerObject } from 'ohosrun:kit/headers.js';
import {
  includes, isArray, isFunction, isObject, keys, NativePromise, NativeString, parse, startsWith, stringify, upper,
} from 'ohosrun:kit/intrinsics.js';
import { encodePart } from 'ohosrun:kit/percent.js';

const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE'];
const INTERNET = 'ohos.permission.INTERNET';

/**
 * The forms of a body: an object as a form, anything else as the text it is.
 * @param {any} data
 * @param {Record<string, string>} header
 * @returns {string | undefined}
 */
function bodyOf(data, header) {
  if (data === undefined || data === null) return undefined;
  if (!isObject(data)) {
    header['content-type'] ??= 'text/plain';
    return NativeString(data);
  }
  const type = header['content-type'] ?? '';
  if (type !== '' && !startsWith(type, 'application/x-www-form-urlencoded')) return stringify(data);
  header['content-type'] ??= 'application/x-www-form-urlencoded';
  return pairs(data);
}

/** @param {any} data */
function pairs(data) {
  const names = keys(data);
  let text = '';
  for (let i = 0; i < names.length; i++) {
    if (text !== '') text += '&';
    text += `${encodePart(names[i])}=${encodePart(NativeString(data[names[i]]))}`;
  }
  return text;
}

/**
 * @param {string} text
 * @param {unknown} responseType
 */
function dataOf(text, responseType) {
  if (responseType !== 'json') return text;
  try {
    return parse(text);
  } catch {
    return text;
  }
}

/**
 * @param {any} options
 * @param {(data: any) => void} success
 * @param {(data: string, code: number) => void} fail
 */
function send(options, success, fail) {
  const later = (/** @type {string} */ message, /** @type {number} */ code) => host.later(() => fail(message, code));
  if (host.isDenied(INTERNET)) {
    later('Permission denied', 201);
    return;
  }
  const { url, method, responseType } = options;
  if (typeof url !== 'string' || url === '') {
    later('the url is invalid', 200);
    return;
  }
  const verb = method === undefined || method === null ? 'GET' : upper(NativeString(method));
  let isKnown = false;
  for (let i = 0; i < METHODS.length; i++) isKnown ||= METHODS[i] === verb;
  if (!isKnown) {
    later('the method is invalid', 200);
    return;
  }
  const header = headerObject(flatHeaders(options.header));
  let address = url;
  let body;
  if (verb === 'GET' || verb === 'HEAD' || verb === 'OPTIONS' || verb === 'TRACE') {
    const { data } = options;
    const query = isObject(data) && !isArray(data) ? pairs(data) : data;
    if (query !== undefined && query !== null && query !== '') address += `${includes(url, '?') ? '&' : '?'}${query}`;
  } else {
    body = bodyOf(options.data, header);
  }
  ops.send(address, verb, flatHeaders(header), body, (/** @type {any} */ code, /** @type {any} */ answer) => {
    if (answer.length === 1) fail(answer[0], code);
    else success({ code, data: dataOf(answer[0], responseType), headers: headerObject(answer[1]) });
  });
}

/** @param {any} options @returns {Promise<any> | undefined} */
function fetch(options) {
  const { success, fail, complete } = options ?? {};
  if (isFunction(success) || isFunction(fail) || isFunction(complete)) {
    send(options, (response) => {
      success?.(response);
      complete?.(response);
    }, (data, code) => {
      fail?.(data, code);
      complete?.(data, code);
    });
    return undefined;
  }
  return new NativePromise((resolve, reject) => {
    send(options ?? {}, (data) => resolve({ data }), (data, code) => reject({ data, code }));
  });
}

export default { fetch };
