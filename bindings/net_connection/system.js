/** @system.network: what kind the default network is. */
import { host } from 'ohosrun:bridge/net_connection';
import { answer } from 'ohosrun:kit/options.js';
import connection from 'ohosrun:bindings/net_connection/index.js';

const NO_PERMISSION = 602;

/** @param {any} options */
const tell = (options) => answer(host, options, () => {
  try {
    const type = connection.hasDefaultNetSync() ? 'wifi' : 'none';
    return [0, { type, metered: connection.isDefaultNetMeteredSync() }];
  } catch (error) {
    return [NO_PERMISSION, /** @type {any} */ (error).message];
  }
});

export default { getType: tell, subscribe: tell, unsubscribe: () => {} };
