/** Handing a request over. One that is like the last is not handed over once more: most programs ask for one thing many times. */

/** @typedef {import('./options.js').Parsed} Parsed */

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

/** What `ops.again` begins: the last request without a body and all that few have. @type {{ url: string, options: Parsed } | undefined} */
let last;

/** @param {string} url @param {Parsed} options */
function isLikeLast(url, options) {
  if (last === undefined || last.url !== url) return false;
  const known = last.options;
  return known === options || (
    known.method === options.method && known.expected === options.expected && known.usingCache === options.usingCache
    && known.priority === options.priority && known.readTimeout === options.readTimeout
    && known.connectTimeout === options.connectTimeout && known.protocol === options.protocol
    && known.maxLimit === options.maxLimit && isSame(known.headers, options.headers)
  );
}

/** @param {string[] | null} a @param {string[] | null} b */
function isSame(a, b) {
  if (a === null || b === null || a.length !== b.length) return a === b;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** @param {Parsed} options */
const isPlain = ({ query, body, proxy, special }) => query === null && body === null && proxy === null && special === null;

/**
 * @param {(kind: number, news: any) => void} deliver
 * @param {string} url
 * @param {Parsed} options
 * @param {string} site
 * @param {number} wanted what it is to tell of
 * @param {boolean} streaming
 * @param {number} cookieStore its number, 0 for none
 * @returns {number} the number of the request, or minus the code that it fails with before it has one
 */
export function start(deliver, url, options, site, wanted, streaming, cookieStore) {
  const isRepeatable = !streaming && cookieStore === 0 && isPlain(options);
  if (isRepeatable && isLikeLast(url, options)) {
    const again = ops.again(deliver, site, wanted);
    if (again !== 0) return again;
  }
  const id = ops.request(
    deliver, site, wanted, streaming, cookieStore, url, options.method,
    options.query, options.body, options.headers, options.proxy, options.special, options.expected,
    options.usingCache, options.priority, options.readTimeout, options.connectTimeout, options.protocol,
    options.maxLimit,
  );
  if (isRepeatable) last = id > 0 ? { url, options } : undefined;
  return id;
}
