/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/device_info';
import deviceInfo, { SINCE } from 'ohosrun:bindings/device_info/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'deviceInfo', deviceInfo, SINCE);
