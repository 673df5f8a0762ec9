/** What a program of the benchmark sends and hears by, on ohosrun. */
import { webSocket } from '@kit.NetworkKit';

/**
 * @param {string} url
 * @param {(text: string) => void} hear
 * @returns {Promise<{ send: (text: string) => void, close: () => void }>}
 */
export const open = (url, hear) => new Promise((resolve, reject) => {
  const socket = webSocket.createWebSocket();
  socket.on('open', () => resolve({ send: (text) => { socket.send(text); }, close: () => { socket.close(); } }));
  socket.on('message', (_error, text) => hear(text));
  socket.on('error', reject);
  socket.connect(url);
});
