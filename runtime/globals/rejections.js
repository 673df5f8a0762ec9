/**
 * Remembers rejected promises until somebody handles them, and reports the rest when asked.
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';
  /** @type {Map<Promise<unknown>, unknown>} */
  const unhandled = new Map();
  const MapDelete = unhandled.delete.bind(unhandled);
  const MapSet = unhandled.set.bind(unhandled);
  const MapClear = unhandled.clear.bind(unhandled);
  const MapForEach = unhandled.forEach.bind(unhandled);
  const NativeError = Error;
  const { call } = Function.prototype;
  const indexOf = call.bind(String.prototype.indexOf);

  /** Whether no code is running: the frame of this function's caller is all there is. */
  const isStackEmpty = () => {
    const { stack } = new NativeError();
    const secondLine = indexOf(stack, '\n') + 1;
    return indexOf(stack, '\n', secondLine) === stack.length - 1;
  };

  /**
   * Called by the engine, not by scripts. Returns whether `isSuspect` and no code is running.
   * @param {Promise<unknown>} promise
   * @param {unknown} reason
   * @param {boolean} isHandled
   * @param {boolean} isSuspect
   */
  core.trackRejection = (promise, reason, isHandled, isSuspect) => {
    if (isHandled) {
      MapDelete(promise);
      return false;
    }
    MapSet(promise, reason);
    return isSuspect && isStackEmpty();
  };

  /** @param {Promise<unknown>} promise one that no script can ever have seen */
  core.forgetRejection = (promise) => { MapDelete(promise); };

  /** Reports what is still unhandled; called when the microtasks are drained. */
  core.reportRejections = () => {
    /** @type {unknown[]} */
    const reasons = [];
    MapForEach((reason) => { reasons[reasons.length] = reason; });
    MapClear();
    for (let i = 0; i < reasons.length; i++) core.reportUncaught(reasons[i], true);
  };
}
