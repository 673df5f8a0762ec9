/** GETs one after the other, or several at a time; `client.mjs` is what differs between the sides. */
import * as client from './client.mjs';
import { check, measure } from './measure.mjs';
import { concurrency, requests, samples, url, warmUp } from './parameters.mjs';

/** @param {number} total @param {number} atOnce */
function getAll(total, atOnce) {
  return new Promise((resolve) => {
    let left = total;
    let done = 0;
    const next = () => {
      if (left > 0) {
        left--;
        client.getJson(url, finish);
      }
    };
    const finish = (error, type, value) => {
      if (error) throw error;
      check(type === 'application/json' && value.id === 1, type);
      next();
      done++;
      if (done === total) resolve();
    };
    for (let i = 0; i < atOnce; i++) next();
  });
}

await measure(samples, () => getAll(warmUp, concurrency), () => getAll(requests, concurrency));
client.close?.();
