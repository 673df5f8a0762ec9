/** A NetConnection: told once, when it is registered, of the network that is there. */
import { host, ops } from 'ohosrun:bridge/net_connection';
import { businessError } from 'ohosrun:kit/errors.js';
import { Emitter } from 'ohosrun:kit/emitter.js';
import { isFunction } from 'ohosrun:kit/intrinsics.js';
import { capabilities, handleOf, parameterError, permitted, properties } from 'ohosrun:bindings/net_connection/nets.js';

export class NetConnection {
  #events = new Emitter();
  #isRegistered = false;

  /** @param {unknown} callback */
  register(callback) {
    if (!isFunction(callback)) throw parameterError();
    this.#change(true, 2101008, 'The callback already exists.', callback);
  }

  /** @param {unknown} callback */
  unregister(callback) {
    if (!isFunction(callback)) throw parameterError();
    this.#change(false, 2101007, 'The callback does not exist.', callback);
  }

  /**
   * @param {string} type
   * @param {Function} callback
   */
  on(type, callback) {
    if (typeof type !== 'string' || !isFunction(callback)) throw parameterError();
    this.#events.add(type, callback);
  }

  /**
   * @param {boolean} wanted
   * @param {number} code of the error where it is so already
   * @param {string} message
   * @param {Function} callback
   */
  #change(wanted, code, message, callback) {
    /** @type {unknown} */
    let error;
    try {
      permitted('GET_NETWORK_INFO');
      if (this.#isRegistered === wanted) throw businessError(code, message);
      this.#isRegistered = wanted;
    } catch (caught) {
      error = caught;
    }
    host.later(() => callback(error));
    if (error === undefined && wanted) this.#tell();
  }

  #tell() {
    const id = ops.defaultNet();
    if (id === 0) {
      this.#later('netUnavailable', undefined);
      return;
    }
    const netHandle = handleOf(id);
    this.#later('netAvailable', netHandle);
    this.#later('netCapabilitiesChange', { netHandle, netCap: capabilities() });
    this.#later('netConnectionPropertiesChange', { netHandle, connectionProperties: properties() });
  }

  /** @param {string} type @param {unknown} news */
  #later(type, news) {
    host.later(() => {
      if (this.#isRegistered) this.#events.emit(type, news);
    });
  }
}
