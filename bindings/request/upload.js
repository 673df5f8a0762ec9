/** An UploadTask: a request a file, one after the other, begun when it is made. */
import { host, ops } from 'ohosrun:bridge/request';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { flatHeaders, headerObject } from 'ohosrun:kit/headers.js';
import { upper } from 'ohosrun:kit/intrinsics.js';
import { Events, FAILED, HEADERS, PROGRESS } from 'ohosrun:bindings/request/work.js';

const EVENTS = ['progress', 'headerReceive', 'complete', 'fail'];

/**
 * @param {any[]} data name and value
 * @param {any} file name, filename, uri, type
 * @param {string} path
 */
export function formOf(data, file, path) {
  /** @type {any[][]} */
  const items = [];
  for (let i = 0; i < data.length; i++) items[i] = [`${data[i].name}`, '', '', `${data[i].value}`, ''];
  items[items.length] = [file.name ?? 'file', file.type?.includes?.('/') ? file.type : '', file.filename ?? '', null, path];
  return items;
}

export class UploadTask {
  #events = new Events(EVENTS);
  #config;
  #paths;
  #number = 0;
  #isOver = false;
  #sent = 0;
  #total = 0;
  /** @type {any[]} */
  #states = [];

  /** @param {any} config @param {string[]} paths of its files */
  constructor(config, paths) {
    this.#config = config;
    this.#paths = paths;
    for (let i = 0; i < paths.length; i++) this.#total += ops.size(paths[i]);
    // Whoever is given the task can listen before anything happens.
    host.later(() => {
      if (!this.#isOver) this.#begin(0);
    });
  }

  /** @param {number} index of the file */
  #begin(index) {
    const { url, method, header, files, data } = this.#config;
    const items = formOf(data ?? [], files[index], this.#paths[index]);
    const verb = upper(method ?? 'POST') === 'PUT' ? 'PUT' : 'POST';
    const size = ops.size(this.#paths[index]);
    this.#number = ops.upload(url, verb, flatHeaders(header), items, (
      /** @type {number} */ kind, /** @type {any[]} */ news,
    ) => {
      if (this.#isOver) return;
      if (kind === PROGRESS) this.#events.emit('progress', this.#sent + (news[0] < size ? news[0] : size), this.#total);
      else if (kind === HEADERS) {
        this.#events.emit('headerReceive', { headers: headerObject(news[0]), body: '' });
      } else this.#end(index, kind === FAILED, news, size);
    });
  }

  /** @param {number} index @param {boolean} failed @param {any[]} news @param {number} size */
  #end(index, failed, news, size) {
    const path = this.#config.files[index].uri;
    this.#states[index] = {
      path,
      responseCode: failed ? news[1] : news[0],
      message: failed ? news[2] : 'Task completed',
    };
    this.#sent += size;
    if (!failed) this.#events.emit('progress', this.#sent, this.#total);
    if (!failed && index + 1 < this.#paths.length) {
      this.#begin(index + 1);
      return;
    }
    this.#isOver = true;
    this.#events.emit(failed ? 'fail' : 'complete', this.#states);
  }

  /** @param {any} type @param {any} callback */
  on(type, callback) {
    this.#events.on(type, callback);
  }

  /** @param {any} type @param {any} [callback] */
  off(type, callback) {
    this.#events.off(type, callback);
  }

  /** @param {unknown[]} args */
  delete(...args) {
    return answer(host, callbackOf(args), '', () => {
      const wasRunning = !this.#isOver;
      this.#isOver = true;
      ops.abort(this.#number);
      return wasRunning;
    });
  }

  remove(/** @type {unknown[]} */ ...args) { return this.delete(...args); }
}
