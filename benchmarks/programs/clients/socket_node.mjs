/** What a program of the benchmark sends and hears by, on node: its own WebSocket. */

/**
 * @param {string} url
 * @param {(text: string) => void} hear
 * @returns {Promise<{ send: (text: string) => void, close: () => void }>}
 */
export const open = (url, hear) => new Promise((resolve, reject) => {
  const socket = new WebSocket(url);
  socket.onopen = () => resolve({ send: (text) => socket.send(text), close: () => socket.close() });
  socket.onmessage = ({ data }) => hear(data);
  socket.onerror = reject;
});
