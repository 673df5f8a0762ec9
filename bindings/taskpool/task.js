/** A task: a function and what it is called with, copied as it is handed over. */
import { businessError, invalidParameter } from 'ohosrun:kit/errors.js';
import { clone, NotCloneable } from 'ohosrun:kit/clone.js';
import { isArray, NativeArrayBuffer, uncurried } from 'ohosrun:kit/intrinsics.js';

const { setTimeout } = globalThis;
const transferBuffer = uncurried(NativeArrayBuffer.prototype, 'transfer');

export const State = { WAITING: 1, RUNNING: 2, CANCELED: 3 };
let made = 0;

/** @param {unknown} value @returns {any} a copy for another thread */
export function copied(value) {
  try {
    return clone(value);
  } catch (error) {
    if (error instanceof NotCloneable) throw businessError(10200006, 'An exception occurred during serialization.');
    throw error;
  }
}

/** The task that is running. */
export const current = {
  /** @type {any} */
  task: undefined,
  /**
   * @param {any} task
   * @param {() => any} work
   */
  during(task, work) {
    const before = current.task;
    current.task = task;
    try {
      return work();
    } finally {
      current.task = before;
    }
  },
};

export class Task {
  /** @type {any[] | undefined} */
  #transferred;
  /** @type {Function | undefined} */
  #receive;

  /** @param {any[]} args a name if there is one, the function, its arguments */
  constructor(...args) {
    const named = typeof args[0] === 'string';
    const run = args[named ? 1 : 0];
    if (typeof run !== 'function') throw invalidParameter('The type of the params must be function.');
    this.name = named ? args[0] : '';
    this.function = run;
    /** @type {any[]} */
    this.arguments = [];
    for (let i = named ? 2 : 1; i < args.length; i++) this.arguments[this.arguments.length] = args[i];
    this.taskId = ++made;
    this.totalDuration = 0;
    this.ioDuration = 0;
    this.cpuDuration = 0;
    this.state = 0;
    /** @type {Function | undefined} */
    this.stop = undefined;
    /** @type {Function | undefined} */
    this.start = undefined;
    /** @type {Function | undefined} */
    this.succeed = undefined;
    /** @type {Function | undefined} */
    this.fail = undefined;
  }

  /** The task with copies of its arguments; buffers that are handed over are empty afterwards. */
  taken() {
    const given = this.arguments;
    const copies = copied(given);
    const moved = this.#transferred ?? given;
    for (let i = 0; i < moved.length; i++) if (moved[i] instanceof NativeArrayBuffer) transferBuffer(moved[i]);
    this.arguments = copies;
    return this;
  }

  cancel() {
    this.state = State.CANCELED;
    this.stop?.();
    this.stop = undefined;
  }

  /** @param {any[]} [buffers] those that are handed over; without it all that are arguments */
  setTransferList(buffers) {
    if (buffers !== undefined && !isArray(buffers)) throw invalidParameter('The type of the transfer must be array.');
    this.#transferred = buffers ?? [];
  }

  /** @param {any[]} list */
  setCloneList(list) {
    if (!isArray(list)) throw invalidParameter('The type of the cloneList must be array.');
  }

  /** @param {Function} [callback] */
  onReceiveData(callback) {
    this.#receive = callback;
  }

  /** @param {any[]} data */
  static sendData(...data) {
    const { task } = current;
    if (task === undefined) throw businessError(10200022, 'The function is not called in the TaskPool thread.');
    task.receive(clone(data));
  }

  /** @param {any[]} data */
  receive(data) {
    const callback = this.#receive;
    if (callback === undefined) throw businessError(10200021, 'The callback is not registered on the host side.');
    setTimeout(() => callback(...data), 0);
  }

  isDone() { return this.state === 0; }
  addDependency() {}
  removeDependency() {}
  onStart(/** @type {Function} */ callback) { this.start = callback; }
  onEnqueued() {}
  onExecutionSucceeded(/** @type {Function} */ callback) { this.succeed = callback; }
  onExecutionFailed(/** @type {Function} */ callback) { this.fail = callback; }
  static isCanceled = () => current.task?.state === State.CANCELED;
}

export class LongTask extends Task {}
export class GenericsTask extends Task {}
