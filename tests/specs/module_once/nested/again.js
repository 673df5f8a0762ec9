export * from '../counter.js';
