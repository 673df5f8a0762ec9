import { isEven } from './even.js';

console.log('odd', typeof isEven);
export function isOdd(n) {
  return n !== 0 && isEven(n - 1);
}
