/**
 * The console global: the methods that Node.js and OpenHarmony share, with the texts of Node.js 20.
 * log, info, debug, trace and the rest print to stdout; warn, error and what they stand for to stderr.
 *
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';

  const { now, styled, write } = core.ops;
  const {
    constructors: { Error: NativeError, Number: toNumber },
    number: { toFixed },
    statics: { defineProperty, floor },
    string: { padStart, replaceAll, slice, toWellFormed },
  } = core.primordials;

  const STDOUT = 1;
  const STDERR = 2;
  const GROUP_INDENT = '  ';
  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const HOUR = 60 * MINUTE;

  let indent = '';
  /** @type {Record<string, number>} */
  const counts = { __proto__: null };
  /** @type {Record<string, number>} */
  const started = { __proto__: null };
  /** @type {Record<number, { colors: boolean }>} */
  const optionsByStream = { __proto__: null };

  const optionsOf = (stream) => {
    optionsByStream[stream] ??= { __proto__: null, colors: styled(stream) };
    return optionsByStream[stream];
  };

  const emit = (stream, text) => {
    const lines = indent === '' ? text : indent + replaceAll(text, '\n', `\n${indent}`);
    // Half a surrogate pair has no bytes to print.
    write(stream, toWellFormed(`${lines}\n`));
  };

  const print = (stream, args) => {
    if (args.length !== 1 || typeof args[0] !== 'string') emit(stream, core.format(args, optionsOf(stream)));
    // One string outside of groups is by far the most common call.
    else if (indent === '') write(stream, toWellFormed(args[0] + '\n'));
    else emit(stream, args[0]);
  };

  const warning = (text) => emit(STDERR, `Warning: ${text}`);

  const labelText = (label) => {
    try {
      return `${label}`;
    } catch {
      return core.inspect(label);
    }
  };

  /** A duration in ms, as Node.js: 1.234ms, 1.500s, 2:03.123 (m:ss.mmm), 1:02:03.123 (h:mm:ss.mmm) */
  const durationText = (duration) => {
    if (duration < SECOND) return `${toNumber(toFixed(duration, 3))}ms`;
    if (duration < MINUTE) return `${toFixed(duration / SECOND, 3)}s`;
    const hours = floor(duration / HOUR);
    const minutes = floor((duration % HOUR) / MINUTE);
    const seconds = padStart(toFixed((duration % MINUTE) / SECOND, 3), 6, '0');
    if (hours === 0) return `${minutes}:${seconds} (m:ss.mmm)`;
    return `${hours}:${padStart(`${minutes}`, 2, '0')}:${seconds} (h:mm:ss.mmm)`;
  };

  /** Prints the time since `time(label)`, with `data` after it; false when that was never called. */
  const printTime = (method, label, data) => {
    const start = started[label];
    if (start === undefined) {
      warning(`No such label '${label}' for console.${method}()`);
      return false;
    }
    const args = ['%s: %s', label, durationText(now() - start)];
    for (let i = 0; i < data.length; i++) args[i + 3] = data[i];
    print(STDOUT, args);
    return true;
  };

  const openGroup = (args) => {
    if (args.length > 0) print(STDOUT, args);
    indent += GROUP_INDENT;
  };

  const console = {
    log: (...args) => print(STDOUT, args),
    warn: (...args) => print(STDERR, args),
    dir(value, options) { emit(STDOUT, core.inspect(value, { ...optionsOf(STDOUT), ...options })); },
    time(label = 'default') {
      const name = labelText(label);
      if (started[name] === undefined) started[name] = now();
      else warning(`Label '${name}' already exists for console.time()`);
    },
    timeEnd(label = 'default') {
      const name = labelText(label);
      if (printTime('timeEnd', name, [])) delete started[name];
    },
    timeLog(label = 'default', ...data) { printTime('timeLog', labelText(label), data); },
    trace(...args) {
      const message = core.format(args, optionsOf(STDOUT));
      const frames = core.userFrames(new NativeError().stack);
      emit(STDOUT, (message === '' ? 'Trace' : `Trace: ${message}`) + frames);
    },
    assert(condition, ...args) {
      if (condition) return;
      args[0] = args.length === 0 ? 'Assertion failed' : `Assertion failed: ${labelText(args[0])}`;
      print(STDERR, args);
    },
    count(label = 'default') {
      const name = labelText(label);
      counts[name] = (counts[name] ?? 0) + 1;
      emit(STDOUT, `${name}: ${counts[name]}`);
    },
    countReset(label = 'default') {
      const name = labelText(label);
      if (counts[name] === undefined) warning(`Count for '${name}' does not exist`);
      else delete counts[name];
    },
    group: (...args) => openGroup(args),
    groupEnd() { indent = slice(indent, GROUP_INDENT.length); },
    table(data, columns) {
      let text;
      try {
        text = core.table(data, columns, optionsOf(STDOUT));
      } catch {
        // A Proxy that throws: printed as any other value.
      }
      if (text === undefined) print(STDOUT, [data]);
      else emit(STDOUT, text);
    },
    debug: (...args) => print(STDOUT, args),
    info: (...args) => print(STDOUT, args),
    dirxml: (...args) => print(STDOUT, args),
    error: (...args) => print(STDERR, args),
    groupCollapsed: (...args) => openGroup(args),
  };

  defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });
  defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true });
}
