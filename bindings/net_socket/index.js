/** @ohos.net.socket as a script sees it. The sockets themselves are below the ops, by number. */
import { ops } from 'ohosrun:bridge/net_socket';
import { parameterError } from 'ohosrun:kit/errors.js';
import { FORMS, Socket, familyOf, portOf, textOf } from 'ohosrun:bindings/net_socket/socket.js';
import { MulticastSocket, UDPSocket } from 'ohosrun:bindings/net_socket/datagrams.js';
import {
  LocalSocket, LocalSocketConnection, TCPSocket, TCPSocketConnection, TLSSocket, TLSSocketConnection, WithSession,
  localOptions, secureOf, setLocalOptions, upgraded,
} from 'ohosrun:bindings/net_socket/streams.js';

const EVENTS = ['connect', 'close', 'error'];

class SocketServer extends Socket {
  #accepted = 0;
  #Connection;

  constructor(/** @type {string} */ kind, /** @type {any} */ Connection) {
    super(kind, EVENTS);
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
    return this.outcome(args, FORMS.thrownObject, (settle) =>
      ops.listen(this.number, textOf(args[0].address), portOf(args[0]), familyOf(args[0]), null, settle));
  }
}

class TLSSocketServer extends WithSession(SocketServer) {
  constructor() {
    super('tls server', TLSSocketConnection);
    this.withoutPermission();
  }

  listen(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.secureListening, (/** @type {any} */ settle) => {
      const { address } = args[0];
      ops.listen(this.number, textOf(address.address), portOf(address), familyOf(address), secureOf(args[0]), settle);
    });
  }
}

class LocalSocketServer extends SocketServer {
  constructor() {
    super('local server', LocalSocketConnection);
    this.withoutPermission();
  }

  listen(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.thrownObject, (settle) =>
      ops.listenLocal(this.number, textOf(args[0].address), settle));
  }

  setExtraOptions(/** @type {any[]} */ ...args) { return setLocalOptions(this, args); }
  getExtraOptions(/** @type {any[]} */ ...args) { return localOptions(this, args); }

  getLocalAddress(/** @type {any[]} */ ...args) {
    return this.answer(args, () => ops.address(this.number, 'local')[0]);
  }
}

// Those that have a getLocalAddress of their own.
export const WITH_ADDRESS = [Socket, LocalSocket, LocalSocketConnection, LocalSocketServer];

/** @param {...any} args nothing, or the TCP socket whose connection goes on with TLS */
function constructTLSSocketInstance(...args) {
  if (args.length === 0) return new TLSSocket();
  if (args.length !== 1 || !(args[0] instanceof TCPSocket)) throw parameterError('param is not type of TCPSocket');
  return upgraded(args[0]);
}

export default {
  constructUDPSocketInstance: () => new UDPSocket(),
  constructMulticastSocketInstance: () => new MulticastSocket(),
  constructTCPSocketInstance: () => new TCPSocket(),
  constructTCPSocketServerInstance: () => new TCPSocketServer(),
  constructTLSSocketInstance,
  constructTLSSocketServerInstance: () => new TLSSocketServer(),
  constructLocalSocketInstance: () => new LocalSocket(),
  constructLocalSocketServerInstance: () => new LocalSocketServer(),
  Protocol: { __proto__: null, TLSv12: 'TLSv1.2', TLSv13: 'TLSv1.3' },
  ProxyTypes: { __proto__: null, NONE: 0, SOCKS5: 1 },
};
