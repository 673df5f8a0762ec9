import { count as a } from './counter.js';
import { count as b } from './nested/../counter.js';
import { count as c } from './counter';
import { count as d } from './nested/again.js';

const { count: e } = await import('./counter.js');
console.log(a, b, c, d, e);
