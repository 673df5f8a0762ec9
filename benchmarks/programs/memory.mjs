/** Many requests, with a pause before and after in which the benchmark reads how much memory is in use. */
import * as client from './client.mjs';
import { concurrency, pause, requests, url, warmUp } from './parameters.mjs';

function getAll(total) {
  return new Promise((resolve) => {
    let left = total;
    let done = 0;
    const next = () => {
      if (left-- > 0) client.getJson(url, finish);
    };
    const finish = (error) => {
      if (error) throw error;
      next();
      if (++done === total) resolve();
    };
    for (let i = 0; i < concurrency; i++) next();
  });
}

const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

await getAll(warmUp);
console.log('before');
await sleep(pause);
await getAll(requests);
console.log('after');
await sleep(pause);
client.close?.();
