/**
 * setTimeout, setInterval, clearTimeout, clearInterval, queueMicrotask, as the HTML standard has them ("Timers").
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';
  const { startTimer, stopTimer } = core.ops;
  const apply = Reflect.apply;
  const realm = globalThis;
  const resolved = Promise.resolve();
  const then = Promise.prototype.then;
  // So that `then` makes promises of the engine's own class, whatever a script does to Promise.
  Object.defineProperty(resolved, 'constructor', { value: undefined });

  /** @type {unknown[]} */
  const NONE = [];

  // Five nested timers may be as quick as they like; a sixth level of nesting waits for 4 ms at least.
  const FREE_NESTING = 5;
  const NESTED_DELAY = 4;

  /** @typedef {{ callback: Function, args: unknown[], delay: number, repeat: boolean, nesting: number }} Timer */
  /** @type {Map<number, Timer>} */
  const timers = new Map();
  const getTimer = timers.get.bind(timers);
  const setTimer = timers.set.bind(timers);
  const deleteTimer = timers.delete.bind(timers);
  let lastId = 0;

  /**
   * The timer initialization steps, as far as they are the same for the first time and for every other.
   * @param {number} id
   * @param {Timer} timer
   */
  const schedule = (id, timer) => {
    const delay = core.nesting > FREE_NESTING && timer.delay < NESTED_DELAY ? NESTED_DELAY : timer.delay;
    startTimer(id, delay, timer.repeat);
    timer.nesting = core.nesting + 1;
  };

  /**
   * @param {string} name
   * @param {boolean} repeat
   * @param {unknown} callback
   * @param {unknown} delay
   * @param {unknown[]} args for the callback
   * @returns {number}
   */
  const start = (name, repeat, callback, delay, args) => {
    if (typeof callback !== 'function') {
      throw new TypeError(`${name}: the callback must be a function, not ${callback === null ? 'null' : typeof callback}`);
    }
    const id = ++lastId;
    // A signed 32-bit integer, as the standard converts it; negative is none.
    const whole = +(/** @type {any} */ (delay)) | 0;
    const wait = whole > 0 ? whole : 0;
    const { nesting } = core;
    // Most have no arguments, and there may be a great many: their arrays are let go of at once.
    setTimer(id, { callback, args: args.length === 0 ? NONE : args, delay: wait, repeat, nesting: nesting + 1 });
    startTimer(id, nesting > FREE_NESTING && wait < NESTED_DELAY ? NESTED_DELAY : wait, repeat);
    return id;
  };

  /** @param {unknown} id */
  const stop = (id) => {
    const number = +(/** @type {any} */ (id)) | 0;
    if (deleteTimer(number)) stopTimer(number);
  };

  /** How deep the running callback is in a chain of timers; 0 outside of one. */
  core.nesting = 0;

  /** @param {number} id */
  core.fireTimer = (id) => {
    const timer = getTimer(id);
    if (timer === undefined) return;
    core.nesting = timer.nesting;
    if (!timer.repeat) deleteTimer(id);
    try {
      apply(timer.callback, realm, timer.args);
    } catch (error) {
      core.reportUncaught(error, false);
    }
    // It may have cleared itself.
    if (timer.repeat && getTimer(id) === timer) schedule(id, timer);
  };

  /** @param {unknown} callback */
  const queueMicrotask = (callback) => {
    if (typeof callback !== 'function') {
      throw new TypeError(`queueMicrotask: the callback must be a function, not ${callback === null ? 'null' : typeof callback}`);
    }
    // Not core.invoke: a microtask belongs to the timer that queued it, nesting and all.
    apply(then, resolved, [() => {
      try {
        apply(callback, undefined, []);
      } catch (error) {
        core.reportUncaught(error, false);
      }
    }]);
  };

  /** @type {Record<string, Function>} */
  const globals = {
    setTimeout: (callback, delay = 0, ...args) => start('setTimeout', false, callback, delay, args),
    setInterval: (callback, delay = 0, ...args) => start('setInterval', true, callback, delay, args),
    clearTimeout: (id = 0) => stop(id),
    clearInterval: (id = 0) => stop(id),
    queueMicrotask,
  };
  for (const name of ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'queueMicrotask']) {
    Object.defineProperty(globals[name], 'name', { value: name, configurable: true });
    Object.defineProperty(globalThis, name, { value: globals[name], writable: true, configurable: true, enumerable: true });
  }
}
