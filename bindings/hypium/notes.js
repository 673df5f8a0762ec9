/** Device notes of a test. */
/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

/**
 * @param {string} topic
 * @param {string} message
 * @param {string} stack says which line of the test it is about
 */
export const note = (topic, message, stack) => { ops.note(topic, message, stack); };
