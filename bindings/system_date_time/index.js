/** @ohos.systemDateTime: the clocks of this machine. What sets one is for system apps only, as on a device. */
import { host, ops } from 'ohosrun:bridge/system_date_time';
import { businessError, invalidParameter, withMembersNotHere } from 'ohosrun:kit/errors.js';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { floor, NativeDate } from 'ohosrun:kit/intrinsics.js';

const TimeType = { STARTUP: 0, ACTIVE: 1 };
const WALL = 2;
const MILLISECOND = 1e6;

/**
 * @param {number} clock
 * @param {unknown} nanoseconds
 * @returns {number}
 */
function read(clock, nanoseconds) {
  if (nanoseconds !== undefined && typeof nanoseconds !== 'boolean') {
    throw invalidParameter('The type of isNanoseconds must be boolean.');
  }
  const time = ops.read(clock);
  return nanoseconds ? time : floor(time / MILLISECOND);
}

/** @param {number} clock */
const asynchronous = (clock) => (/** @type {any[]} */ ...args) => {
  const callback = callbackOf(args);
  const time = read(clock, args[0] === callback ? undefined : args[0]);
  return answer(host, callback, '', () => time);
};

/** @param {any[]} args */
const refused = (...args) => answer(host, callbackOf(args), '', () => {
  throw businessError(202, 'Permission verification failed. A non-system application calls a system API.');
});

export default withMembersNotHere({
  TimeType,
  getTime: (/** @type {unknown} */ nanoseconds) => read(WALL, nanoseconds),
  getUptime: (/** @type {unknown} */ type, /** @type {unknown} */ nanoseconds) => {
    if (type !== TimeType.STARTUP && type !== TimeType.ACTIVE) throw invalidParameter('The type of timeType is invalid.');
    return read(/** @type {number} */ (type), nanoseconds);
  },
  getCurrentTime: asynchronous(WALL),
  getRealActiveTime: asynchronous(TimeType.ACTIVE),
  getRealTime: asynchronous(TimeType.STARTUP),
  getDate: (/** @type {unknown} */ callback) => answer(host, callback, '', () => new NativeDate()),
  getTimezone: (/** @type {unknown} */ callback) => answer(host, callback, '', () => ops.timezone()),
  getTimezoneSync: () => ops.timezone(),
  setTime: refused,
  setDate: refused,
  setTimezone: refused,
}, '@ohos.systemDateTime', ['updateNtpTime', 'getNtpTime', 'getAutoTimeStatus', 'setAutoTimeStatus']);
