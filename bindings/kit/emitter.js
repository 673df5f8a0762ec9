/** on and off, as the objects of most modules have them. */
import { KeptMap, arraySlice, indexOf, push, splice } from 'ohosrun:kit/intrinsics.js';

/** The listeners of one object, in the order in which they came; one callback counts once for a type. */
export class Emitter {
  /** @type {Map<string | number, Function[]>} */
  #listeners = new KeptMap();

  /**
   * @param {string | number} type
   * @param {Function} callback
   */
  add(type, callback) {
    let listeners = this.#listeners.get(type);
    if (listeners === undefined) this.#listeners.set(type, listeners = []);
    if (indexOf(listeners, callback) < 0) push(listeners, callback);
  }

  /**
   * Removes `callback`, or every listener of the type where none is given.
   * @param {string | number} type
   * @param {Function} [callback]
   */
  remove(type, callback) {
    if (callback === undefined) {
      this.#listeners.delete(type);
      return;
    }
    const listeners = this.#listeners.get(type) ?? [];
    const index = indexOf(listeners, callback);
    if (index >= 0) splice(listeners, index, 1);
  }

  /**
   * Calls every listener that the type has now. What one of them throws ends the call, as it ends an app.
   * @param {string | number} type
   * @param {...unknown} values
   */
  emit(type, ...values) {
    const listeners = arraySlice(this.#listeners.get(type) ?? []);
    for (let i = 0; i < listeners.length; i++) {
      const callback = listeners[i];
      callback(...values);
    }
  }
}
