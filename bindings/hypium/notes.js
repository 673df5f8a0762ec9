/** Device notes of a test. */
import { ops } from 'ohosrun:bridge/hypium';

/**
 * @param {string} topic
 * @param {string} message
 * @param {string} stack says which line of the test it is about
 */
export const note = (topic, message, stack) => { ops.note(topic, message, stack); };
