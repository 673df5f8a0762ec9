/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = {
  TaskGroup: 10, State: 10, getTaskPoolInfo: 10, executeDelayed: 11, SequenceRunner: 11, LongTask: 12,
  executePeriodically: 12, terminateTask: 12, isConcurrent: 12, GenericsTask: 13, AsyncRunner: 18,
};
