/**
 * @ohos.events.emitter: events within the process. Wrong arguments are ignored, as on a device; data arrives as a copy.
 */
import { withMembersNotHere } from 'ohosrun:kit/errors.js';
import { clone } from 'ohosrun:kit/clone.js';
import { filter, KeptMap, splice } from 'ohosrun:kit/intrinsics.js';

const { setTimeout } = globalThis;

const EventPriority = { IMMEDIATE: 0, HIGH: 1, LOW: 2, IDLE: 3 };

/** @typedef {{ callback: Function, once: boolean }} Listener */
/** @type {Map<number | string, Listener[]>} */
const listeners = new KeptMap();
/** Events on their way, by priority. @type {{ id: number | string, data: any }[][]} */
const queues = [[], [], [], []];

/**
 * @param {any} event an InnerEvent or a name
 * @returns {number | string | undefined}
 */
function idOf(event) {
  if (typeof event === 'string') return event === '' ? undefined : event;
  const id = event?.eventId;
  return typeof id === 'number' ? id : undefined;
}

/** @param {any} id what off() and getListenerCount() take: a number or a name */
const plainId = (id) => (typeof id === 'number' || (typeof id === 'string' && id !== '') ? id : undefined);

/**
 * @param {any} event
 * @param {any} callback
 * @param {boolean} once
 */
function listen(event, callback, once) {
  const id = idOf(event);
  if (id === undefined || typeof callback !== 'function') return;
  const known = listeners.get(id) ?? [];
  listeners.set(id, known);
  for (let i = 0; i < known.length; i++) {
    if (known[i].callback === callback) {
      known[i].once = once;
      return;
    }
  }
  known[known.length] = { callback, once };
}

/**
 * @param {any} event
 * @param {unknown} callback only this one, if it is given
 */
function off(event, callback) {
  const id = plainId(event);
  if (id === undefined) return;
  if (callback === undefined) {
    listeners.delete(id);
    return;
  }
  remove(id, (listener) => listener.callback === callback);
}

/**
 * @param {number | string} id
 * @param {(listener: Listener) => boolean} isMeant
 */
function remove(id, isMeant) {
  const known = listeners.get(id) ?? [];
  const kept = filter(known, (/** @type {Listener} */ listener) => !isMeant(listener));
  if (kept.length === 0) listeners.delete(id);
  else listeners.set(id, kept);
}

/** @param {any[]} args event, options and data, or event and data */
function emit(...args) {
  const id = idOf(args[0]);
  if (id === undefined || listeners.get(id) === undefined) return;
  const second = args[1];
  const hasOptions = typeof args[0] === 'string' && (args.length > 2 || second?.priority !== undefined);
  const priority = (hasOptions ? second?.priority : args[0]?.priority) ?? EventPriority.LOW;
  const given = hasOptions ? args[2] : second;
  const queue = queues[priority] ?? queues[EventPriority.LOW];
  queue[queue.length] = { id, data: given?.data === undefined ? {} : { data: clone(given.data) } };
  setTimeout(deliverNext, 0);
}

function deliverNext() {
  for (let priority = 0; priority < queues.length; priority++) {
    const queue = queues[priority];
    if (queue.length === 0) continue;
    const { id, data } = queue[0];
    splice(queue, 0, 1);
    const called = listeners.get(id) ?? [];
    remove(id, (listener) => listener.once);
    for (let i = 0; i < called.length; i++) setTimeout(() => called[i].callback(data), 0);
    return;
  }
}

/** @param {any} event @returns {number} */
const getListenerCount = (event) => {
  const id = plainId(event);
  return id === undefined ? 0 : listeners.get(id)?.length ?? 0;
};

export default withMembersNotHere({
  EventPriority,
  on: (/** @type {any} */ event, /** @type {any} */ callback) => listen(event, callback, false),
  once: (/** @type {any} */ event, /** @type {any} */ callback) => listen(event, callback, true),
  off,
  emit,
  getListenerCount,
}, '@ohos.events.emitter', ['Emitter']);
