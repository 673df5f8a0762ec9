// Containers of ArkTS: a list with indexes, a map sorted by its keys, a queue.
//   ohosrun examples/containers.js
import { ArrayList, HashMap, Queue, TreeMap } from '@kit.ArkTS';

const temperatures = new ArrayList();
for (const degrees of [21.5, 19, 23]) temperatures.add(degrees);
temperatures.sort((one, other) => one - other);
console.log('coldest:', temperatures[0], 'of', temperatures.length);

const words = new HashMap();
for (const word of 'to be or not to be'.split(' ')) words.set(word, (words.get(word) ?? 0) + 1);
console.log('to:', words.get('to'), 'words:', words.length);

const sorted = new TreeMap((one, other) => (one < other ? 1 : one > other ? -1 : 0));
for (const [word, count] of words) sorted.set(word, count);
console.log('backwards:', [...sorted.keys()].join(' '), '| behind or:', sorted.getHigherKey('or'));

const queue = new Queue();
queue.add('first');
queue.add('second');
console.log('served:', queue.pop(), 'waiting:', queue.length);

try {
  console.log(temperatures[7]);
} catch (error) {
  console.log(error.code, error.message);
}
