/**
 * What was changed since the last build, and what was read last: the two questions that building asks of state.
 */

/** @type {Set<string>} names of what was changed since they were last taken */
const changed = new Set();

/** @param {string} name */
export const mark = (name) => { changed.add(name); };

/** Whether something that a build may have read was changed. */
export const isDirty = () => changed.size > 0;

/** @returns {string[]} the names; there is nothing changed afterwards */
export const takeChanges = () => {
  const names = [...changed];
  changed.clear();
  return names;
};

/**
 * The states that were read since the last component was made, the latest last: `Child({ a: this.b })` hands over a
 * value, and what is meant by it is the state that it was read from.
 * @type {import('./cells.js').Cell[]}
 */
let reads = [];
const READS_KEPT = 32;

/** @param {import('./cells.js').Cell} cell */
export const remember = (cell) => {
  if (reads.length >= READS_KEPT) reads.shift();
  reads.push(cell);
};

export const forgetReads = () => { if (reads.length > 0) reads = []; };

/**
 * @param {string} name what the value is given as
 * @param {unknown} value
 * @returns {import('./cells.js').Cell | undefined} the state that the value was read from, as far as can be told
 */
export const readFrom = (name, value) => {
  let found;
  for (const cell of reads) {
    if (cell.peek() === value && found?.name !== name) found = cell;
  }
  return found;
};
