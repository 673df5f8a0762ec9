/** Sockets of connections: TCP, TLS and local ones, and those that servers accept. */
import { host, ops } from 'ohosrun:bridge/net_socket';
import { businessError } from 'ohosrun:kit/errors.js';
import { defineProperty, NativeUint8Array } from 'ohosrun:kit/intrinsics.js';
import {
  FORMS, Socket, familyOf, isObject, optionsOf, picked, portOf, proxyOf, textOf, timeoutOf,
} from 'ohosrun:bindings/net_socket/socket.js';

/** @typedef {import('ohosrun:bindings/net_socket/socket.js').Outcome} Outcome */

const EVENTS = ['message', 'connect', 'close', 'error'];
const DER = 0;

export class TCPSocket extends Socket {
  constructor(kind = 'stream') { super(kind, EVENTS); }

  bind(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.object, (settle) =>
      ops.bind(this.number, textOf(args[0].address), portOf(args[0]), familyOf(args[0]), settle));
  }

  connect(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.connecting, (settle) => this.reach(args[0], null, settle));
  }

  /** @param {any} options @param {object | null} secure @param {Outcome} settle */
  reach(options, secure, settle) {
    const { address } = options;
    ops.connect(this.number, textOf(address.address), portOf(address), familyOf(address), timeoutOf(options),
      secure, proxyOf(options), settle);
  }

  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.sending, (settle) => ops.send(this.number, args[0].data, settle));
  }

  getRemoteAddress(/** @type {any[]} */ ...args) { return this.end(args, 'remote'); }
}

const SECURE = ['ca', 'cert', 'key', 'password', 'passwd', 'protocols', 'signatureAlgorithms', 'useRemoteCipherPrefer',
  'cipherSuite', 'isBidirectionalAuthentication'];

/** The secureOptions of connect and listen options as the ops read them, with what stands beside them. */
export const secureOf = (/** @type {any} */ options) => ({
  __proto__: null,
  ...picked(isObject(options.secureOptions) ? options.secureOptions : {}, SECURE),
  ...picked(options, ['ALPNProtocols', 'skipRemoteValidation']),
});

/** What the session of a TLS socket is asked. */
const Session = (/** @type {any} */ Base) => class extends Base {
  /** @param {any[]} args @param {string} what @param {(value: any) => unknown} [make] */
  session(args, what, make = (value) => value) {
    return this.outcome(args, FORMS.nothing, (/** @type {Outcome} */ settle) => {
      const [code, value] = ops.session(this.number, what);
      host.later(() => (code === 0 ? settle(0, ['', make(value)]) : settle(code, [value, undefined])));
    });
  }
};

/** What it says of this side. */
export const WithSession = (/** @type {any} */ Base) => class extends Session(Base) {
  getProtocol(/** @type {any[]} */ ...args) { return this.session(args, 'protocol'); }
  getCertificate(/** @type {any[]} */ ...args) { return this.session(args, 'certificate', certificateOf); }
};

/** What it says of both. */
const WithPeer = (/** @type {any} */ Base) => class extends Base {
  getCipherSuite(/** @type {any[]} */ ...args) { return this.session(args, 'ciphers'); }
  getSignatureAlgorithms(/** @type {any[]} */ ...args) { return this.session(args, 'algorithms'); }
  getRemoteCertificate(/** @type {any[]} */ ...args) { return this.session(args, 'remote certificate', certificateOf); }
};

const certificateOf = (/** @type {ArrayBuffer} */ value) => ({ data: new NativeUint8Array(value), encodingFormat: DER });

export class TLSSocket extends WithPeer(WithSession(TCPSocket)) {
  constructor() {
    super('tls');
    this.withoutPermission();
  }

  bind(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.secureBinding, (/** @type {Outcome} */ settle) =>
      ops.bind(this.number, args[0].address, portOf(args[0]), familyOf(args[0]), settle));
  }

  connect(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.secureConnecting, (/** @type {Outcome} */ settle) => {
      this.reach(args[0], secureOf(args[0]), settle);
    });
  }

  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.secureSending, (/** @type {Outcome} */ settle) =>
      ops.send(this.number, args[0], settle));
  }
}

/**
 * A TLS socket that goes on with the connection of `tcp`.
 * @param {TCPSocket} tcp
 */
export function upgraded(tcp) {
  const secure = new TLSSocket();
  const [code, message] = ops.upgrade(secure.number, tcp.number);
  if (code !== 0) throw businessError(code, message);
  return secure;
}

/** What local sockets and the connections to them have. */
const Local = (/** @type {any} */ Base) => class extends Base {
  hear(/** @type {string} */ event, /** @type {any[]} */ news) {
    if (event === 'message') this.emit(event, { message: news[0], address: news[1], size: news[4] });
    else super.hear(event, news);
  }

  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.localSending, (/** @type {Outcome} */ settle) =>
      ops.send(this.number, args[0].data, settle));
  }

  setExtraOptions(/** @type {any[]} */ ...args) { return setLocalOptions(this, args); }
  getLocalAddress(/** @type {any[]} */ ...args) { return this.answer(args, () => ops.address(this.number, 'local')[0]); }
};

/** @param {any} socket @param {any[]} args */
export const setLocalOptions = (socket, args) =>
  socket.outcome(args, FORMS.thrownObject, (/** @type {Outcome} */ settle) =>
    ops.setOptions(socket.number, optionsOf(args[0]), settle));

/** @param {any} socket @param {any[]} args */
export const localOptions = (socket, args) =>
  socket.outcome(args, FORMS.nothing, (/** @type {Outcome} */ settle) => {
    const found = ops.options(socket.number);
    host.later(() => (found.length === 2
      ? settle(found[0], [found[1], undefined])
      : settle(0, ['', {
        reuseAddress: false, receiveBufferSize: found[0], sendBufferSize: found[1], timeout: found[2],
      }])));
  });

export class LocalSocket extends Local(Socket) {
  constructor() {
    super('local', EVENTS);
    this.withoutPermission();
  }

  bind(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.thrownObject, (/** @type {Outcome} */ settle) =>
      ops.bindLocal(this.number, textOf(args[0].address), settle));
  }

  connect(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.localConnecting, (/** @type {Outcome} */ settle) =>
      ops.connectLocal(this.number, textOf(args[0].address.address), timeoutOf(args[0]), settle));
  }

  getExtraOptions(/** @type {any[]} */ ...args) { return localOptions(this, args); }
}

/** A connection that a server accepted: it is connected, and has a number. */
const Connection = (/** @type {any} */ Base) => class extends Base {
  constructor(/** @type {number} */ accepted, /** @type {number} */ clientId) {
    super('accepted', EVENTS, accepted);
    defineProperty(this, 'clientId', { __proto__: null, value: clientId, enumerable: true });
  }
};

export class TCPSocketConnection extends Connection(Socket) {
  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.sending, (/** @type {Outcome} */ settle) =>
      ops.send(this.number, args[0].data, settle));
  }

  getRemoteAddress(/** @type {any[]} */ ...args) { return this.end(args, 'remote'); }
}

export class TLSSocketConnection extends WithPeer(Session(TCPSocketConnection)) {
  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.secureSending, (/** @type {Outcome} */ settle) =>
      ops.send(this.number, args[0], settle));
  }
}

export class LocalSocketConnection extends Local(Connection(Socket)) {
  constructor(/** @type {number} */ accepted, /** @type {number} */ clientId) {
    super(accepted, clientId);
    this.withoutPermission();
  }
}
