/** What devices do otherwise from version to version (device.py has the table): the column of this run. */

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

/**
 * @typedef {object} Device
 * @property {number} api 0: none in particular
 * @property {boolean} anyMethod
 * @property {boolean} deleteHasBody
 * @property {boolean} nullIsNoBody
 * @property {string} jsonMethods
 * @property {number} zeroTimeout
 * @property {number} noNumberTimeout
 * @property {'dropped' | 'decimal' | 'written'} headerValues
 * @property {boolean} earlyHeaders
 * @property {boolean} destroys
 * @property {'ignored' | 'number' | 'text'} listenerErrors
 * @property {boolean} systemProxy
 * @property {boolean} freeFactories
 * @property {number} lastProtocol
 * @property {number} leastPriority
 * @property {boolean} hasHttp3 what this libcurl has, whatever the version
 */

/** What a device of the version that was asked for does not know; since.js fills it in. */
export const limits = {
  /** @type {(options: any, site: string) => any} */
  options: (options) => options,
  /** @type {(type: string, site: string) => boolean} */
  isNewerEvent: () => false,
  /** Whether remoteValidation may be a function. @type {(site: string) => boolean} */
  asksValidation: () => true,
  /** Members of a response, and what it inherits from if that is not what every object does. */
  hasTiming: true,
  hasInfo: true,
  /** @type {object | undefined} */
  responsePrototype: undefined,
};

/** @type {Device | undefined} */
let known;

/** @returns {Device} */
export function device() {
  return known ??= read();
}

function read() {
  const facts = ops.device();
  /** @type {any} */
  const read = { __proto__: null };
  for (let i = 0; i < facts.length; i += 2) read[facts[i]] = facts[i + 1];
  return read;
}
