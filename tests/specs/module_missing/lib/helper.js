import { one } from './one.js';
import { two } from './utilz.js';
