/** What is said where members of a response are read of the promise of it. */
import {
  NativePromise, callSite, defineProperty, readProperty, setPrototypeOf,
} from 'ohosrun:bindings/net_http/intrinsics.js';

/** @type {any} */
let ops;

/** @param {any} given the ops; only the first ones count */
export const connect = (given) => { ops ??= given; };

const { prototype } = NativePromise;
/** Between a promise and Promise.prototype; to a script as good as the latter. */
const unawaited = { __proto__: prototype };

/** @param {string} name a member that a response has and a promise has not */
function watch(name) {
  defineProperty(unawaited, name, {
    __proto__: /** @type {any} */ (null),
    configurable: true,
    get() {
      ops.hint('not-awaited', callSite(), name);
      return readProperty(prototype, name, this);
    },
    set(value) {
      defineProperty(this, name, {
        __proto__: /** @type {any} */ (null), value, configurable: true, enumerable: true, writable: true,
      });
    },
  });
}

const NAMES = ['responseCode', 'result', 'resultType', 'header', 'cookies'];
for (let i = 0; i < NAMES.length; i++) watch(NAMES[i]);

/** @template T @param {Promise<T>} promise of a response @returns {Promise<T>} the same */
export const markUnawaited = (promise) => setPrototypeOf(promise, unawaited);
