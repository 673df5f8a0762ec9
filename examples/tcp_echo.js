// A TCP server and a client of it, in one program: what @ohos.net.socket does is done on real sockets.
import { socket } from '@kit.NetworkKit';

const textOf = (buffer) => String.fromCharCode(...new Uint8Array(buffer));

const server = socket.constructTCPSocketServerInstance();
await server.listen({ address: '127.0.0.1', port: 0, family: 1 });
const { port } = await server.getLocalAddress();

server.on('connect', (connection) => {
  connection.on('message', ({ message }) => connection.send({ data: `you said: ${textOf(message)}` }));
});

const client = socket.constructTCPSocketInstance();
client.on('message', async ({ message }) => {
  console.info(textOf(message));
  await client.close();
  await server.close();
});
await client.connect({ address: { address: '127.0.0.1', port }, timeout: 6000 });
await client.send({ data: 'hello' });
