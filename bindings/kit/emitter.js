/** on, once and off, as the objects of most modules have them. */
import { KeptMap, arraySlice, push, splice } from 'ohosrun:kit/intrinsics.js';

/** @typedef {{ callback: Function, once: boolean }} Listener */

/** The listeners of one object, in the order in which they came; one callback counts once for a type. */
export class Emitter {
  /** @type {Map<string | number, Listener[]>} */
  #listeners = new KeptMap();

  /**
   * Adds `callback`; a second time it changes nothing but, where it was `once`, whether it stays.
   * @param {string | number} type
   * @param {Function} callback
   * @param {boolean} [once]
   */
  add(type, callback, once = false) {
    let listeners = this.#listeners.get(type);
    if (listeners === undefined) this.#listeners.set(type, listeners = []);
    for (let i = 0; i < listeners.length; i++) {
      if (listeners[i].callback === callback) {
        listeners[i].once &&= once;
        return;
      }
    }
    push(listeners, { callback, once });
  }

  /**
   * Removes `callback`, or every listener of the type where none is given.
   * @param {string | number} type
   * @param {Function} [callback]
   */
  remove(type, callback) {
    const listeners = this.#listeners.get(type);
    if (listeners === undefined) return;
    for (let i = listeners.length - 1; i >= 0; i--) {
      if (callback === undefined || listeners[i].callback === callback) splice(listeners, i, 1);
    }
    if (listeners.length === 0) this.#listeners.delete(type);
  }

  /**
   * Calls every listener that the type has now. What one of them throws ends the call, as it ends an app.
   * @param {string | number} type
   * @param {...unknown} values
   */
  emit(type, ...values) {
    const current = this.#listeners.get(type);
    if (current === undefined) return;
    const listeners = arraySlice(current);
    for (let i = 0; i < listeners.length; i++) {
      const { callback, once } = listeners[i];
      if (once) this.remove(type, callback);
      callback(...values);
    }
  }
}
