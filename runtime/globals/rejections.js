/**
 * Reports the reasons of promises that were rejected and never handled, and tells whether a script is running.
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';
  /** @type {Map<number, unknown>} */
  const rejected = new Map();
  const MapSet = rejected.set.bind(rejected);
  const MapClear = rejected.clear.bind(rejected);
  const MapForEach = rejected.forEach.bind(rejected);
  let count = 0;
  const NativeError = Error;
  const { call } = Function.prototype;
  const indexOf = call.bind(String.prototype.indexOf);

  /** Whether no code is running: the frame of this function is all there is. Called by the engine, not by scripts. */
  core.isStackEmpty = () => {
    const { stack } = new NativeError();
    return indexOf(stack, '\n') === stack.length - 1;
  };

  /** @param {unknown} reason of a promise that nobody handled */
  core.addRejection = (reason) => { MapSet(count++, reason); };

  /** Reports what was added. A script that runs meanwhile, for a description, adds nothing. */
  core.reportRejections = () => {
    MapForEach((/** @type {unknown} */ reason) => core.reportUncaught(reason, true));
    MapClear();
  };
}
