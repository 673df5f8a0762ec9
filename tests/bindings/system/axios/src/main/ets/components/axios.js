import { send } from './adapter';
import { AxiosError, CanceledError } from './core/errors';
import { Interceptors } from './core/interceptors';

class CancelToken {
  listeners = [];

  static source() {
    const token = new CancelToken();
    return { token, cancel: (reason) => token.listeners.forEach((listener) => listener(reason)) };
  }

  subscribe(listener) { this.listeners.push(listener); }
}

async function dispatch(given) {
  const config = { timeout: 0, ...given, headers: { ...given.headers } };
  if (typeof config.data === 'object' && config.data?.constructor === Object) {
    config.headers['content-type'] = 'application/json';
    config.data = JSON.stringify(config.data);
  }
  const response = await send(config);
  if (typeof response.data === 'string' && config.responseType !== 'text') {
    try { response.data = JSON.parse(response.data); } catch { /* It is a text. */ }
  }
  if (response.status >= 200 && response.status < 300) return response;
  throw new AxiosError(`Request failed with status code ${response.status}`, 'ERR_BAD_REQUEST', config, response);
}

export class Axios {
  interceptors = { request: new Interceptors(), response: new Interceptors() };

  constructor(defaults) { this.defaults = defaults; }

  request(given) {
    const config = { method: 'get', ...this.defaults, ...given };
    let promise = Promise.resolve(config);
    for (const { fulfilled, rejected } of this.interceptors.request.all().reverse()) promise = promise.then(fulfilled, rejected);
    promise = promise.then(dispatch);
    for (const { fulfilled, rejected } of this.interceptors.response.all()) promise = promise.then(fulfilled, rejected);
    return promise;
  }
}

for (const method of ['get', 'delete', 'head']) {
  Axios.prototype[method] = function (url, config) { return this.request({ ...config, method, url }); };
}
for (const method of ['post', 'put']) {
  Axios.prototype[method] = function (url, data, config) { return this.request({ ...config, method, url, data }); };
}

function create(defaults = {}) {
  const context = new Axios(defaults);
  const instance = (config) => context.request(config);
  for (const name of ['get', 'delete', 'head', 'post', 'put', 'request']) instance[name] = context[name].bind(context);
  return Object.assign(instance, {
    interceptors: context.interceptors, create, CancelToken,
    isCancel: (value) => value?.__CANCEL__ === true, isAxiosError: (value) => value?.isAxiosError === true,
  });
}

export { CanceledError };
export default create();
