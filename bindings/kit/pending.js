/**
 * Operations in flight, on the side of the façade: number -> what hears of the outcome. Each is delivered once; what is
 * cancelled hears of that, and of nothing afterwards. bindings/kit/in_flight.py is the other side.
 */
import { KeptMap } from 'ohosrun:kit/intrinsics.js';

/** @typedef {(error: unknown, data?: unknown) => void} Settle */

export class Pending {
  /** @type {Map<number, Settle>} */
  #operations = new KeptMap();

  /** How many there are. */
  get size() {
    return this.#operations.size;
  }

  /**
   * Starts one: `start` is given a function that takes (error, data) and returns the operation's number, 0 where it was
   * over at once.
   * @param {(deliver: Settle) => number} start
   * @param {Settle} settle
   * @returns {number} the operation's number
   */
  begin(start, settle) {
    let number = 0;
    let isOver = false;
    number = start((error, data) => {
      if (isOver) return;
      isOver = true;
      this.#operations.delete(number);
      settle(error, data);
    });
    if (number !== 0 && !isOver) {
      this.#operations.set(number, (error) => {
        isOver = true;
        settle(error);
      });
    }
    return number;
  }

  /**
   * Ends every operation: `stop(number)` stops it below, then it fails with `error(number)`.
   * @param {(number: number) => void} stop
   * @param {(number: number) => unknown} error
   */
  cancelAll(stop, error) {
    const operations = this.#operations;
    this.#operations = new KeptMap();
    operations.forEach((settle, number) => {
      stop(number);
      settle(error(number));
    });
  }
}
