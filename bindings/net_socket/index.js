/**
 * @ohos.net.socket as a script sees it: what a device does with arguments and in which form outcomes and events come.
 * The sockets themselves are below the ops, by number.
 */
import { host, ops } from 'ohosrun:bridge/net_socket';
import { formOf, isOfKind } from 'ohosrun:kit/arguments.js';
import { callbackOf, settled } from 'ohosrun:kit/calls.js';
import { Emitter } from 'ohosrun:kit/emitter.js';
import { businessError, parameterError, PERMISSION_DENIED } from 'ohosrun:kit/errors.js';
import { callSite, defineProperty, indexOf, isFunction, NativeUint8Array } from 'ohosrun:kit/intrinsics.js';

/** @typedef {(value: any) => boolean} Check */
/** @typedef {(code: number, news: [message: string, value?: unknown]) => void} Outcome */

const isData = (/** @type {any} */ value) => typeof value === 'string' || isOfKind(value, 'buffer');
const isObject = (/** @type {any} */ value) => isOfKind(value, 'object');
const isNumber = (/** @type {any} */ value) => typeof value === 'number';
const isBoolean = (/** @type {any} */ value) => typeof value === 'boolean';
const isAddress = (/** @type {any} */ value) => isObject(value) && typeof value.address === 'string';
const isSending = (/** @type {any} */ value) => isObject(value) && isData(value.data);
const isSendingTo = (/** @type {any} */ value) => isSending(value) && isAddress(value.address);
const isConnecting = (/** @type {any} */ value) => isObject(value) && isAddress(value.address);
const isSecureConnecting = (/** @type {any} */ value) => isConnecting(value) && isObject(value.secureOptions);

const IPV4 = 1;
const DEFAULT_CONNECT_TIMEOUT = 0;

const portOf = (/** @type {any} */ address) => (isNumber(address.port) ? address.port : 0);
const familyOf = (/** @type {any} */ address) => (isNumber(address.family) ? address.family : IPV4);
const timeoutOf = (/** @type {any} */ options) =>
  isNumber(options.timeout) && options.timeout > 0 ? options.timeout : DEFAULT_CONNECT_TIMEOUT;

/** @param {any[]} found address, port, family; or code and message */
const addressOf = (found) =>
  (found.length === 3 ? { address: found[0], port: found[1], family: found[2] } : undefined);

/** What every socket of a script has. */
class Socket {
  /** @type {number} */
  number;
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
    defineProperty(this, 'number', { __proto__: null, value: number });
  }

  /**
   * What a method does that takes one argument for each check, and a callback or none.
   * @param {unknown[]} args
   * @param {Check[]} checks
   * @param {(outcome: Outcome) => void} begin
   */
  outcome(args, checks, begin) {
    const callback = callbackOf(args);
    if (args.length !== checks.length + (callback === undefined ? 0 : 1)) throw parameterError();
    for (let i = 0; i < checks.length; i++) if (!checks[i](args[i])) throw parameterError();
    return settled(host, callback, callSite(), (settle) => {
      if (ops.denied()) throw businessError(PERMISSION_DENIED, 'Permission denied');
      begin((code, news) =>
        (code === 0 ? settle(undefined, news[1] ?? undefined) : settle(businessError(code, news[0]))));
    });
  }

  /** @param {string} event @param {...unknown} values */
  emit(event, ...values) { this.#emitter.emit(event, ...values); }

  /** An outcome that is known at once. */
  answer(/** @type {unknown[]} */ args, /** @type {() => unknown} */ find) {
    return this.outcome(args, [], (settle) => {
      const value = find();
      host.later(() => settle(0, ['', value]));
    });
  }

  /** The address of one end. */
  end(/** @type {unknown[]} */ args, /** @type {'local' | 'remote'} */ whose) {
    return this.outcome(args, [], (settle) => {
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
    if (formOf(args, [['string', 'function?']], { exact: true }) < 0) throw parameterError();
    const callback = isFunction(args[1]) ? args[1] : undefined;
    this.#emitter.remove(/** @type {string} */ (args[0]), callback);
  }

  close(/** @type {unknown[]} */ ...args) {
    return this.outcome(args, [], (settle) => ops.close(this.number, settle));
  }

  getState(/** @type {unknown[]} */ ...args) {
    return this.answer(args, () => {
      const [isBound, isClose, isConnected] = ops.state(this.number);
      return { isBound, isClose, isConnected };
    });
  }

  setExtraOptions(/** @type {unknown[]} */ ...args) {
    return this.outcome(args, [isObject], (settle) => ops.setOptions(this.number, args[0], settle));
  }

  getLocalAddress(/** @type {unknown[]} */ ...args) { return this.end(args, 'local'); }

  getSocketFd(/** @type {unknown[]} */ ...args) { return this.answer(args, () => ops.descriptor(this.number)); }
}

const DATAGRAM_EVENTS = ['message', 'listening', 'close', 'error'];
const STREAM_EVENTS = ['message', 'connect', 'close', 'error'];
const SERVER_EVENTS = ['connect', 'close', 'error'];
const CONNECTION_EVENTS = ['message', 'close', 'error'];

class UDPSocket extends Socket {
  constructor() { super('datagram', DATAGRAM_EVENTS); }

  bind(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isAddress], (settle) =>
      ops.bind(this.number, args[0].address, portOf(args[0]), familyOf(args[0]), settle));
  }

  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isSendingTo], (settle) => {
      const { data, address } = args[0];
      ops.sendTo(this.number, data, address.address, portOf(address), familyOf(address), settle);
    });
  }
}

class MulticastSocket extends UDPSocket {
  addMembership(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isAddress], (settle) =>
      ops.join(this.number, args[0].address, portOf(args[0]), familyOf(args[0]), settle));
  }

  dropMembership(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isAddress], (settle) =>
      ops.leave(this.number, args[0].address, familyOf(args[0]), settle));
  }

  setMulticastTTL(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isNumber], (settle) => ops.groupOption(this.number, 'ttl', args[0], settle));
  }

  getMulticastTTL(/** @type {any[]} */ ...args) {
    return this.outcome(args, [], (settle) => ops.groupOption(this.number, 'ttl', null, settle));
  }

  setLoopbackMode(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isBoolean], (settle) =>
      ops.groupOption(this.number, 'loopback', args[0] ? 1 : 0, settle));
  }

  getLoopbackMode(/** @type {any[]} */ ...args) {
    return this.outcome(args, [], (settle) =>
      ops.groupOption(this.number, 'loopback', null, (/** @type {number} */ code, /** @type {any[]} */ news) =>
        settle(code, [news[0], code === 0 ? news[1] === 1 : undefined])));
  }
}

class TCPSocket extends Socket {
  constructor(kind = 'stream') { super(kind, STREAM_EVENTS); }

  bind(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isAddress], (settle) =>
      ops.bind(this.number, args[0].address, portOf(args[0]), familyOf(args[0]), settle));
  }

  connect(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isConnecting], (settle) => {
      const { address } = args[0];
      ops.connect(this.number, address.address, portOf(address), familyOf(address), timeoutOf(args[0]), null, settle);
    });
  }

  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isSending], (settle) => ops.send(this.number, args[0].data, settle));
  }

  getRemoteAddress(/** @type {any[]} */ ...args) { return this.end(args, 'remote'); }
}

const Secure = (/** @type {any} */ Base) => class extends Base {
  /** What the session says of itself, or error 2303501 where there is none. */
  session(/** @type {any[]} */ args, /** @type {string} */ what, /** @type {(value: any) => unknown} */ make) {
    return this.outcome(args, [], (/** @type {Function} */ settle) => {
      const value = ops.session(this.number, what);
      host.later(() => (value === null ? settle(2303501, ['SSL is null', undefined]) : settle(0, ['', make(value)])));
    });
  }

  getProtocol(/** @type {any[]} */ ...args) { return this.session(args, 'protocol', (value) => value); }
  getCipherSuite(/** @type {any[]} */ ...args) { return this.session(args, 'ciphers', (value) => value); }

  getRemoteCertificate(/** @type {any[]} */ ...args) {
    return this.session(args, 'certificate', (value) => ({ data: new NativeUint8Array(value), encodingFormat: 1 }));
  }
};

class TLSSocket extends Secure(TCPSocket) {
  constructor() { super('tls'); }

  connect(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isSecureConnecting], (/** @type {Function} */ settle) => {
      const { address, secureOptions, ALPNProtocols, skipRemoteValidation } = args[0];
      const secure = { ...secureOptions, ALPNProtocols, skipRemoteValidation };
      ops.connect(this.number, address.address, portOf(address), familyOf(address), timeoutOf(args[0]), secure, settle);
    });
  }

  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isData], (/** @type {Function} */ settle) => ops.send(this.number, args[0], settle));
  }
}

class LocalSocket extends Socket {
  constructor() { super('stream', STREAM_EVENTS); }

  hear(/** @type {string} */ event, /** @type {any[]} */ news) {
    if (event === 'message') this.emit(event, { message: news[0], address: news[1], size: news[4] });
    else super.hear(event, news);
  }

  bind(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isAddress], (settle) => host.later(() => settle(0, ['', undefined])));
  }

  connect(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isConnecting], (settle) =>
      ops.connectLocal(this.number, args[0].address.address, timeoutOf(args[0]), settle));
  }

  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isSending], (settle) => ops.send(this.number, args[0].data, settle));
  }

  getLocalAddress(/** @type {any[]} */ ...args) {
    return this.answer(args, () => ops.address(this.number, 'local')[0]);
  }
}

/** A connection that a server accepted: it is connected, and has a number. */
const Connection = (/** @type {any} */ Base) => class extends Base {
  constructor(/** @type {number} */ accepted, /** @type {number} */ clientId) {
    super('accepted', CONNECTION_EVENTS, accepted);
    defineProperty(this, 'clientId', { __proto__: null, value: clientId, enumerable: true });
  }
};

class TCPSocketConnection extends Connection(Socket) {
  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isSending], (/** @type {Function} */ settle) =>
      ops.send(this.number, args[0].data, settle));
  }

  getRemoteAddress(/** @type {any[]} */ ...args) { return this.end(args, 'remote'); }
}

class TLSSocketConnection extends Secure(TCPSocketConnection) {
  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isData], (/** @type {Function} */ settle) => ops.send(this.number, args[0], settle));
  }
}

class LocalSocketConnection extends Connection(Socket) {
  hear(/** @type {string} */ event, /** @type {any[]} */ news) {
    if (event === 'message') this.emit(event, { message: news[0], address: news[1], size: news[4] });
    else super.hear(event, news);
  }

  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isSending], (/** @type {Function} */ settle) =>
      ops.send(this.number, args[0].data, settle));
  }

  getLocalAddress(/** @type {any[]} */ ...args) {
    return this.answer(args, () => ops.address(this.number, 'local')[0]);
  }
}

class SocketServer extends Socket {
  #accepted = 0;
  #Connection;

  constructor(/** @type {string} */ kind, /** @type {any} */ Connection) {
    super(kind, SERVER_EVENTS);
    this.#Connection = Connection;
  }

  hear(/** @type {string} */ event, /** @type {any[]} */ news) {
    if (event !== 'connect') super.hear(event, news);
    else this.emit('connect', new this.#Connection(news[0], ++this.#accepted));
  }
}

class TCPSocketServer extends SocketServer {
  constructor() { super('server', TCPSocketConnection); }

  listen(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isAddress], (settle) =>
      ops.listen(this.number, args[0].address, portOf(args[0]), familyOf(args[0]), null, settle));
  }
}

class TLSSocketServer extends SocketServer {
  constructor() { super('tls server', TLSSocketConnection); }

  listen(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isSecureConnecting], (settle) => {
      const { address, secureOptions, ALPNProtocols } = args[0];
      const secure = { ...secureOptions, ALPNProtocols };
      ops.listen(this.number, address.address, portOf(address), familyOf(address), secure, settle);
    });
  }
}

class LocalSocketServer extends SocketServer {
  constructor() { super('server', LocalSocketConnection); }

  listen(/** @type {any[]} */ ...args) {
    return this.outcome(args, [isAddress], (settle) => ops.listenLocal(this.number, args[0].address, settle));
  }

  getLocalAddress(/** @type {any[]} */ ...args) {
    return this.answer(args, () => ops.address(this.number, 'local')[0]);
  }
}

// Those that have a getLocalAddress of their own.
export const WITH_ADDRESS = [Socket, LocalSocket, LocalSocketConnection, LocalSocketServer];

export default {
  constructUDPSocketInstance: () => new UDPSocket(),
  constructMulticastSocketInstance: () => new MulticastSocket(),
  constructTCPSocketInstance: () => new TCPSocket(),
  constructTCPSocketServerInstance: () => new TCPSocketServer(),
  constructTLSSocketInstance: () => new TLSSocket(),
  constructTLSSocketServerInstance: () => new TLSSocketServer(),
  constructLocalSocketInstance: () => new LocalSocket(),
  constructLocalSocketServerInstance: () => new LocalSocketServer(),
  Protocol: { __proto__: null, TLSv12: 'TLSv1.2', TLSv13: 'TLSv1.3' },
  ProxyTypes: { __proto__: null, NONE: 0, SOCKS5: 1 },
};
