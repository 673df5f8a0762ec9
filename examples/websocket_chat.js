// A WebSocket server (API 19) and a client of it.
import { webSocket } from '@kit.NetworkKit';

const server = webSocket.createWebSocketServer();
// A device does not say that a port is taken: any of many.
const serverPort = 20000 + Math.floor(Math.random() * 10000);
await server.start({
  serverPort, serverIP: '127.0.0.1', maxConcurrentClientsNumber: 5, maxConnectionsForOneClient: 5,
});
server.on('messageReceive', ({ data, clientConnection }) => server.send(`echo: ${data}`, clientConnection));

const ws = webSocket.createWebSocket();
ws.on('open', () => ws.send('hello'));
ws.on('message', (error, value) => {
  console.info(value);
  ws.close({ code: 1000, reason: 'done' });
});
ws.on('close', (error, { code, reason }) => {
  console.info('closed:', code, reason);
  server.stop();
});
await ws.connect(`ws://127.0.0.1:${serverPort}`);
