/** `@ohosrun/test`: a server of a test's own, on this machine. A device does not have it. */
import { ops } from 'ohosrun:bridge/hypium';
import { isArray } from 'ohosrun:bindings/hypium/intrinsics.js';

/** @typedef {object} Answer
 * @property {number} [status] 200 unless given
 * @property {Record<string, string>} [headers]
 * @property {string | ArrayBuffer} [body]
 * @property {number} [delay] ms before the answer, and between its chunks
 * @property {string[]} [chunks] texts in the place of the body, sent one after the other
 * @property {boolean} [hangUp] end the connection without an answer
 */

export const server = {
  /** Where it listens, without a slash at its end; it is started when this is first read. */
  get url() { return ops.serverUrl(); },

  /** The requests so far: method, path (with its query), headers, body. */
  get requests() { return ops.serverRequests(); },

  /**
   * What `path` answers from now on; of a list one after the other, the last for good.
   * @param {string} path
   * @param {Answer | Answer[]} answer
   */
  on(path, answer) {
    if (typeof path !== 'string' || path[0] !== '/') throw new TypeError(`server.on: a path begins with /, not ${String(path)}`);
    const answers = isArray(answer) ? answer : [answer ?? {}];
    const problem = ops.serverAnswers(path, answers);
    if (problem !== '') throw new TypeError(`server.on('${path}'): ${problem}`);
  },

  /** Forget what was said and asked. */
  reset() { ops.serverReset(); },
};
