/** How the modules of @system answer: by functions that stand in the options of a call. */
import { isFunction } from 'ohosrun:kit/intrinsics.js';

/**
 * Does `work` in a task of its own, and calls success(value) or fail(message, code), then complete(), as far as
 * `options` has them.
 * @param {{ later(task: () => void): void }} host
 * @param {any} options
 * @param {() => any[]} work returns [0, value] or [code, message], as ops do
 */
export function answer(host, options, work) {
  host.later(() => {
    const outcome = work();
    const { success, fail, complete } = options ?? {};
    if (outcome[0] !== 0) {
      if (isFunction(fail)) fail(outcome[1], outcome[0]);
    } else if (isFunction(success)) success(outcome[1] ?? undefined);
    if (isFunction(complete)) complete();
  });
}
