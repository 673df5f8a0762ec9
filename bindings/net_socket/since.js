/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/net_socket';
import socket, { WITH_ADDRESS } from 'ohosrun:bindings/net_socket/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'socket', socket, {
  constructTCPSocketServerInstance: 10, constructTLSSocketServerInstance: 10, constructMulticastSocketInstance: 11,
  constructLocalSocketInstance: 11, constructLocalSocketServerInstance: 11, ProxyTypes: 18,
});
for (let i = 0; i < WITH_ADDRESS.length; i++) {
  bySince(host, 'Socket', WITH_ADDRESS[i].prototype, { getSocketFd: 10, getLocalAddress: 12 });
}
