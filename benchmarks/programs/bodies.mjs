/** Large bodies, one after the other; `what` says which, `client.mjs` is what differs between the sides. */
import * as client from './client.mjs';
import { check, measure } from './measure.mjs';
import { requests, samples, size, url, what } from './parameters.mjs';

const text = what === 'postText' ? 'x'.repeat(size) : '';
const buffer = what === 'postBuffer' ? new Uint8Array(size).fill(120).buffer : undefined;

const getObject = () => new Promise((resolve) => {
  client.getJson(url, (error, type, value) => {
    if (error) throw error;
    resolve(value);
  });
});

const work = {
  getText: async () => check((await client.getText(url)).length === size, 'length'),
  getBuffer: async () => check((await client.getBuffer(url)).byteLength === size, 'byteLength'),
  getObject: async () => check((await getObject()).id === 1, 'id'),
  postText: async () => check((await client.post(url, text)).length > 0, 'answer'),
  postBuffer: async () => check((await client.post(url, buffer)).length > 0, 'answer'),
};

async function repeat() {
  for (let i = 0; i < requests; i++) await work[what]();
}

await measure(samples, repeat, repeat);
client.close?.();
