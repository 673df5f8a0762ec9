/** What every socket of a script has: how a device reads arguments, and in which form outcomes and events come. */
import { host, ops } from 'ohosrun:bridge/net_socket';
import { formOf, isOfKind } from 'ohosrun:kit/arguments.js';
import { callbackOf, settled } from 'ohosrun:kit/calls.js';
import { Emitter } from 'ohosrun:kit/emitter.js';
import { businessError, checkPermission, parameterError } from 'ohosrun:kit/errors.js';
import { callSite, defineProperty, indexOf, isArray, isFunction, push } from 'ohosrun:kit/intrinsics.js';

/** @typedef {(value: any) => boolean} Check */
/** @typedef {(code: number, news: [message: string, value?: unknown]) => void} Outcome */
/**
 * How a method reads its one argument. Where it is not of this `type` the call throws, if there is a text to throw
 * with; any other mistake is the outcome, 401.
 * @typedef {{ type?: Check, is?: Check, thrown?: string, permission?: boolean }} Form
 */

const isData = (/** @type {any} */ value) => typeof value === 'string' || isOfKind(value, 'buffer');
const isSome = (/** @type {any} */ value) => isData(value) && (typeof value === 'string' ? value.length : value.byteLength) > 0;
export const isObject = (/** @type {any} */ value) => isOfKind(value, 'object');
const isNumber = (/** @type {any} */ value) => typeof value === 'number';
const PARAMETER = 'Parameter error';

/** @type {Record<string, Form>} */
export const FORMS = {
  __proto__: /** @type {any} */ (null),
  nothing: {},
  object: { type: isObject },
  thrownObject: { type: isObject, thrown: PARAMETER },
  sending: { type: isObject, is: (value) => isData(value.data) },
  sendingTo: { type: (value) => isObject(value) && isObject(value.address), is: (value) => isData(value.data) },
  connecting: {
    type: (value) => isObject(value) && isObject(value.address), is: (value) => proxyOf(value) !== undefined,
  },
  localSending: { type: isObject, is: (value) => isSome(value.data), thrown: PARAMETER },
  localConnecting: { type: isObject, is: (value) => isObject(value.address), thrown: PARAMETER },
  group: { type: isObject, is: (value) => textOf(value.address) !== '', thrown: PARAMETER },
  ttl: { type: isNumber, is: () => true, thrown: PARAMETER },
  loopback: { type: (value) => typeof value === 'boolean', thrown: PARAMETER },
  secureBinding: {
    type: isObject, is: (value) => textOf(value.address) !== '', permission: true,
    thrown: 'address is not type of Socket::NetAddress',
  },
  secureConnecting: {
    type: isObject, is: (value) => isObject(value.address) && proxyOf(value) !== undefined,
    thrown: 'options is not type of TLSConnectOptions',
  },
  secureListening: {
    type: isObject, is: (value) => isObject(value.address), permission: true,
    thrown: 'options is not type of TLSConnectOptions',
  },
  secureSending: { type: isData, is: isSome, thrown: 'data is not string' },
};

const IPV4 = 1;
const SOCKS5 = 1;
const NO_PROXY = 0;
// Of authorities, as a device reads them.
const LONGEST_LIST = 1000;

export const textOf = (/** @type {any} */ value) => (typeof value === 'string' ? value : '');
export const portOf = (/** @type {any} */ address) => (isNumber(address.port) ? address.port & 0xffff : 0);
export const familyOf = (/** @type {any} */ address) => (isNumber(address.family) ? address.family >>> 0 : IPV4);
export const timeoutOf = (/** @type {any} */ options) => (isNumber(options.timeout) ? options.timeout >>> 0 : 0);

/**
 * The proxy that connect options name, null for none, undefined where they are wrong.
 * @param {any} options
 */
export function proxyOf(options) {
  const { proxy } = options;
  if (proxy === undefined) return null;
  if (!isObject(proxy)) return undefined;
  if (proxy.type !== undefined) {
    if (proxy.type === NO_PROXY) return null;
    if (proxy.type !== SOCKS5) return undefined;
  }
  const { address, username, password } = proxy;
  if (!isObject(address) || !isNumber(address.port) || textOf(address.address) === '') return undefined;
  if (proxy.type === undefined) return null;
  return {
    address: { address: address.address, port: portOf(address), family: familyOf(address) },
    username: textOf(username), password: textOf(password),
  };
}

const isPlain = (/** @type {any} */ value) => isNumber(value) || typeof value === 'string' || typeof value === 'boolean';

/** @param {any[]} list */
function plainOnly(list) {
  /** @type {any[]} */
  const plain = [];
  for (let i = 0; i < list.length && i < LONGEST_LIST; i++) {
    const value = list[i];
    if (isPlain(value)) push(plain, value);
  }
  return plain;
}

/**
 * The members `names` of `given` that are text, numbers, truth values or lists of them: what the ops can read.
 * @param {any} given
 * @param {string[]} names
 */
export function picked(given, names) {
  /** @type {Record<string, any>} */
  const taken = { __proto__: null };
  for (let i = 0; i < names.length; i++) {
    const value = given[names[i]];
    if (isPlain(value)) taken[names[i]] = value;
    else if (isArray(value)) taken[names[i]] = plainOnly(value);
  }
  return taken;
}

const OPTIONS = ['keepAlive', 'OOBInline', 'TCPNoDelay', 'receiveBufferSize', 'sendBufferSize', 'reuseAddress', 'broadcast',
  'socketTimeout'];

/** Extra options as the ops read them. */
export function optionsOf(/** @type {any} */ given) {
  const taken = picked(given, OPTIONS);
  const linger = given.socketLinger;
  if (isObject(linger)) taken.socketLinger = picked(linger, ['on', 'linger']);
  return taken;
}

/** @param {any[]} found address, port, family; or code and message */
const addressOf = (found) =>
  (found.length === 3 ? { address: found[0], port: found[1], family: found[2] } : undefined);

export class Socket {
  /** @type {number} */
  number;
  /** Whether its methods need the permission INTERNET. */
  needsPermission = true;
  #emitter = new Emitter();
  /** @type {string[]} */
  #events;

  /**
   * @param {string} kind
   * @param {string[]} events
   * @param {number} [accepted] the number of a connection that a server accepted
   */
  constructor(kind, events, accepted) {
    this.#events = events;
    const deliver = (/** @type {string} */ event, /** @type {any[]} */ news) => this.hear(event, news);
    const number = accepted ?? ops.open(kind, deliver);
    if (accepted !== undefined) ops.attach(number, deliver);
    // The fields of the class are there already, for everyone to see.
    defineProperty(this, 'number', { __proto__: null, value: number, enumerable: false, writable: false });
    defineProperty(this, 'needsPermission', {
      __proto__: null, value: true, enumerable: false, writable: false, configurable: true,
    });
  }

  /** What follows is possible without the permission INTERNET. */
  withoutPermission() { defineProperty(this, 'needsPermission', { __proto__: null, value: false }); }

  /**
   * What a method does that takes what `form` says, and a callback or none.
   * @param {unknown[]} args
   * @param {Form} form
   * @param {(outcome: Outcome) => void} begin
   */
  outcome(args, form, begin) {
    const { type, is, thrown } = form;
    const count = type === undefined ? 0 : 1;
    const callback = callbackOf(args);
    const isType = type === undefined || type(args[0]);
    if (!isType && thrown !== undefined && (args.length === 1 || args.length === 2)) throw parameterError(thrown);
    const isRight = isType && (args.length === count || (args.length === count + 1 && callback !== undefined))
      && (is === undefined || is(args[0]));
    return settled(host, callback, callSite(), (settle) => {
      if (!isRight) throw parameterError();
      if (this.needsPermission || form.permission) checkPermission(host, 'INTERNET');
      begin((code, news) =>
        (code === 0 ? settle(undefined, news[1] ?? undefined) : settle(businessError(code, news[0]))));
    });
  }

  /** @param {string} event @param {...unknown} values */
  emit(event, ...values) { this.#emitter.emit(event, ...values); }

  /** An outcome that is known at once. */
  answer(/** @type {unknown[]} */ args, /** @type {() => unknown} */ find) {
    return this.outcome(args, FORMS.nothing, (settle) => {
      const value = find();
      host.later(() => settle(0, ['', value]));
    });
  }

  /** The address of one end. */
  end(/** @type {unknown[]} */ args, /** @type {'local' | 'remote'} */ whose) {
    return this.outcome(args, FORMS.nothing, (settle) => {
      const found = ops.address(this.number, whose);
      const address = addressOf(found);
      host.later(() => (address ? settle(0, ['', address]) : settle(found[0], [found[1], undefined])));
    });
  }

  /** @param {string} event @param {any[]} news */
  hear(event, news) {
    if (event === 'message') {
      const [message, address, port, family, size] = news;
      const remoteInfo = { address, family: family === 2 ? 'IPv6' : 'IPv4', port, size };
      this.emit('message', { message, remoteInfo });
    } else if (event === 'error') {
      this.emit('error', businessError(news[0], news[1]));
    } else {
      this.emit(event);
    }
  }

  /** @param {...unknown} args type and callback; events that do not exist are ignored */
  on(...args) {
    if (formOf(args, [['string', 'function']], { exact: true }) < 0) throw parameterError();
    if (indexOf(this.#events, args[0]) >= 0) this.#emitter.add(/** @type {string} */ (args[0]), /** @type {any} */ (args[1]));
  }

  /** @param {...unknown} args type, and the callback if only that one is meant */
  off(...args) {
    if (formOf(args, [['string'], ['string', 'function']], { exact: true }) < 0) throw parameterError();
    const callback = isFunction(args[1]) ? args[1] : undefined;
    this.#emitter.remove(/** @type {string} */ (args[0]), callback);
  }

  close(/** @type {unknown[]} */ ...args) {
    return this.outcome(args, FORMS.nothing, (settle) => ops.close(this.number, settle));
  }

  getState(/** @type {unknown[]} */ ...args) {
    return this.answer(args, () => {
      const [isBound, isClose, isConnected] = ops.state(this.number);
      return { isBound, isClose, isConnected };
    });
  }

  setExtraOptions(/** @type {unknown[]} */ ...args) {
    return this.outcome(args, FORMS.object, (settle) => ops.setOptions(this.number, optionsOf(args[0]), settle));
  }

  getLocalAddress(/** @type {unknown[]} */ ...args) { return this.end(args, 'local'); }

  /** The number, or undefined where no socket of the system's is open. */
  getSocketFd(/** @type {unknown[]} */ ...args) {
    return this.answer(args, () => {
      const descriptor = ops.descriptor(this.number);
      return descriptor < 0 ? undefined : descriptor;
    });
  }
}
