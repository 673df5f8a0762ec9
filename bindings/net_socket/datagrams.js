/** UDPSocket and MulticastSocket. */
import { ops } from 'ohosrun:bridge/net_socket';
import { FORMS, Socket, familyOf, portOf, textOf } from 'ohosrun:bindings/net_socket/socket.js';

const EVENTS = ['message', 'listening', 'close', 'error'];

export class UDPSocket extends Socket {
  constructor() { super('datagram', EVENTS); }

  bind(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.object, (settle) =>
      ops.bind(this.number, textOf(args[0].address), portOf(args[0]), familyOf(args[0]), settle));
  }

  send(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.sendingTo, (settle) => {
      const { data, address } = args[0];
      ops.sendTo(this.number, data, textOf(address.address), portOf(address), familyOf(address), settle);
    });
  }
}

export class MulticastSocket extends UDPSocket {
  addMembership(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.group, (settle) =>
      ops.join(this.number, args[0].address, portOf(args[0]), familyOf(args[0]), settle));
  }

  dropMembership(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.group, (settle) =>
      ops.leave(this.number, args[0].address, familyOf(args[0]), settle));
  }

  setMulticastTTL(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.ttl, (settle) => ops.groupOption(this.number, 'ttl', args[0] | 0, settle));
  }

  getMulticastTTL(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.nothing, (settle) => ops.groupOption(this.number, 'ttl', null, settle));
  }

  setLoopbackMode(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.loopback, (settle) =>
      ops.groupOption(this.number, 'loopback', args[0] ? 1 : 0, settle));
  }

  getLoopbackMode(/** @type {any[]} */ ...args) {
    return this.outcome(args, FORMS.nothing, (settle) =>
      ops.groupOption(this.number, 'loopback', null, (/** @type {number} */ code, /** @type {any[]} */ news) =>
        settle(code, [news[0], code === 0 ? news[1] === 1 : undefined])));
  }
}
