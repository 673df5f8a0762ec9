/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/emitter';
import emitter from 'ohosrun:bindings/emitter/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'emitter', emitter, { getListenerCount: 11, Emitter: 22 });
