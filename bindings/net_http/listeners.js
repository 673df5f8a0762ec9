/** on, once and off of a request: at most one listener an event type (5.1). */
import { device, limits } from 'ohosrun:bindings/net_http/device.js';
import { NativeError, apply, callSite, contains, defineProperty, isFunction } from 'ohosrun:bindings/net_http/intrinsics.js';
import { makeHeader } from 'ohosrun:bindings/net_http/response.js';

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

/** What is to be delivered for each event type; the op is given the sum. @type {Record<string, number>} */
const WANTED = {
  __proto__: /** @type {any} */ (null), headerReceive: 1, headersReceive: 1, dataReceive: 2, dataEnd: 0, dataReceiveProgress: 4, dataSendProgress: 8,
};
const ONCE = ['headerReceive', 'headersReceive'];

/** A listener of one event type. */
class Listener {
  /**
   * @param {Function} callback
   * @param {boolean} once
   * @param {boolean} errorFirst whether the headers come second, after an undefined error (C4, C27)
   */
  constructor(callback, once, errorFirst) {
    this.callback = callback;
    this.once = once;
    this.errorFirst = errorFirst;
  }
}

/** The listeners of one request. */
export class Listeners {
  /** @type {Record<string, Listener | undefined>} */
  #byType = { __proto__: /** @type {any} */ (null) };
  /** What the op is to deliver for them. */
  wanted = 0;

  /** @param {unknown[]} args type and callback */
  on(args) {
    if (args.length !== 2 || typeof args[0] !== 'string' || !isFunction(args[1])) {
      refuse();
      return;
    }
    this.#add(args[0], /** @type {Function} */ (args[1]), false);
  }

  /** @param {unknown[]} args type and callback; anything else is ignored (C26) */
  once(args) {
    if (args.length !== 2 || typeof args[0] !== 'string' || !isFunction(args[1])) return;
    this.#add(args[0], /** @type {Function} */ (args[1]), true);
  }

  /** @param {unknown[]} args type, and the callback if only that one is meant */
  off(args) {
    const { 0: type, 1: callback } = args;
    const isOfAll = callback === undefined && (args.length === 1 || (args.length === 2 && device().api === 0));
    if (typeof type !== 'string' || !(isOfAll || (args.length === 2 && isFunction(callback)))) {
      refuse();
      return;
    }
    const listener = this.#byType[type];
    if (listener !== undefined && (callback === undefined || listener.callback === callback)) {
      this.#byType[type] = undefined;
    }
  }

  /**
   * @param {string} type
   * @param {Function} callback
   * @param {boolean} once
   */
  #add(type, callback, once) {
    const wanted = WANTED[type];
    if (wanted === undefined) {
      ops.note('unknown-event', callSite(), type);
      return;
    }
    if (limits.isNewerEvent(type, callSite())) return;
    if (once && !contains(ONCE, type)) {
      ops.note('no-once', callSite(), type);
      return;
    }
    this.#byType[type] = new Listener(callback, once, type === 'headerReceive' && !once);
    this.wanted |= wanted;
  }

  /**
   * Tell the listener of `type`, if there is one.
   * @param {string} type
   * @param {...unknown} data
   */
  emit(type, ...data) {
    const listener = this.#byType[type];
    if (listener !== undefined) apply(listener.callback, undefined, data);
  }

  /** Some of a body. @param {ArrayBuffer} data */
  emitData(data) {
    const listener = this.#byType.dataReceive;
    if (listener !== undefined) {
      const { callback } = listener;
      callback(data);
    }
  }

  /**
   * A header block has arrived; called once for each of the two event types (5.2).
   * @param {string} type
   * @param {any[]} pairs
   */
  emitHeader(type, pairs) {
    if (this.#byType[type] !== undefined) this.#emitHeaderObject(type, makeHeader(pairs, ''));
  }

  /** The header events of a device that has them just before the result. @param {unknown} header the result's own */
  emitLateHeaders(header) {
    for (let i = 0; i < ONCE.length; i++) this.#emitHeaderObject(ONCE[i], header);
  }

  /** @param {string} type @param {unknown} header */
  #emitHeaderObject(type, header) {
    const listener = this.#byType[type];
    if (listener === undefined) return;
    if (listener.once) this.#byType[type] = undefined;
    const { callback } = listener;
    if (listener.errorFirst) callback(undefined, header);
    else callback(header);
  }
}

/** What a device makes of wrong arguments (C26): it throws, unless it ignores them. */
function refuse() {
  const { listenerErrors } = device();
  if (listenerErrors === 'ignored') return;
  throw defineProperty(new NativeError('Parameter error'), 'code', {
    __proto__: /** @type {any} */ (null), value: listenerErrors === 'text' ? '401' : 401,
    enumerable: true, writable: true, configurable: true,
  });
}
