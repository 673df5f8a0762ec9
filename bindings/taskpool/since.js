/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/taskpool';
import taskpool from 'ohosrun:bindings/taskpool/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'taskpool', taskpool, {
  TaskGroup: 10, State: 10, getTaskPoolInfo: 10, executeDelayed: 11, SequenceRunner: 11, LongTask: 12,
  executePeriodically: 12, terminateTask: 12, isConcurrent: 12, GenericsTask: 13, AsyncRunner: 18,
});
