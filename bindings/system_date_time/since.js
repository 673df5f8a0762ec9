/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/system_date_time';
import systemDateTime from 'ohosrun:bindings/system_date_time/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'systemDateTime', systemDateTime, {
  TimeType: 10, getTime: 10, getUptime: 10, getTimezoneSync: 10, updateNtpTime: 14, getNtpTime: 14,
  getAutoTimeStatus: 21, setAutoTimeStatus: 21,
});
