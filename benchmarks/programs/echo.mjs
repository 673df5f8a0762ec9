/** Small messages that come back: each waits for the one before, or all are sent at once. */
import { open } from './client.mjs';
import { check, measure } from './measure.mjs';
import { atOnce, messages, samples, url } from './parameters.mjs';

/** @type {(text: string) => void} */
let hear = () => {};
const socket = await open(url, (text) => hear(text));

/** @param {number} count */
const echoes = (count) => new Promise((resolve) => {
  let heard = 0;
  hear = (text) => {
    if (heard === 0 || heard === count - 1) check(text === `message ${heard}`, text);
    heard += 1;
    if (heard === count) resolve(undefined);
    else if (!atOnce) socket.send(`message ${heard}`);
  };
  for (let i = 0; i < (atOnce ? count : 1); i++) socket.send(`message ${i}`);
});

await measure(samples, () => echoes(messages / 10), () => echoes(messages));
socket.close();
