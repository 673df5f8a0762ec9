/**
 * The text side of the inspector: quoting, colours, display width and line layout.
 * The layout is that of Node.js 20 `util.inspect` with its default `compact: 3`.
 *
 * @typedef {object} InspectState one inspection under way
 * @property {(text: string, style: string) => string} paint
 * @property {boolean} colors
 * @property {number} depth levels of nesting shown
 * @property {number} breakLength columns of a line
 * @property {number} compact inner levels that may share a line
 * @property {number} maxArrayLength
 * @property {number} maxStringLength
 * @property {boolean} showHidden
 * @property {number} indent columns the current value is indented by
 * @property {number} deepest level of the value entered last
 * @property {number} written characters made so far, nested values counted once per level
 * @property {object[]} seen the values being inspected, outermost first
 * @property {object[]} circular the values that are referred to from inside themselves
 *
 * @typedef {object} Shape what one object looks like before it is laid out
 * @property {string} kind
 * @property {string | null} name of its constructor
 * @property {string} tag
 * @property {PropertyKey[]} keys
 * @property {string} base text before the opening bracket
 * @property {string} open
 * @property {string} close
 * @property {boolean} list laid out in columns when long
 * @property {((state: InspectState, value: any, level: number) => string[]) | null} entries
 *
 * @param {import('../types').Core} core
 */
(core) => {
  'use strict';

  const {
    array: { join },
    constructors: { RegExp: NativeRegExp },
    number: { toString: numberToString },
    regexp: { exec },
    statics: { floor, max, min, round, sqrt },
    string: {
      charCodeAt, codePointAt, includes, indexOf, padEnd, padStart, repeat, replace, slice, toUpperCase,
    },
    symbol: { toString: symbolToString },
  } = core.primordials;

  const STYLES = {
    __proto__: null,
    bigint: [33, 39], boolean: [33, 39], date: [35, 39], module: [4, 24], null: [1, 22], number: [33, 39],
    regexp: [31, 39], special: [36, 39], string: [32, 39], symbol: [32, 39], undefined: [90, 39],
  };
  const SHORT_ESCAPES = { __proto__: null, 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 92: '\\\\' };
  const NEEDS_ESCAPE = /[\x00-\x1f'\\\x7f-\x9f\ud800-\udfff]/;
  const COLOR_CODE = /\x1b\[\d+m/g;
  const SEPARATOR_WIDTH = 2;
  // Shorter strings stay on one line however narrow the room is.
  const UNBREAKABLE_LENGTH = 16;

  const plain = (text) => text;

  const paint = (text, style) => {
    const codes = STYLES[style];
    return codes === undefined ? text : `\x1b[${codes[0]}m${text}\x1b[${codes[1]}m`;
  };

  /** The escape of one code unit, or '' when it stands for itself. */
  const escapeOf = (code, next, escapeQuote) => {
    if (code < 32 || code === 92 || (code > 126 && code < 160)) {
      return SHORT_ESCAPES[code] ?? `\\x${padStart(toUpperCase(numberToString(code, 16)), 2, '0')}`;
    }
    if (code === 39) return escapeQuote ? "\\'" : '';
    if (code < 0xd800 || code > 0xdfff || (code < 0xdc00 && next >= 0xdc00 && next <= 0xdfff)) return '';
    return `\\u${numberToString(code, 16)}`;
  };

  /** @type {(text: string, escapeQuote?: boolean) => string} */
  const escapeText = (text, escapeQuote = true) => {
    if (exec(NEEDS_ESCAPE, text) === null) return text;
    let result = '';
    let copied = 0;
    for (let i = 0; i < text.length; i++) {
      const code = charCodeAt(text, i);
      const replacement = escapeOf(code, charCodeAt(text, i + 1), escapeQuote);
      if (replacement !== '') {
        result += slice(text, copied, i) + replacement;
        copied = i + 1;
      } else if (code >= 0xd800 && code <= 0xdfff) {
        i++;
      }
    }
    return result + slice(text, copied);
  };

  /** A string literal that reads back as `text`; single quotes unless others need fewer escapes. */
  const quote = (text) => {
    let mark = "'";
    if (includes(text, "'")) {
      if (!includes(text, '"')) mark = '"';
      else if (!includes(text, '`') && !includes(text, '${')) mark = '`';
    }
    return mark + escapeText(text, mark === "'") + mark;
  };

  const plural = (count, noun) => `${count} ${noun}${count > 1 ? 's' : ''}`;

  const stringText = (state, value) => {
    const hidden = value.length - state.maxStringLength;
    const trailer = hidden > 0 ? `... ${plural(hidden, 'more character')}` : '';
    const text = hidden > 0 ? slice(value, 0, state.maxStringLength) : value;
    if (text.length <= UNBREAKABLE_LENGTH || text.length <= state.breakLength - state.indent - 4) {
      return state.paint(quote(text), 'string') + trailer;
    }
    const lines = [];
    for (let from = 0; from < text.length;) {
      const end = indexOf(text, '\n', from);
      const next = end === -1 ? text.length : end + 1;
      lines[lines.length] = state.paint(quote(slice(text, from, next)), 'string');
      from = next;
    }
    return join(lines, ` +\n${repeat(' ', state.indent + 2)}`) + trailer;
  };

  const numberText = (value) => (value === 0 && 1 / value < 0 ? '-0' : `${value}`);

  /** @type {(state: InspectState, value: any) => string} */
  const primitive = (state, value) => {
    const type = typeof value;
    if (type === 'string') return stringText(state, value);
    if (type === 'number') return state.paint(numberText(value), type);
    if (type === 'bigint') return state.paint(`${value}n`, type);
    if (type === 'symbol') return state.paint(symbolToString(value), type);
    return state.paint(`${value}`, value === null ? 'null' : type);
  };

  let wideCharacter;
  let zeroWidthCharacter;
  const codePointWidth = (code, character) => {
    // Compiled on the first text that is not ASCII: compiling takes longer than reading this file.
    wideCharacter ??= new NativeRegExp(
      '[\\u1100-\\u115f\\u2329\\u232a\\u2e80-\\u303e\\u3040-\\u3247\\u3250-\\u4dbf\\u4e00-\\ua4c6'
      + '\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6b'
      + '\\uff01-\\uff60\\uffe0-\\uffe6\\u{1b000}-\\u{1b2ff}\\u{20000}-\\u{3fffd}'
      + '\\p{Emoji_Presentation}]', 'u');
    zeroWidthCharacter ??= new NativeRegExp('[\\p{Mn}\\p{Me}\\p{Cf}\\x7f-\\x9f]', 'u');
    if (exec(wideCharacter, character) !== null) return 2;
    return exec(zeroWidthCharacter, character) === null ? 1 : 0;
  };

  /** Columns that `text` takes on a terminal; colour codes take none. */
  const displayWidth = (text) => {
    let width = 0;
    const bare = includes(text, '\x1b') ? replace(text, COLOR_CODE, '') : text;
    for (let i = 0; i < bare.length; i++) {
      const code = codePointAt(bare, i);
      if (code < 127) {
        width += code < 32 ? 0 : 1;
      } else {
        const size = code > 0xffff ? 2 : 1;
        width += codePointWidth(code, slice(bare, i, i + size));
        i += size - 1;
      }
    }
    return width;
  };

  const lengthOf = (state, text) => (state.colors ? replace(text, COLOR_CODE, '').length : text.length);

  /** How many columns to set entries of these widths in; 1 when columns would not look good. */
  const columnCount = (state, widths, entryCount) => {
    let total = 0;
    let widest = 0;
    for (let i = 0; i < widths.length; i++) {
      total += widths[i] + SEPARATOR_WIDTH;
      widest = max(widest, widths[i]);
    }
    const cell = widest + SEPARATOR_WIDTH;
    if (cell * 3 + state.indent >= state.breakLength) return 1;
    if (total / cell <= 5 && widest > 6) return 1;
    // A block as wide as high, a character being 2.5 times as high as wide; short entries make it wider.
    const biased = max(cell - 3 - sqrt(cell - total / entryCount), 1);
    return min(
      round(sqrt(2.5 * biased * widths.length) / biased),
      floor((state.breakLength - state.indent) / cell),
      state.compact * 4,
      15,
    );
  };

  const isNumeric = (source, count) => {
    for (let i = 0; i < count; i++) {
      if (typeof source[i] !== 'number' && typeof source[i] !== 'bigint') return false;
    }
    return true;
  };

  /** Rows of entries in columns, numbers to the right; `entries` itself when columns would not look good. */
  const inColumns = (state, entries, source) => {
    const note = state.maxArrayLength < entries.length ? 1 : 0;
    const count = entries.length - note;
    const widths = [];
    for (let i = 0; i < count; i++) widths[i] = displayWidth(entries[i]);
    const columns = columnCount(state, widths, entries.length);
    if (!(columns > 1)) return entries;
    const columnWidths = [];
    for (let i = 0; i < count; i++) {
      columnWidths[i % columns] = max(columnWidths[i % columns] ?? 0, widths[i] + SEPARATOR_WIDTH);
    }
    const toRight = isNumeric(source, entries.length);
    const pad = toRight ? padStart : padEnd;
    const rows = [];
    for (let first = 0; first < count; first += columns) {
      const last = min(first + columns, count) - 1;
      let row = '';
      for (let i = first; i <= last; i++) {
        // Colour codes and wide characters make the text longer or shorter than the columns it takes.
        const room = columnWidths[i - first] + entries[i].length - widths[i];
        if (i < last) row += pad(`${entries[i]}, `, room, ' ');
        else row += toRight ? padStart(entries[i], room - SEPARATOR_WIDTH, ' ') : entries[i];
      }
      rows[rows.length] = row;
    }
    if (note === 1) rows[rows.length] = entries[count];
    return rows;
  };

  const fitsOnLine = (state, entries, shape) => {
    if (includes(shape.base, '\n')) return false;
    // 10 columns are kept free for what stands before the value; each entry brings its separator.
    let length = entries.length * 2 + state.indent + shape.open.length + shape.base.length + 10;
    for (let i = 0; i < entries.length; i++) {
      if (length > state.breakLength) return false;
      length += lengthOf(state, entries[i]);
    }
    return length <= state.breakLength;
  };

  /**
   * The entries between the brackets of `shape`, on one line when they are few, short and shallow.
   * @type {(state: InspectState, shape: Shape, entries: string[], level: number, source: any) => string}
   */
  const layout = (state, shape, entries, level, source) => {
    const rows = shape.list && entries.length > 6 ? inColumns(state, entries, source) : entries;
    const head = shape.base === '' ? shape.open : `${shape.base} ${shape.open}`;
    if (state.deepest - level < state.compact && rows === entries && fitsOnLine(state, entries, shape)) {
      const line = join(entries, ', ');
      if (!includes(line, '\n')) return `${head} ${line} ${shape.close}`;
    }
    const newline = `\n${repeat(' ', state.indent)}`;
    return `${head}${newline}  ${join(rows, `,${newline}  `)}${newline}${shape.close}`;
  };

  core.inspectText = { displayWidth, escapeText, layout, numberText, paint, plain, plural, primitive, quote };
}
