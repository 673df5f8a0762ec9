import { isOdd } from './odd.js';

console.log('even', typeof isOdd);
export function isEven(n) {
  return n === 0 || isOdd(n - 1);
}
