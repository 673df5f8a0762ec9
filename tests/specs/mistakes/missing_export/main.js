import { aa } from './utils.js';
