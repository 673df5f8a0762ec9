/** The HttpResponse object and its header object: behaviour tables 4. */
import { ops } from 'ohosrun:bridge/net_http';

const OBJECT = 1;
const ARRAY_BUFFER = 2;

/**
 * C2: a read in any other case than lower finds the value, and `status-line` the status line, with a note. Everything
 * else (keys, `in`, JSON) is the plain object.
 * @implements {ProxyHandler<Record<string, unknown>>}
 */
class HeaderReads {
  /** @param {string} statusLine */
  constructor(statusLine) {
    this.statusLine = statusLine;
  }

  /**
   * @param {Record<string, unknown>} target
   * @param {string | symbol} key
   * @param {unknown} receiver
   */
  get(target, key, receiver) {
    if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver);
    const name = key.toLowerCase();
    if (name === 'status-line' && this.statusLine !== '') {
      ops.note('status-line', new Error().stack ?? '', key);
      return this.statusLine;
    }
    if (name !== key && Object.hasOwn(target, name)) {
      ops.note('header-case', new Error().stack ?? '', key, name);
      return target[name];
    }
    return undefined;
  }
}

/**
 * @param {Record<string, unknown>} object
 * @param {string} name
 * @param {unknown} value
 */
function define(object, name, value) {
  // Not by assignment: a server may send a header called __proto__.
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

/**
 * 4.1: names in lower case and byte order, one value each, `set-cookie` an array: in its place in the object of an
 * event, last in that of a response.
 * @param {string[]} pairs
 * @param {string[]} cookies
 * @param {string} statusLine
 * @param {boolean} sorted
 */
export function makeHeader(pairs, cookies, statusLine, sorted) {
  /** @type {Record<string, unknown>} */
  const header = {};
  let cookiesPending = cookies.length > 0;
  for (let i = 0; i < pairs.length; i += 2) {
    if (sorted && cookiesPending && pairs[i] > 'set-cookie') {
      header['set-cookie'] = [...cookies];
      cookiesPending = false;
    }
    if (pairs[i] === '__proto__') define(header, pairs[i], pairs[i + 1]);
    else header[pairs[i]] = pairs[i + 1];
  }
  if (cookiesPending) header['set-cookie'] = [...cookies];
  return new Proxy(header, new HeaderReads(statusLine));
}

/**
 * @param {any[]} news what the op delivers
 * @param {number} expected expectDataType, -1 if none
 * @param {string} site where request() was called
 */
export function makeResponse(news, expected, site) {
  // By index: a destructured array is iterated, one call an element.
  const {
    0: responseCode, 1: cookies, 2: pairs, 3: setCookies, 4: statusLine, 5: result, 6: kind, 7: size,
  } = news;
  /** @type {Record<string, unknown>} */
  const response = { responseCode, cookies, header: makeHeader(pairs, setCookies, statusLine, false) };
  if (kind === ARRAY_BUFFER && size === 0) {
    // 4.3, step 3 and 4: an empty buffer is left out, and with it its type if it was asked for.
    if (expected !== ARRAY_BUFFER) response.resultType = kind;
  } else {
    response.result = kind === OBJECT ? parse(result, site) : result;
    response.resultType = kind;
  }
  response.performanceTiming = makeTiming(news);
  return response;
}

/** 4.1, row 6. @param {any[]} news its members after the first eight, in ms */
function makeTiming(news) {
  return {
    dnsTiming: news[8],
    firstReceiveTiming: news[9],
    firstSendTiming: news[10],
    redirectTiming: news[11],
    responseBodyTiming: news[12],
    responseHeaderTiming: news[13],
    tcpTiming: news[14],
    tlsTiming: news[15],
    totalFinishTiming: news[16],
    totalTiming: news[17],
  };
}

/** @param {string} text @param {string} site */
function parse(text, site) {
  try {
    return JSON.parse(text);
  } catch {
    ops.note('not-json', site);
    return undefined;
  }
}
