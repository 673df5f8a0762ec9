/**
 * The text of the arguments of a console call: a template with placeholders, as `util.format` of Node.js 20,
 * and the privacy notation of OpenHarmony's log (`%{public}s`, `%{private}d`).
 *
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';

  const { inspect } = core;
  const { numberText } = core.inspectText;
  const { hasOwn } = core.inspectKinds;
  const {
    constructors: { Number: toNumber, String: toText, Symbol: { toPrimitive } },
    function: { toString: functionToString },
    statics: {
      getOwnPropertyDescriptor: descriptorOf, getPrototypeOf, isError, parseFloat: toFloat,
      parseInt: toInteger, stringify,
    },
    string: { includes, indexOf, slice, startsWith },
  } = core.primordials;

  const CHAIN_LIMIT = 100;

  /** Whether `String(value)` says only what built-in objects say of themselves, as `[object Object]`. */
  const hasBuiltInText = (value) => {
    let owner = value;
    for (let i = 0; owner !== null && i < CHAIN_LIMIT; i++) {
      if (hasOwn(owner, 'toString') || hasOwn(owner, toPrimitive)) break;
      owner = getPrototypeOf(owner);
    }
    if (owner === null) return true;
    if (owner === value) return false;
    const constructor = descriptorOf(owner, 'constructor')?.value;
    return typeof constructor === 'function' && includes(functionToString(constructor), '[native code]');
  };

  const asText = (value) => {
    if (typeof value === 'number') return numberText(value);
    if (typeof value === 'bigint') return `${value}n`;
    try {
      if (typeof value !== 'object' || value === null || !hasBuiltInText(value)) return toText(value);
    } catch {
      // Its toString throws: shown as any other object.
    }
    return inspect(value, { depth: 0 });
  };

  const asNumber = (value, convert) => {
    if (typeof value === 'bigint' && convert !== toFloat) return `${value}n`;
    try {
      return numberText(convert(value));
    } catch {
      return 'NaN';
    }
  };

  const asJson = (value) => {
    try {
      return `${stringify(value)}`;
    } catch (error) {
      // A toJSON of the script may throw anything.
      return isError(error) && error.message === 'circular reference' ? '[Circular]' : inspect(value);
    }
  };

  /** @type {Record<string, (value: any, options: object) => string>} */
  const PLACEHOLDERS = {
    __proto__: null,
    s: asText,
    d: (value) => asNumber(value, toNumber),
    i: (value) => asNumber(value, toInteger),
    f: (value) => asNumber(value, toFloat),
    j: asJson,
    o: (value, options) => inspect(value, { ...options, showHidden: true, depth: 4 }),
    O: inspect,
    c: () => '',
  };

  /**
   * The template with its placeholders filled in from `args[1]` on; `result.used` is set to what it took.
   * @type {(template: string, args: any[], options: object, result: { used: number }) => string}
   */
  const fill = (template, args, options, result) => {
    let text = '';
    let copied = 0;
    let next = 1;
    for (let at = indexOf(template, '%'); at !== -1; at = indexOf(template, '%', at)) {
      let end = at + 1;
      const isPrivate = template[end] === '{' && startsWith(template, '{private}', end);
      if (isPrivate) end += 9;
      else if (template[end] === '{' && startsWith(template, '{public}', end)) end += 8;
      const letter = template[end];
      const convert = letter === undefined ? undefined : PLACEHOLDERS[letter];
      if (letter === '%' && end === at + 1) {
        text += slice(template, copied, end);
        copied = end + 1;
      } else if (convert !== undefined && next < args.length) {
        // A device prints this word for it, and nothing of the value.
        text += slice(template, copied, at) + (isPrivate ? '<private>' : convert(args[next], options));
        copied = end + 1;
        next++;
      }
      at = end + 1;
    }
    result.used = next;
    return text + slice(template, copied);
  };

  /**
   * The text that a console call prints. `options` are those of `core.inspect`.
   * @type {(args: any[], options?: object) => string}
   */
  core.format = (args, options) => {
    const first = args[0];
    let used = 1;
    let text = '';
    if (typeof first !== 'string') {
      text = args.length === 0 ? '' : inspect(first, options);
    } else if (args.length === 1 || !includes(first, '%')) {
      text = first;
    } else {
      const result = { used };
      text = fill(first, args, options, result);
      ({ used } = result);
    }
    for (let i = used; i < args.length; i++) {
      text += ` ${typeof args[i] === 'string' ? args[i] : inspect(args[i], options)}`;
    }
    return text;
  };
}
