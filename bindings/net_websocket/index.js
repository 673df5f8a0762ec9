/**
 * @ohos.net.webSocket as a script sees it: what a device does with arguments and in which form outcomes and events
 * come. The connections themselves are below the ops, by number.
 */
import { host, ops } from 'ohosrun:bridge/net_websocket';
import { formOf, isOfKind } from 'ohosrun:kit/arguments.js';
import { callbackOf, settled } from 'ohosrun:kit/calls.js';
import { Emitter } from 'ohosrun:kit/emitter.js';
import { businessError, parameterError, PERMISSION_DENIED } from 'ohosrun:kit/errors.js';
import { callSite, defineProperty, indexOf, isFunction, keys, push } from 'ohosrun:kit/intrinsics.js';

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

const isText = (/** @type {any} */ value) => typeof value === 'string';
const isObject = (/** @type {any} */ value) => isOfKind(value, 'object');
const isData = (/** @type {any} */ value) => isText(value) || isOfKind(value, 'buffer');

/**
 * What a method does that has these call forms.
 * @param {unknown[]} args
 * @param {string[][]} forms
 * @param {(outcome: Outcome) => void} begin
 */
function outcomeOf(args, forms, begin) {
  if (formOf(args, forms, { exact: true }) < 0) throw parameterError();
  return settled(host, callbackOf(args), callSite(), (settle) => {
    if (ops.denied()) throw businessError(PERMISSION_DENIED, 'Permission denied');
    begin((code, news) => (code === 0 ? settle(undefined, news[1] ?? undefined) : settle(businessError(code, news[0]))));
  });
}

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
  if (formOf(args, [['string', 'function']], { exact: true }) < 0) throw parameterError();
  if (indexOf(events, args[0]) >= 0) emitter.add(/** @type {string} */ (args[0]), /** @type {any} */ (args[1]));
}

/** @param {Emitter} emitter @param {unknown[]} args */
function unlisten(emitter, args) {
  if (formOf(args, [['string', 'function?']], { exact: true }) < 0) throw parameterError();
  emitter.remove(/** @type {string} */ (args[0]), isFunction(args[1]) ? args[1] : undefined);
}

/** The headers of an options object as name, value, name, value, … */
const headersOf = (/** @type {any} */ header) => {
  /** @type {string[]} */
  const list = [];
  if (!isObject(header)) return list;
  const names = keys(header);
  for (let i = 0; i < names.length; i++) {
    const value = header[names[i]];
    if (isText(value)) push(list, names[i], value);
  }
  return list;
};

/** code and reason of an options object. */
const closingOf = (/** @type {any} */ options) => [
  typeof options?.code === 'number' ? options.code : NORMAL,
  isText(options?.reason) ? options.reason : '',
];

/** What a device of the version that was asked for does not know; since.js fills it in. */
export const limits = {
  /** @type {(options: any, site: string) => any} */
  options: (options) => options,
  /** @type {(type: unknown, site: string) => boolean} */
  isNewerEvent: () => false,
};

class WebSocket {
  #number = 0;
  #emitter = new Emitter();

  /** connect(url, options?, callback) or connect(url, options?): Promise<boolean> */
  connect(/** @type {any[]} */ ...args) {
    const forms = [['string', 'function?'], ['string', 'object?', 'function?']];
    return outcomeOf(args, forms, (outcome) => {
      const options = limits.options(isObject(args[1]) ? args[1] : {}, callSite());
      const [code, message, number] = ops.connect(
        this.#number, args[0], headersOf(options.header), isText(options.protocol) ? options.protocol : '',
        isText(options.caPath) ? options.caPath : '', isObject(options.clientCert) ? options.clientCert : null,
        options.skipServerCertVerification === true, isObject(options.proxy) ? options.proxy : null,
        (/** @type {number} */ event, /** @type {any[]} */ news) => this.#hear(event, news),
      );
      if (code === 0) this.#number = number;
      later(outcome, [code, message]);
    });
  }

  /** send(data, callback) or send(data): Promise<boolean> */
  send(/** @type {any[]} */ ...args) {
    if (!isData(args[0])) throw parameterError();
    return outcomeOf(args, [['any', 'function?']], (outcome) => ops.send(this.#number, args[0], outcome));
  }

  /** close(options?, callback) or close(options?): Promise<boolean> */
  close(/** @type {any[]} */ ...args) {
    return outcomeOf(args, [['function?'], ['object?', 'function?']], (outcome) => {
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
        emitter.emit('error', businessError(news[0], news[1]));
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
    if (!isObject(args[0]) || typeof args[0].serverPort !== 'number') throw parameterError();
    return outcomeOf(args, [['object', 'function?']], (outcome) => {
      const config = args[0];
      const [code, message, number] = ops.start(
        this.#number, config.serverPort, isText(config.serverIP) ? config.serverIP : '',
        config.maxConcurrentClientsNumber, config.maxConnectionsForOneClient,
        isObject(config.serverCert) ? config.serverCert : null, isText(config.protocol) ? config.protocol : '',
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
    if (!isData(args[0])) throw parameterError();
    return outcomeOf(args, [['any', 'object', 'function?']], (outcome) =>
      ops.sendTo(this.#number, args[0], args[1].clientIP, args[1].clientPort, outcome));
  }

  /** close(connection, options?): Promise<boolean> */
  close(/** @type {any[]} */ ...args) {
    return outcomeOf(args, [['object', 'function?'], ['object', 'object?', 'function?']], (outcome) => {
      const { clientIP, clientPort } = args[0];
      const closing = closingOf(args[1]);
      later(outcome, ops.closeClient(this.#number, clientIP, clientPort, closing[0], closing[1]));
    });
  }

  /** stop(): Promise<boolean> */
  stop(/** @type {any[]} */ ...args) {
    return outcomeOf(args, [['function?']], (outcome) => {
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
      case ERROR: this.#emitter.emit('error', businessError(news[2], news[3])); break;
      default:
    }
  }
}

export default {
  createWebSocket: () => new WebSocket(),
  createWebSocketServer: () => new WebSocketServer(),
};
