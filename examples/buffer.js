// @ohos.buffer: bytes with an index, their encodings, numbers in them, and blobs.
//   ohosrun examples/buffer.js
import { buffer } from '@kit.ArkTS';

const bytes = buffer.from('Grüße', 'utf8');
console.log(bytes.length, bytes[2], bytes.toString('hex'), bytes.toString('base64'));

// A message: its number, how long it is, and itself.
const message = buffer.alloc(6 + bytes.length);
let end = message.writeUInt16BE(7, 0);
end = message.writeUInt32LE(bytes.length, end);
bytes.copy(message, end);
console.log(message.readUInt16BE(0), message.toString('utf8', end, end + message.readUInt32LE(2)));

// A part shares the memory of the whole.
message.subarray(0, 2).fill(0xff);
console.log(message.readInt16BE(0), message.indexOf('ß'));

const blob = new buffer.Blob(['one ', bytes], { type: 'text/plain' });
console.log(blob.size, await blob.slice(0, 3).text());

try {
  message.readDoubleLE(message.length);
} catch (error) {
  console.log(error.code, error.message);
}
