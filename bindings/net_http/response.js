/** The HttpResponse object and its header object: behaviour tables 4. */
import { limits } from 'ohosrun:bindings/net_http/device.js';
import {
  NativeProxy, callSite, getPrototypeOf, hasOwn, lower, parse as parseJson, readProperty, setPrototypeOf,
} from 'ohosrun:bindings/net_http/intrinsics.js';

/** @type {any} */
let ops;

const ObjectPrototype = getPrototypeOf({});

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

// Where in the news of a response the connection is told of, and the number of times, which they follow, and the header them.
const INFO = 6;
const TIMES = 10;
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
    if (typeof key === 'symbol' || key in target) return readProperty(target, key, receiver);
    const name = lower(key);
    if (name === 'status-line' && this.statusLine !== '') {
      ops.note('status-line', callSite(), key);
      return this.statusLine;
    }
    if (name !== key && hasOwn(target, name)) {
      ops.note('header-case', callSite(), key, name);
      return target[name];
    }
    return undefined;
  }
}

// A trap that a script adds to Object.prototype is none.
setPrototypeOf(HeaderReads.prototype, null);

/**
 * 4.1: the header object.
 * @param {any[]} pairs name, value, name, value, … as the op delivers them
 * @param {string} statusLine
 * @param {number} at where they begin
 */
export function makeHeader(pairs, statusLine, at = 0) {
  /** @type {Record<string, unknown>} */
  const header = { __proto__: null };
  // Without a prototype an assignment meets no setter, and __proto__ is a name like any other.
  for (let i = at; i < pairs.length; i += 2) header[pairs[i]] = pairs[i + 1];
  setPrototypeOf(header, ObjectPrototype);
  return new NativeProxy(header, new HeaderReads(statusLine));
}

/**
 * @param {any[]} news what the op delivers
 * @param {number} expected expectDataType, -1 if none
 * @param {string} site where request() was called; '': nothing is said about its body
 */
export function makeResponse(news, expected, site) {
  // By index: a destructured array is iterated, one call an element.
  const {
    0: responseCode, 1: cookies, 2: statusLine, 3: result, 4: kind, 5: size, [TIMES]: times,
  } = news;
  const header = makeHeader(news, statusLine, TIMES + 1 + times);
  /** @type {Record<string, unknown>} */
  const response = { __proto__: null, responseCode, cookies, header };
  if (kind === ARRAY_BUFFER && size === 0) {
    // 4.3, step 3 and 4: an empty buffer is left out, and with it its type if it was asked for.
    if (expected !== ARRAY_BUFFER) response.resultType = kind;
  } else {
    response.result = kind === OBJECT ? parse(result, site) : result;
    response.resultType = kind;
  }
  if (limits.hasTiming) response.performanceTiming = makeTiming(news, TIMES + 1, times);
  if (limits.hasInfo) response.connectionExtraInfo = makeInfo(news, INFO);
  setPrototypeOf(response, limits.responsePrototype ?? ObjectPrototype);
  return response;
}

/** What is known of a response whose body was streamed. @param {any[]} news what the op delivers */
export function makeHead(news) {
  return { responseCode: news[0], cookies: news[1], header: makeHeader(news[2], ''), result: '', resultType: 0 };
}

/**
 * 4.1, row 6. Times are in ms: the total, and unless the cache answered the others in order.
 * @param {any[]} news
 * @param {number} at the index of the first
 * @param {number} count how many there are
 */
function makeTiming(news, at, count) {
  if (count === 1) return { totalTiming: news[at] };
  /** @type {Record<string, unknown>} */
  const timing = {
    dnsTiming: news[at + 1],
    firstReceiveTiming: news[at + 2],
    firstSendTiming: news[at + 3],
    redirectTiming: news[at + 4],
  };
  if (news[at + 5] !== null) timing.responseBodyTiming = news[at + 5];
  timing.responseHeaderTiming = news[at + 6];
  timing.tcpTiming = news[at + 7];
  timing.tlsTiming = news[at + 8];
  timing.totalFinishTiming = news[at + 9];
  timing.totalTiming = news[at];
  return timing;
}

/**
 * 4.2. The members come in their order; those of TLS are null without it.
 * @param {any[]} news
 * @param {number} at the index of the facts of the connection; what holds for this response follows
 */
export function makeInfo(news, at) {
  const {
    0: networkProtocolName, 1: tlsVersion, 2: cipherSuite, 3: localAddress, 4: remoteAddress, 5: localPort, 6: remotePort,
    7: isProxyConnection,
  } = news[at];
  /** @type {Record<string, unknown>} */
  const info = { networkProtocolName };
  if (tlsVersion !== null) info.tlsVersion = tlsVersion;
  if (cipherSuite !== null) info.cipherSuite = cipherSuite;
  info.localAddress = localAddress;
  info.remoteAddress = remoteAddress;
  info.localPort = localPort;
  info.remotePort = remotePort;
  info.isReusedConnection = news[at + 1];
  info.isProxyConnection = isProxyConnection;
  info.isCacheHit = news[at + 2];
  info.redirectCount = news[at + 3];
  return info;
}

/** @param {string} text @param {string} site */
function parse(text, site) {
  try {
    return parseJson(text);
  } catch {
    if (site !== '') ops.note('not-json', site);
    return undefined;
  }
}
