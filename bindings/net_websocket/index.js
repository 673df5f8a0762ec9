/**
 * @ohos.net.webSocket as a script sees it: what a device does with arguments and in which form outcomes and events
 * come. The connections themselves are below the ops, by number.
 */
import { host, ops } from 'ohosrun:bridge/net_websocket';
import { formOf, isOfKind } from 'ohosrun:kit/arguments.js';
import { callbackOf, settled } from 'ohosrun:kit/calls.js';
import { Emitter } from 'ohosrun:kit/emitter.js';
import { businessError, checkPermission, parameterError } from 'ohosrun:kit/errors.js';
import { callSite, defineProperty, indexOf, isArray, isFunction, keys, push, sizeOfBuffer, lower } from 'ohosrun:kit/intrinsics.js';

/** @typedef {(code: number, news: [message: string, value?: unknown]) => void} Outcome */

// What `deliver` is told; the order of EVENTS in ops.py.
const OPEN = 0;
const HEADERS = 1;
const MESSAGE = 2;
const CLOSE = 3;
const ERROR = 4;

const EVENTS = ['open', 'message', 'close', 'error', 'dataEnd', 'headerReceive'];
const SERVER_EVENTS = ['connect', 'messageReceive', 'close', 'error'];
const NORMAL = 1000;
const LAST_CODE = 1015;
// In seconds.
const PATIENCE = 30;
const LONGEST = 30000;

const isText = (/** @type {any} */ value) => typeof value === 'string';
const isObject = (/** @type {any} */ value) => isOfKind(value, 'object');
const textOf = (/** @type {any} */ value) => (isText(value) ? value : '');
const isNumber = (/** @type {any} */ value) => typeof value === 'number';
const isData = (/** @type {any} */ value) => isText(value) || (isOfKind(value, 'buffer') && sizeOfBuffer(value) > 0);
const isClient = (/** @type {any} */ value) => isObject(value) && isNumber(value.clientPort) && isText(value.clientIP);

/**
 * What a method does with arguments that are right or not: wrong ones are the outcome, 401.
 * @param {unknown[]} args
 * @param {boolean} isRight
 * @param {(outcome: Outcome) => void} begin
 */
function outcomeOf(args, isRight, begin) {
  return settled(host, callbackOf(args), callSite(), (settle) => {
    if (!isRight) throw parameterError();
    checkPermission(host, 'INTERNET');
    begin((code, news) => (code === 0 ? settle(undefined, news[1] ?? undefined) : settle(businessError(code, news[0]))));
  });
}

const fits = (/** @type {unknown[]} */ args, /** @type {string[][]} */ forms) => formOf(args, forms, { exact: true }) >= 0;

/** Tells the outcome of what was decided at once: true, or the error. */
const later = (/** @type {Outcome} */ outcome, /** @type {[number, string]} */ [code, message]) =>
  host.later(() => outcome(code, [message, code === 0 ? true : undefined]));

/**
 * on and off of an object with these events; others are ignored, as on a device.
 * @param {Emitter} emitter
 * @param {string[]} events
 * @param {unknown[]} args
 */
function listen(emitter, events, args) {
  if (!fits(args, [['string', 'function']])) throw parameterError();
  if (indexOf(events, args[0]) >= 0) emitter.add(/** @type {string} */ (args[0]), /** @type {any} */ (args[1]));
}

/** @param {Emitter} emitter @param {unknown[]} args */
function unlisten(emitter, args) {
  if (!fits(args, [['string'], ['string', 'function']])) throw parameterError();
  emitter.remove(/** @type {string} */ (args[0]), isFunction(args[1]) ? args[1] : undefined);
}

/** Whether a device can read `proxy` and `protocol` of connect options. */
const areOptions = (/** @type {any} */ options) => {
  const { proxy, protocol } = options;
  return (isText(protocol) || (protocol === undefined && !('protocol' in options)))
    && (proxy === undefined || proxy === 'system' || proxy === 'no-proxy' || isObject(proxy));
};

/** The headers of an options object as name, value, name, value, … */
const headersOf = (/** @type {any} */ header) => {
  /** @type {string[]} */
  const list = [];
  if (!isObject(header)) return list;
  const names = keys(header);
  for (let i = 0; i < names.length; i++) {
    const value = header[names[i]];
    if (isText(value) && value !== '') push(list, lower(names[i]), value);
  }
  return list;
};

/** The files of a certificate as the ops read them, null for none. */
const certificateOf = (/** @type {any} */ given) => (isObject(given)
  ? { certPath: textOf(given.certPath), keyPath: textOf(given.keyPath), keyPassword: textOf(given.keyPassword) }
  : null);

/** A proxy as the ops read it, null for none. */
function proxyOf(/** @type {any} */ given) {
  if (!isObject(given)) return null;
  const { host, port, exclusionList } = given;
  /** @type {string[]} */
  const exclusions = [];
  if (isArray(exclusionList)) {
    for (let i = 0; i < exclusionList.length; i++) push(exclusions, textOf(exclusionList[i]));
  }
  return { host: textOf(host), port: isNumber(port) ? port & 0xffff : 0, exclusionList: exclusions };
}

/** code and reason of an options object, as far as they can be used. */
const closingOf = (/** @type {any} */ options) => [
  isNumber(options?.code) && options.code >= NORMAL && options.code <= LAST_CODE ? options.code >>> 0 : NORMAL,
  isText(options?.reason) && options.reason !== '' ? options.reason : 'CLOSE_NORMAL',
];

/** Seconds of silence before a ping, and after it until the peer is given up; 0 and 0 for never. */
function patienceOf(/** @type {any} */ { pingInterval, pongTimeout }) {
  const interval = isNumber(pingInterval) && pingInterval >>> 0 <= LONGEST ? pingInterval >>> 0 : PATIENCE;
  const timeout = isNumber(pongTimeout) ? pongTimeout >>> 0 : PATIENCE;
  return [interval, timeout > interval && timeout !== PATIENCE ? interval : timeout];
}

/** What a device of the version that was asked for does not know; since.js fills it in. */
export const limits = {
  /** @type {(options: any, site: string) => any} */
  options: (options) => options,
  /** @type {(type: unknown, site: string) => boolean} */
  isNewerEvent: () => false,
};

const countOf = (/** @type {any} */ value) => (isNumber(value) ? value >>> 0 : 0);

/** The error of an event: code, message, and as `data` the status of the answer to the handshake. */
const errorOf = (/** @type {any[]} */ [code, message, status]) =>
  defineProperty(businessError(code, message), 'data', {
    __proto__: null, value: `${status}`, enumerable: true, writable: true, configurable: true,
  });

class WebSocket {
  #number = 0;
  #emitter = new Emitter();

  /** connect(url, options?, callback) or connect(url, options?): Promise<boolean> */
  connect(/** @type {any[]} */ ...args) {
    const forms = [['string'], ['string', 'function'], ['string', 'object'], ['string', 'object', 'function']];
    const isRight = fits(args, forms) && (!isObject(args[1]) || areOptions(args[1]));
    return outcomeOf(args, isRight, (outcome) => {
      const options = limits.options(isObject(args[1]) ? args[1] : {}, callSite());
      const [code, message, number] = ops.connect(
        this.#number, args[0], headersOf(options.header), textOf(options.protocol),
        textOf(options.caPath), certificateOf(options.clientCert),
        options.skipServerCertVerification === true, proxyOf(options.proxy), patienceOf(options),
        (/** @type {number} */ event, /** @type {any[]} */ news) => this.#hear(event, news),
      );
      if (code === 0) this.#number = number;
      later(outcome, [code, message]);
    });
  }

  /** send(data, callback) or send(data): Promise<boolean> */
  send(/** @type {any[]} */ ...args) {
    const isRight = isData(args[0]) && fits(args, [['any'], ['any', 'function']]);
    return outcomeOf(args, isRight, (outcome) => ops.send(this.#number, args[0], outcome));
  }

  /** close(options?, callback) or close(options?): Promise<boolean> */
  close(/** @type {any[]} */ ...args) {
    const isRight = fits(args, [[], ['function'], ['object'], ['object', 'function']]);
    return outcomeOf(args, isRight, (outcome) => {
      const closing = closingOf(args[0]);
      later(outcome, ops.close(this.#number, closing[0], closing[1]));
    });
  }

  on(/** @type {unknown[]} */ ...args) {
    if (!limits.isNewerEvent(args[0], callSite())) listen(this.#emitter, EVENTS, args);
  }

  off(/** @type {unknown[]} */ ...args) { unlisten(this.#emitter, args); }

  /** @param {number} event @param {any[]} news */
  #hear(event, news) {
    const emitter = this.#emitter;
    switch (event) {
      case OPEN: emitter.emit('open', undefined, { status: news[0], message: news[1] }); break;
      case HEADERS: {
        const headers = {};
        for (let i = 0; i < news.length; i += 2) {
          defineProperty(headers, news[i], {
            __proto__: null, value: news[i + 1], enumerable: true, writable: true, configurable: true,
          });
        }
        emitter.emit('headerReceive', headers);
        break;
      }
      case MESSAGE:
        emitter.emit('message', undefined, news[0]);
        emitter.emit('dataEnd');
        break;
      case CLOSE:
        this.#number = 0;
        emitter.emit('close', undefined, { code: news[0], reason: news[1] });
        break;
      case ERROR:
        this.#number = 0;
        emitter.emit('error', errorOf(news));
        break;
      default:
    }
  }
}

class WebSocketServer {
  #number = 0;
  #emitter = new Emitter();

  /** start(config): Promise<boolean> */
  start(/** @type {any[]} */ ...args) {
    return outcomeOf(args, fits(args, [['object'], ['object', 'boolean']]), (outcome) => {
      const config = args[0];
      const [code, message, number] = ops.start(
        this.#number, isNumber(config.serverPort) ? config.serverPort >>> 0 : 0, textOf(config.serverIP),
        countOf(config.maxConcurrentClientsNumber), countOf(config.maxConnectionsForOneClient),
        certificateOf(config.serverCert), textOf(config.protocol), args[1] === true,
        (/** @type {number} */ event, /** @type {any[]} */ news) => this.#hear(event, news),
      );
      if (code === 0) this.#number = number;
      later(outcome, [code, message]);
    });
  }

  /** @returns {{ clientIP: string, clientPort: number }[]} */
  listAllConnections() {
    const found = ops.connections(this.#number);
    const list = [];
    for (let i = 0; i < found.length; i += 2) list[list.length] = { clientIP: found[i], clientPort: found[i + 1] };
    return list;
  }

  /** send(data, connection): Promise<boolean> */
  send(/** @type {any[]} */ ...args) {
    return outcomeOf(args, args.length === 2 && isData(args[0]) && isClient(args[1]), (outcome) =>
      ops.sendTo(this.#number, args[0], args[1].clientIP, args[1].clientPort, outcome));
  }

  /** close(connection, options?): Promise<boolean> */
  close(/** @type {any[]} */ ...args) {
    const isRight = isClient(args[0])
      && (args.length === 1 || (args.length === 2 && isNumber(args[1]?.code) && isText(args[1].reason)));
    return outcomeOf(args, isRight, (outcome) => {
      const { clientIP, clientPort } = args[0];
      const closing = closingOf(args[1]);
      later(outcome, ops.closeClient(this.#number, clientIP, clientPort, closing[0], closing[1]));
    });
  }

  /** stop(): Promise<boolean> */
  stop(/** @type {any[]} */ ...args) {
    return outcomeOf(args, args.length === 0, (outcome) => {
      const stopped = ops.stop(this.#number);
      this.#number = 0;
      later(outcome, stopped);
    });
  }

  on(/** @type {unknown[]} */ ...args) { listen(this.#emitter, SERVER_EVENTS, args); }
  off(/** @type {unknown[]} */ ...args) { unlisten(this.#emitter, args); }

  /** @param {number} event @param {any[]} news address and port of the client, and what is new */
  #hear(event, news) {
    const client = { clientIP: news[0], clientPort: news[1] };
    switch (event) {
      case OPEN: this.#emitter.emit('connect', client); break;
      case MESSAGE: this.#emitter.emit('messageReceive', { data: news[2], clientConnection: client }); break;
      case CLOSE: this.#emitter.emit('close', client, { code: news[2], reason: news[3] }); break;
      case ERROR: this.#emitter.emit('error', errorOf([news[2], news[3], news[4]])); break;
      default:
    }
  }
}

export default {
  createWebSocket: () => new WebSocket(),
  createWebSocketServer: () => new WebSocketServer(),
};
