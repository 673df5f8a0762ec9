/** A DownloadTask: one file, begun when it is made. */
import { host, ops } from 'ohosrun:bridge/request';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { flatHeaders, headerObject } from 'ohosrun:kit/headers.js';
import { DONE, Events, FAILED, PROGRESS } from 'ohosrun:bindings/request/work.js';

const EVENTS = ['progress', 'complete', 'pause', 'remove', 'fail'];
const SUCCESSFUL = 0;
const RUNNING = 1;
const PAUSED = 3;
const FAILURE = 4;
const PAUSED_BY_USER = 3;
/** Why it failed -> the code of the download errors. @type {Record<string, number>} */
const REASONS = { resume: 0, file: 3, net: 4, status: 7 };
const TOO_MANY_REDIRECTS = 47;
let made = 0;

export class DownloadTask {
  #events = new Events(EVENTS);
  #config;
  #path;
  #number = 0;
  #status = RUNNING;
  #received = 0;
  #total = -1;
  #reason = 0;
  #type = '';
  #id = ++made;

  /** @param {any} config @param {string} path */
  constructor(config, path) {
    this.#config = config;
    this.#path = path;
    // Whoever is given the task can listen before anything happens.
    host.later(() => {
      if (this.#number === 0 && this.#status === RUNNING) this.#begin(0);
    });
  }

  /** @param {number} offset */
  #begin(offset) {
    this.#status = RUNNING;
    const { url, header } = this.#config;
    this.#number = ops.download(url, 'GET', flatHeaders(header), undefined, this.#path, offset, (
      /** @type {number} */ kind, /** @type {any[]} */ news,
    ) => this.#hear(kind, news));
  }

  /** @param {number} kind @param {any[]} news */
  #hear(kind, news) {
    if (kind === PROGRESS) {
      [this.#received, this.#total] = news;
      this.#events.emit('progress', this.#received, this.#total);
    } else if (kind === DONE) {
      this.#status = SUCCESSFUL;
      this.#received = news[2];
      this.#type = headerObject(news[3])['content-type'] ?? '';
      if (this.#total < 0) this.#total = this.#received;
      this.#events.emit('complete');
    } else if (kind === FAILED) {
      this.#status = FAILURE;
      this.#reason = news[0] === 'net' && news[1] === TOO_MANY_REDIRECTS ? 6 : REASONS[news[0]];
      this.#events.emit('fail', this.#reason);
    }
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
      const isThere = this.#status === RUNNING || this.#status === PAUSED;
      ops.abort(this.#number);
      this.#status = FAILURE;
      if (isThere) host.later(() => this.#events.emit('remove'));
      return isThere;
    });
  }

  /** @param {unknown[]} args */
  suspend(...args) {
    return answer(host, callbackOf(args), '', () => {
      if (this.#status !== RUNNING) return false;
      ops.abort(this.#number);
      this.#status = PAUSED;
      host.later(() => this.#events.emit('pause'));
      return true;
    });
  }

  /** @param {unknown[]} args */
  restore(...args) {
    return answer(host, callbackOf(args), '', () => {
      if (this.#status !== PAUSED) return false;
      const size = ops.size(this.#path);
      this.#begin(size > 0 ? size : 0);
      return true;
    });
  }

  /** @param {unknown[]} args */
  getTaskInfo(...args) {
    return answer(host, callbackOf(args), '', () => ({
      downloadId: this.#id,
      description: this.#config.description ?? '',
      downloadedBytes: this.#received,
      failedReason: this.#reason,
      fileName: ops.nameOf(this.#path),
      filePath: this.#path,
      pausedReason: PAUSED_BY_USER,
      status: this.#status,
      targetURI: this.#config.url,
      downloadTitle: this.#config.title ?? '',
      downloadTotalBytes: this.#total,
    }));
  }

  /** @param {unknown[]} args */
  getTaskMimeType(...args) {
    return answer(host, callbackOf(args), '', () => this.#type);
  }

  // The names of earlier versions.
  remove(/** @type {unknown[]} */ ...args) { return this.delete(...args); }
  pause(/** @type {unknown[]} */ ...args) { return nothing(this.suspend(...args)); }
  resume(/** @type {unknown[]} */ ...args) { return nothing(this.restore(...args)); }
  query(/** @type {unknown[]} */ ...args) { return this.getTaskInfo(...args); }
  queryMimeType(/** @type {unknown[]} */ ...args) { return this.getTaskMimeType(...args); }
}

/** @param {Promise<any> | undefined} outcome */
const nothing = (outcome) => outcome?.then(() => undefined);
