import { load } from './lib/loader.js';

async function start() {
  await load('settings');
}

start();
