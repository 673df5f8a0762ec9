/** @system.network: what kind the default network is. */
import connection from 'ohosrun:bindings/net_connection/index.js';

const { setTimeout } = globalThis;
const NO_PERMISSION = 602;

/** @param {any} options success, fail and complete are called, never before the call has returned */
function tell(options) {
  setTimeout(() => {
    try {
      const type = connection.hasDefaultNetSync() ? 'wifi' : 'none';
      options?.success?.({ type, metered: connection.isDefaultNetMeteredSync() });
    } catch (error) {
      options?.fail?.(/** @type {any} */ (error).message, NO_PERMISSION);
    }
    options?.complete?.();
  }, 0);
}

export default { getType: tell, subscribe: tell, unsubscribe: () => {} };
