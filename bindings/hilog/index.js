/**
 * @ohos.hilog: lines as `hilog` prints those of a device, on stderr. A format is read as a device reads it: a value is
 * private unless its placeholder says `%{public}`, and is left out where it is not of the kind the placeholder takes.
 */
import { host, ops } from 'ohosrun:bridge/hilog';
import { callSite, isArray, NativeError, NativeString, slice, startsWith, stringify } from 'ohosrun:kit/intrinsics.js';

const LogLevel = { DEBUG: 3, INFO: 4, WARN: 5, ERROR: 6, FATAL: 7 };
const PreferStrategy = { UNSET_LOGLEVEL: 0, PREFER_CLOSE_LOG: 1, PREFER_OPEN_LOG: 2 };

// Of an app: what is outside of it is not printed.
const LAST_DOMAIN = 0xFFFF;
const MOST_ARGUMENTS = 100;
const PRIVATE = '<private>';

let lowestLevel = LogLevel.DEBUG;

/**
 * The kinds of value that a placeholder prints; no other is printed by it.
 * @type {Record<string, string[]>}
 */
const KINDS = {
  d: ['number', 'bigint'],
  i: ['number', 'bigint'],
  s: ['string', 'undefined', 'boolean', 'null'],
  o: ['object', 'function', 'undefined', 'null'],
  O: ['object', 'function', 'undefined', 'null'],
};

const kindOf = (/** @type {unknown} */ value) => (value === null ? 'null' : typeof value);

/** @param {unknown} value */
function shown(value) {
  const kind = kindOf(value);
  if (kind !== 'object' && kind !== 'function') return kind === 'symbol' ? '' : NativeString(value);
  try {
    return stringify(value) ?? '';
  } catch {
    return '';
  }
}

/**
 * @param {string} format
 * @param {unknown[]} values
 * @returns {string}
 */
function formatted(format, values) {
  if (values.length === 0) return format;
  let text = '';
  let used = 0;
  let at = 0;
  for (; at < format.length && used < values.length; at++) {
    if (format[at] !== '%') {
      text += format[at];
      continue;
    }
    let isPrivate = true;
    if (startsWith(format, 'public', at + 2) && at + 8 < format.length) {
      at += 8;
      isPrivate = false;
    } else if (startsWith(format, 'private', at + 2) && at + 9 < format.length) {
      at += 9;
    }
    if (at + 1 >= format.length) break;
    const specifier = format[at + 1];
    const kinds = KINDS[specifier];
    if (kinds !== undefined) {
      text += placed(specifier, kinds, values[used], isPrivate);
      used++;
      at++;
    } else {
      text += format[at];
      if (specifier === '%') at++;
    }
  }
  return text + slice(format, at);
}

/**
 * @param {string} specifier
 * @param {string[]} kinds
 * @param {unknown} value
 * @param {boolean} isPrivate
 */
function placed(specifier, kinds, value, isPrivate) {
  const kind = kindOf(value);
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] === kind) return isPrivate && !ops.showsPrivate() ? PRIVATE : shown(value);
  }
  host.note('kind', `%${specifier} prints no ${kind}: a device leaves it out`, callSite());
  return '';
}

/** @param {number} level */
const printer = (level) => (/** @type {any[]} */ ...args) => {
  const [domain, tag, format] = args;
  if (typeof domain !== 'number' || typeof tag !== 'string' || typeof format !== 'string') {
    host.note('call', 'hilog takes a domain, a tag and a format: a device prints nothing', callSite());
    return;
  }
  let values = [];
  if (isArray(args[3])) {
    if (args.length !== 4) throw new NativeError('assertion (false) failed: Argc mismatch');
    values = args[3];
  } else {
    for (let i = 3; i < args.length && i < MOST_ARGUMENTS; i++) values[i - 3] = args[i];
  }
  const content = formatted(format, values);
  const whole = domain | 0;
  if (whole < 0 || whole > LAST_DOMAIN) {
    host.note('domain', 'the domain is not within 0x0 and 0xFFFF: a device prints nothing', callSite());
    return;
  }
  if (level >= lowestLevel) ops.log(level, whole, tag, content);
};

/**
 * @param {...any} args domain, tag and level
 * @returns {boolean | undefined}
 */
function isLoggable(...args) {
  const [domain, tag, level] = args;
  if (args.length !== 3 || typeof domain !== 'number') return undefined;
  if ((domain | 0) < 0 || (domain | 0) > LAST_DOMAIN) return false;
  if (typeof level !== 'number' || typeof tag !== 'string') return undefined;
  return level >= lowestLevel && level <= LogLevel.FATAL;
}

/** @param {...any} args the lowest level that is printed from now on */
function setMinLogLevel(...args) {
  if (args.length === 1 && typeof args[0] === 'number') lowestLevel = args[0];
}

/** @param {...any} args the lowest level, and how it goes together with that of the system */
function setLogLevel(...args) {
  if (args.length === 2 && typeof args[0] === 'number' && typeof args[1] === 'number') {
    lowestLevel = args[1] === PreferStrategy.PREFER_CLOSE_LOG && args[0] < lowestLevel ? lowestLevel : args[0];
  }
}

export default {
  debug: printer(LogLevel.DEBUG),
  info: printer(LogLevel.INFO),
  warn: printer(LogLevel.WARN),
  error: printer(LogLevel.ERROR),
  fatal: printer(LogLevel.FATAL),
  isLoggable,
  setMinLogLevel,
  setLogLevel,
  LogLevel,
  PreferStrategy,
};
