/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/hilog';
import hilog from 'ohosrun:bindings/hilog/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'hilog', hilog, { setMinLogLevel: 15, setLogLevel: 21, PreferStrategy: 21 });
