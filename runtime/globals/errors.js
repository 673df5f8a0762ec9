/**
 * How an error reads, for the inspector and the error screen: `Name: message` and the frames of the script.
 * The engine's `stack` has the frames only, so the first line is made here, as Node.js 20 would have it.
 *
 * @typedef {object} ErrorDescription
 * @property {string} text what to print: `Name: message` of an Error, else the inspected value
 * @property {string} name
 * @property {string} message
 * @property {string} stack the engine's frames as they are, or ''
 * @property {boolean} isError
 * @property {number | string | undefined} code
 * @property {string} props the inspected other properties of an Error, or ''
 * @property {ErrorDescription | null} cause
 * @property {ErrorDescription[]} errors
 *
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';

  const { append, keysShown } = core.inspectEntries;
  const { constructorName, hasOwn, kindOf, tagOf } = core.inspectKinds;
  const {
    constructors: { String: toText },
    regexp: { exec },
    statics: { defineProperty, getOwnPropertyDescriptor: descriptorOf, isArray },
    string: { endsWith, includes, indexOf, repeat, replaceAll, slice },
  } = core.primordials;

  // The engine's own functions and the JavaScript of ohosrun: not places a user can go to.
  const FOREIGN_FRAME = /^ {4}at (?:.* \()?(?:ohosrun:|native\))/;
  const FRAME = /^ {4}at /;
  // As many as Node.js keeps; this engine keeps all, thousands when a recursion does not end.
  const FRAMES_SHOWN = 10;
  const CAUSES_SHOWN = 5;
  const ERRORS_SHOWN = 100;

  const isErrorObject = (value) => typeof value === 'object' && value !== null && kindOf(value) === 'Error';

  /** A property as text, undefined when there is none. Getters are called: a class may define its name so. */
  const readText = (value, key) => {
    try {
      const found = value[key];
      return found === undefined || found === null ? undefined : toText(found);
    } catch {
      return undefined;
    }
  };

  /** The innermost frames of the script in an engine stack, each behind a line break. */
  const userFrames = (stack) => {
    let frames = '';
    let shown = 0;
    let end;
    for (let start = 0; start < stack.length && shown < FRAMES_SHOWN; start = end + 1) {
      end = indexOf(stack, '\n', start);
      if (end === -1) end = stack.length;
      const line = slice(stack, start, end);
      if (line !== '' && exec(FOREIGN_FRAME, line) === null) {
        frames += `\n${line}`;
        shown++;
      }
    }
    return frames;
  };

  /**
   * `Name: message`. A class that does not set a name of its own is named, not only the Error it extends.
   * @type {(error: Error, type: { name: string | null, tag: string }) => {
   *   title: string, name: string, message: string }}
   */
  const titleOf = (error, type) => {
    const message = readText(error, 'message') ?? '';
    let name = readText(error, 'name') ?? 'Error';
    if (!hasOwn(error, 'name') && (type.name === null || endsWith(name, 'Error'))) {
      const full = slice(core.typePrefix(type, name), 0, -1);
      if (name !== full) name = includes(full, name) ? full : `${full} [${name}]`;
    }
    return { title: name === '' || message === '' ? name + message : `${name}: ${message}`, name, message };
  };

  /** Name, message and frames; what a script has put in the place of the stack is taken as it is. */
  const fullText = (error, type) => {
    const { title } = titleOf(error, type);
    const stack = readText(error, 'stack') ?? '';
    const isOwnText = stack !== '' && exec(FRAME, stack) === null;
    const text = isOwnText ? stack : title + userFrames(stack);
    return includes(text, '\n    at ') ? text : `[${text}]`;
  };

  /** The keys to list beside `text`: those it does not show already, and what caused the error. */
  const keysBeside = (error, keys, text, showHidden) => {
    const shown = [];
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const isPart = key === 'name' || key === 'message' || key === 'stack';
      const part = isPart && !showHidden ? readText(error, key) : undefined;
      if (part === undefined || !includes(text, part)) append(shown, key);
    }
    if (!showHidden) {
      const errors = descriptorOf(error, 'errors');
      if (descriptorOf(error, 'cause')?.enumerable === false) append(shown, 'cause');
      if (errors?.enumerable === false && isArray(errors.value)) append(shown, 'errors');
    }
    return shown;
  };

  /**
   * The text of an error inside an inspection; leaves in `shape.keys` what is still to be listed.
   * @type {(state: InspectState, error: Error, shape: Shape) => string}
   */
  core.errorText = (state, error, shape) => {
    const text = fullText(error, shape);
    shape.keys = keysBeside(error, shape.keys, text + (readText(error, 'stack') ?? ''), state.showHidden);
    return state.indent === 0 ? text : replaceAll(text, '\n', `\n${repeat(' ', state.indent)}`);
  };

  /** The other own properties of an error, inspected; '' when there are none. */
  const propertiesText = (error, title) => {
    const text = title + (readText(error, 'stack') ?? '');
    const keys = keysBeside(error, keysShown({ showHidden: false }, error), text, false);
    const others = {};
    let count = 0;
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === 'cause' || keys[i] === 'errors') continue;
      defineProperty(others, keys[i], descriptorOf(error, keys[i]));
      count++;
    }
    return count === 0 ? '' : core.inspect(others);
  };

  const codeOf = (value) => {
    try {
      const { code } = value;
      return typeof code === 'number' || typeof code === 'string' ? code : undefined;
    } catch {
      return undefined;
    }
  };

  /** @returns {ErrorDescription} */
  const blank = () => ({
    text: '', name: '', message: '', stack: '', isError: false, code: undefined, props: '', cause: null,
    errors: [],
  });

  const describeAny = (value) => {
    const description = blank();
    description.text = core.inspect(value);
    description.code = codeOf(value);
    if (typeof value === 'object' && value !== null) description.message = readText(value, 'message') ?? '';
    return description;
  };

  const describe = (value, path) => {
    if (!isErrorObject(value)) return describeAny(value);
    const description = blank();
    const type = { name: constructorName(value), tag: tagOf(value, false) };
    const { title, name, message } = titleOf(value, type);
    description.text = title;
    description.name = name;
    description.message = message;
    description.stack = readText(value, 'stack') ?? '';
    description.isError = true;
    description.code = codeOf(value);
    description.props = propertiesText(value, title);
    const cause = descriptorOf(value, 'cause')?.value;
    if (cause !== undefined && cause !== null) description.cause = describeBelow(cause, value, path);
    const errors = descriptorOf(value, 'errors')?.value;
    for (let i = 0; isArray(errors) && i < errors.length && i < ERRORS_SHOWN; i++) {
      const below = describeBelow(descriptorOf(errors, i)?.value, value, path);
      if (below !== null) append(description.errors, below);
    }
    return description;
  };

  /** The description of a cause or part; null when it is one of the errors above it, too deep or too much. */
  const describeBelow = (value, parent, path) => {
    const below = { value: parent, above: path, depth: path.depth + 1, count: path.count };
    if (below.depth > CAUSES_SHOWN || below.count.left === 0) return null;
    for (let step = below; step !== null; step = step.above) if (step.value === value) return null;
    below.count.left--;
    return describe(value, below);
  };

  /**
   * What the error screen shows of a thrown value. Never throws, whatever the value is.
   * @type {(value: any) => ErrorDescription}
   */
  core.describeError = (value) => {
    try {
      return describe(value, { value: blank, above: null, depth: 0, count: { left: ERRORS_SHOWN } });
    } catch {
      // A Proxy that throws, or no memory left.
      try {
        return describeAny(value);
      } catch {
        return { ...blank(), text: '<unknown value>' };
      }
    }
  };

  core.userFrames = userFrames;
}
