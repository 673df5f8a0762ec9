/**
 * The table of console.table, drawn as Node.js 20 draws it.
 *
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';

  const { inspect } = core;
  const { displayWidth } = core.inspectText;
  const { append, mapSize, setSize } = core.inspectEntries;
  const { hasOwn, kindOf } = core.inspectKinds;
  const {
    array: { join },
    map: { forEach: forEachInMap },
    set: { forEach: forEachInSet },
    statics: { isArray, keys: keysOf, max },
    string: { repeat },
  } = core.primordials;

  /**
   * @typedef {object} Column
   * @property {string} head
   * @property {(string | undefined)[]} cells by row; a missing one is left blank
   */

  const isPrimitive = (value) => value === null || (typeof value !== 'object' && typeof value !== 'function');

  const cellText = (value, options) => {
    const isWide = !isPrimitive(value) && typeof value === 'object' && kindOf(value) !== 'Array'
      && kindOf(value) !== 'TypedArray' && keysOf(value).length > 2;
    return inspect(value, { maxArrayLength: 3, breakLength: Infinity, ...options, depth: isWide ? -1 : 0 });
  };

  /** @type {(columns: Column[], rowCount: number) => string} */
  const draw = (columns, rowCount) => {
    const widths = [];
    const bars = [];
    for (let i = 0; i < columns.length; i++) {
      let width = displayWidth(columns[i].head);
      for (let row = 0; row < rowCount; row++) width = max(width, displayWidth(columns[i].cells[row] ?? ''));
      widths[i] = width;
      bars[i] = repeat('─', width + 2);
    }
    const rowText = (textAt) => {
      const cells = [];
      for (let i = 0; i < columns.length; i++) {
        const text = textAt(columns[i]) ?? '';
        cells[i] = text + repeat(' ', widths[i] - displayWidth(text));
      }
      return `│ ${join(cells, ' │ ')} │`;
    };
    const lines = [`┌${join(bars, '┬')}┐`, rowText((column) => column.head), `├${join(bars, '┼')}┤`];
    for (let row = 0; row < rowCount; row++) append(lines, rowText((column) => column.cells[row]));
    append(lines, `└${join(bars, '┴')}┘`);
    return join(lines, '\n');
  };

  const collectionTable = (size, forEach, data, options) => {
    const isMap = forEach === forEachInMap;
    const index = { head: '(iteration index)', cells: [] };
    const keys = { head: 'Key', cells: [] };
    const values = { head: 'Values', cells: [] };
    forEach(data, (value, key) => {
      append(index.cells, inspect(index.cells.length, options));
      append(keys.cells, cellText(key, options));
      append(values.cells, cellText(value, options));
    });
    return draw(isMap ? [index, keys, values] : [index, values], size);
  };

  const read = (owner, key) => {
    try {
      return owner[key];
    } catch {
      return undefined;
    }
  };

  /** Puts the cells of one row into the columns named by its own keys, or by `chosen`. */
  const addRow = (columns, columnOf, row, item, chosen, options) => {
    const keys = chosen ?? keysOf(item);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (columnOf[key] === undefined) append(columns, columnOf[key] = { head: `${key}`, cells: [] });
      if (isPrimitive(item) || !hasOwn(item, key)) continue;
      columnOf[key].cells[row] = cellText(read(item, key), options);
    }
  };

  /**
   * The table of `data`; undefined when it is not tabular. `columns` limits and orders the columns.
   * @type {(data: any, columns: string[] | undefined, options: object) => string | undefined}
   */
  core.table = (data, columns, options) => {
    if (data === null || typeof data !== 'object') return undefined;
    const kind = kindOf(data);
    if (kind === 'Map') return collectionTable(mapSize(data), forEachInMap, data, options);
    if (kind === 'Set') return collectionTable(setSize(data), forEachInSet, data, options);
    const chosen = isArray(columns) ? columns : undefined;
    const index = { head: '(index)', cells: keysOf(data) };
    const values = { head: 'Values', cells: [] };
    const shown = [index];
    const columnOf = { __proto__: null };
    for (let row = 0; row < index.cells.length; row++) {
      const item = read(data, index.cells[row]);
      if (chosen === undefined && isPrimitive(item)) values.cells[row] = cellText(item, options);
      else addRow(shown, columnOf, row, item, chosen, options);
    }
    if (values.cells.length > 0) append(shown, values);
    return draw(shown, index.cells.length);
  };
}
