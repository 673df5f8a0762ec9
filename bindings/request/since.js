/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/request';
import request from 'ohosrun:bindings/request/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'request.agent', request.agent, { getTask: 11 });
bySince(host, 'request', request, { agent: 10 });
