/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/util';
import util from 'ohosrun:bindings/util/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'util', util, { Aspect: 11, getHash: 12, StringDecoder: 12, getMainThreadStackTrace: 20, ArkTSVM: 23 });
