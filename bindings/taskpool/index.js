/**
 * @ohos.taskpool: tasks run later and on the same thread, one after the other by priority. What goes in and comes out
 * is copied, and what could not cross to another thread is refused as there.
 */
import { businessError, invalidParameter, withMembersNotHere } from 'ohosrun:kit/errors.js';
import { NativePromise, splice } from 'ohosrun:kit/intrinsics.js';
import { copied, current, GenericsTask, LongTask, State, Task } from 'ohosrun:bindings/taskpool/task.js';

const { setTimeout, clearTimeout, setInterval } = globalThis;

const Priority = { HIGH: 0, MEDIUM: 1, LOW: 2, IDLE: 3 };

const canceledError = () => businessError(10200016, 'The task has been canceled.');

/** @typedef {{ task: any, resolve: Function, reject: Function }} Job */
/** @type {Job[][]} */
const queues = [[], [], [], []];

/**
 * @param {any} task
 * @param {number} priority
 */
function enqueue(task, priority) {
  return new NativePromise((resolve, reject) => {
    const queue = queues[priority];
    queue[queue.length] = { task, resolve, reject };
    task.state = State.WAITING;
    setTimeout(runNext, 0);
  });
}

function runNext() {
  for (let priority = 0; priority < queues.length; priority++) {
    const queue = queues[priority];
    if (queue.length === 0) continue;
    const job = queue[0];
    splice(queue, 0, 1);
    run(job);
    return;
  }
}

/** @param {Job} job */
async function run({ task, resolve, reject }) {
  if (task.state === State.CANCELED) {
    reject(canceledError());
    return;
  }
  try {
    task.state = State.RUNNING;
    task.start?.();
    const outcome = current.during(task, () => task.function(...task.arguments));
    resolve(copied(await outcome));
    task.succeed?.();
  } catch (error) {
    task.fail?.(error);
    reject(error);
  } finally {
    task.state = 0;
  }
}

/**
 * @param {any} given a task, a group of tasks, or a function with its arguments
 * @param {any[]} rest
 */
function execute(given, ...rest) {
  if (typeof given === 'function') return enqueue(new Task(given, ...rest).taken(), Priority.MEDIUM);
  const priority = rest[0] ?? Priority.MEDIUM;
  if (queues[priority] === undefined) throw invalidParameter('The priority is invalid.');
  if (given instanceof TaskGroup) return NativePromise.all(given.started(priority));
  if (given instanceof Task) return enqueue(given.taken(), priority);
  throw invalidParameter('The input parameter is invalid.');
}

/** @param {any} delay ms @param {any} task @param {number} [priority] */
function executeDelayed(delay, task, priority = Priority.MEDIUM) {
  if (typeof delay !== 'number' || !(task instanceof Task)) throw invalidParameter('The input parameter is invalid.');
  if (delay < 0) throw businessError(10200028, 'The delayTime is less than zero.');
  return new NativePromise((resolve, reject) => {
    const timer = setTimeout(() => enqueue(task.taken(), priority).then(resolve, reject), delay);
    task.stop = () => {
      clearTimeout(timer);
      reject(canceledError());
    };
  });
}

/** @param {any} period ms @param {any} task @param {number} [priority] */
function executePeriodically(period, task, priority = Priority.MEDIUM) {
  if (typeof period !== 'number' || !(task instanceof Task)) throw invalidParameter('The input parameter is invalid.');
  if (period < 0) throw businessError(10200028, 'The period is less than zero.');
  const timer = setInterval(() => { enqueue(task, priority).catch(() => {}); }, period);
  task.stop = () => clearTimeout(timer);
}

/** @param {any} given a task or a group */
function cancel(given) {
  if (given instanceof TaskGroup) {
    given.cancel();
    return;
  }
  if (!(given instanceof Task)) throw invalidParameter('The input parameter is invalid.');
  const isPending = given.state === State.WAITING || given.state === State.RUNNING;
  if (!isPending && given.stop === undefined) {
    throw businessError(10200015, 'The task to cancel does not exist.');
  }
  given.cancel();
}

class TaskGroup {
  #name;
  /** @type {any[]} */
  #tasks = [];

  /** @param {string} [name] */
  constructor(name = '') {
    this.#name = name;
  }

  get name() {
    return this.#name;
  }

  /** @param {any} given @param {any[]} args */
  addTask(given, ...args) {
    const task = typeof given === 'function' ? new Task(given, ...args) : given;
    if (!(task instanceof Task)) throw invalidParameter('The input parameter is invalid.');
    this.#tasks[this.#tasks.length] = task;
  }

  /** @param {number} priority */
  started(priority) {
    /** @type {Promise<any>[]} */
    const outcomes = [];
    for (let i = 0; i < this.#tasks.length; i++) outcomes[i] = enqueue(this.#tasks[i].taken(), priority);
    return outcomes;
  }

  cancel() {
    for (let i = 0; i < this.#tasks.length; i++) this.#tasks[i].cancel();
  }
}

class SequenceRunner {
  /** @type {Promise<any>} */
  #last = NativePromise.resolve();

  /** @param {any} task */
  execute(task) {
    if (!(task instanceof Task)) throw invalidParameter('The input parameter is invalid.');
    const outcome = this.#last.then(() => enqueue(task.taken(), Priority.MEDIUM));
    this.#last = outcome.catch(() => {});
    return outcome;
  }
}

/** @param {unknown} task */
function terminateTask(task) {
  if (!(task instanceof LongTask)) throw invalidParameter('The input parameter is invalid.');
}

export default withMembersNotHere({
  Priority,
  State,
  Task,
  LongTask,
  GenericsTask,
  TaskGroup,
  SequenceRunner,
  execute,
  executeDelayed,
  executePeriodically,
  cancel,
  terminateTask,
  isConcurrent: (/** @type {unknown} */ given) => typeof given === 'function',
  getTaskPoolInfo: () => ({ threadInfos: [], taskInfos: [] }),
  getTask: () => undefined,
}, '@ohos.taskpool', ['AsyncRunner']);
