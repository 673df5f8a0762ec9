import { ready } from './slow.js';
import './quick.js';

console.log('main', ready, await Promise.resolve('awaited'));
