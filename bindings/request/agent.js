/** request.agent: tasks that are made, started, paused, resumed and stopped by the program. */
import { host, ops } from 'ohosrun:bridge/request';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { businessError, withMembersNotHere } from 'ohosrun:kit/errors.js';
import { flatHeaders, headerObject } from 'ohosrun:kit/headers.js';
import { isArray, isFunction, KeptMap, upper } from 'ohosrun:kit/intrinsics.js';
import { formOf } from 'ohosrun:bindings/request/upload.js';
import {
  cacheOf, checkInternet, DONE, Events, HEADERS, parameterError, pathError, PROGRESS, urlOf,
} from 'ohosrun:bindings/request/work.js';

const Action = { DOWNLOAD: 0, UPLOAD: 1 };
const Mode = { BACKGROUND: 0, FOREGROUND: 1 };
const Network = { ANY: 0, WIFI: 1, CELLULAR: 2 };
const State = {
  INITIALIZED: 0x00, WAITING: 0x10, RUNNING: 0x20, RETRYING: 0x21, PAUSED: 0x30, STOPPED: 0x31, COMPLETED: 0x40,
  FAILED: 0x41, REMOVED: 0x50,
};
const Faults = {
  OTHERS: 0xFF, DISCONNECTED: 0x00, TIMEOUT: 0x10, PROTOCOL: 0x20, PARAM: 0x30, FSIO: 0x40, DNS: 0x50, TCP: 0x60,
  SSL: 0x70, REDIRECT: 0x80,
};
const EVENTS = ['progress', 'completed', 'failed', 'pause', 'resume', 'remove', 'response', 'faultOccur', 'wait'];
/** Of curl's codes. @type {Record<number, number>} */
const FAULTS = { 6: 0x50, 7: 0x60, 28: 0x10, 35: 0x70, 47: 0x80, 60: 0x70 };

/** @type {Map<string, Task>} */
const tasks = new KeptMap();
let made = 0;

const stateError = () => businessError(21900007, 'the operation with wrong task state');
const missing = () => businessError(21900006, 'task removed or not found');

class Task {
  #events = new Events(EVENTS);
  #path;
  #number = 0;
  #index = 0;
  #state = State.INITIALIZED;
  #processed = 0;
  /** @type {number[]} */
  #sizes = [-1];
  #reason = '';
  #began = 0;

  /** @param {any} config @param {string} path where to, of a download */
  constructor(config, path) {
    this.tid = `${++made}`;
    this.config = config;
    this.#path = path;
    this.#began = Date.now();
  }

  #progress() {
    return { state: this.#state, index: this.#index, processed: this.#processed, sizes: this.#sizes, extras: {} };
  }

  /** @param {number} offset */
  #begin(offset) {
    this.#state = State.RUNNING;
    const { config } = this;
    const hear = (/** @type {number} */ kind, /** @type {any[]} */ news) => this.#hear(kind, news);
    if (config.action === Action.DOWNLOAD) {
      const method = upper(config.method ?? 'GET');
      const body = typeof config.data === 'string' ? config.data : undefined;
      this.#number = ops.download(config.url, method, flatHeaders(config.headers), body, this.#path, offset, hear);
      return;
    }
    const { texts, files } = itemsOf(config.data);
    const items = [];
    for (let i = 0; i < files.length; i++) {
      const { filename, mimeType, path } = files[i].value;
      const of = formOf(i === 0 ? texts : [], { name: files[i].name, filename, type: mimeType }, path);
      for (let k = 0; k < of.length; k++) items[items.length] = of[k];
      const size = ops.size(path);
      this.#sizes[i] = size;
    }
    const method = upper(config.method ?? 'PUT') === 'POST' ? 'POST' : 'PUT';
    this.#number = ops.upload(config.url, method, flatHeaders(config.headers), items, hear);
  }

  /** @param {number} kind @param {any[]} news */
  #hear(kind, news) {
    if (this.#state !== State.RUNNING) return;
    if (kind === PROGRESS) {
      [this.#processed] = news;
      if (this.config.action === Action.DOWNLOAD) this.#sizes = [news[1]];
      this.#events.emit('progress', this.#progress());
    } else if (kind === HEADERS) {
      this.#respond(news[1], '', news[0]);
    } else if (kind === DONE) {
      if (this.config.action === Action.DOWNLOAD) {
        this.#respond(news[0], news[1], news[3]);
        this.#processed = news[2];
        this.#sizes = [this.#processed];
      }
      this.#state = State.COMPLETED;
      this.#events.emit('completed', this.#progress());
    } else {
      this.#state = State.FAILED;
      this.#reason = `${news[2]}`;
      const fault = news[0] === 'file' ? Faults.FSIO : news[0] === 'net' ? FAULTS[news[1]] ?? Faults.OTHERS : Faults.PROTOCOL;
      this.#events.emit('failed', this.#progress());
      this.#events.emit('faultOccur', fault);
    }
  }

  /** @param {number} statusCode @param {string} line @param {any[]} pairs */
  #respond(statusCode, line, pairs) {
    const version = line.startsWith('HTTP/2') ? '2' : '1.1';
    const headers = new Map();
    const given = headerObject(pairs);
    for (const name in given) headers.set(name, isArray(given[name]) ? given[name] : [given[name]]);
    this.#events.emit('response', { version, statusCode, reason: line.split(' ')[2] ?? '', headers });
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
  start(...args) {
    return answer(host, callbackOf(args), '', () => {
      checkInternet();
      const again = this.#state === State.STOPPED || this.#state === State.FAILED;
      if (this.#state !== State.INITIALIZED && !again) throw stateError();
      this.#begin(0);
    });
  }

  /** @param {unknown[]} args */
  pause(...args) {
    return answer(host, callbackOf(args), '', () => {
      if (this.#state !== State.RUNNING) throw stateError();
      ops.abort(this.#number);
      this.#state = State.PAUSED;
      host.later(() => this.#events.emit('pause', this.#progress()));
    });
  }

  /** @param {unknown[]} args */
  resume(...args) {
    return answer(host, callbackOf(args), '', () => {
      if (this.#state !== State.PAUSED) throw stateError();
      this.#state = State.RUNNING;
      host.later(() => {
        this.#events.emit('resume', this.#progress());
        if (this.#state !== State.RUNNING) return;
        const size = this.config.action === Action.DOWNLOAD ? ops.size(this.#path) : 0;
        this.#begin(size > 0 ? size : 0);
      });
    });
  }

  /** @param {unknown[]} args */
  stop(...args) {
    return answer(host, callbackOf(args), '', () => {
      if (this.#state !== State.RUNNING && this.#state !== State.PAUSED) throw stateError();
      ops.abort(this.#number);
      this.#state = State.STOPPED;
    });
  }

  remove() {
    ops.abort(this.#number);
    this.#state = State.REMOVED;
    host.later(() => this.#events.emit('remove', this.#progress()));
  }

  info() {
    const { url, data, title, description, action, mode } = this.config;
    return {
      uid: '', bundle: '', saveas: this.#path, url, data: data ?? '', tid: this.tid, title: title ?? '',
      description: description ?? '', action, mode: mode ?? Mode.BACKGROUND, priority: this.config.priority ?? 0,
      mimeType: '', progress: this.#progress(), gauge: this.config.gauge ?? false, ctime: this.#began,
      mtime: Date.now(), retry: this.config.retry ?? true, tries: 1, faults: Faults.OTHERS, reason: this.#reason,
    };
  }
}

/** @param {any} data FormItem[] @returns {{ texts: any[], files: any[] }} */
function itemsOf(data) {
  /** @type {any[]} */
  const texts = [];
  /** @type {any[]} */
  const files = [];
  for (let i = 0; i < (data?.length ?? 0); i++) {
    const { name, value } = data[i];
    if (typeof value === 'string') texts[texts.length] = { name, value };
    else {
      const specs = isArray(value) ? value : [value];
      for (let k = 0; k < specs.length; k++) files[files.length] = { name, value: specs[k] };
    }
  }
  return { texts, files };
}

/** @param {any} context @param {any} config @param {unknown} callback */
function create(context, config, callback) {
  const folder = cacheOf(context);
  urlOf(config);
  if (config.action !== Action.DOWNLOAD && config.action !== Action.UPLOAD) throw parameterError('the action is invalid');
  return answer(host, callback, '', () => {
    checkInternet();
    let path = '';
    if (config.action === Action.DOWNLOAD) {
      const named = config.saveas === undefined || config.saveas === './' ? ops.nameOf(config.url) : config.saveas;
      path = ops.place(named, folder);
      const size = ops.size(path);
      if (size === -2 || (size >= 0 && config.overwrite !== true)) throw pathError('the file exists already');
    } else {
      const { files } = itemsOf(config.data);
      for (let i = 0; i < files.length; i++) {
        files[i].value.path = ops.place(files[i].value.path, folder);
        if (ops.size(files[i].value.path) < 0) throw pathError('the file cannot be read');
      }
    }
    const task = new Task(config, path);
    tasks.set(task.tid, task);
    return task;
  });
}

/** @param {string} id @returns {Task} */
function known(id) {
  if (typeof id !== 'string') throw parameterError('the id is invalid');
  const task = tasks.get(id);
  if (task === undefined) throw missing();
  return task;
}

/** @param {(task: Task) => unknown} work */
const byId = (work) => (/** @type {any[]} */ ...args) => (
  answer(host, callbackOf(args), '', () => work(known(args[0])))
);

/** @param {any[]} args filter, callback */
function search(...args) {
  const { state, action, mode } = isFunction(args[0]) ? {} : args[0] ?? {};
  return answer(host, callbackOf(args), '', () => {
    /** @type {string[]} */
    const found = [];
    tasks.forEach((task, id) => {
      const info = task.info();
      const fits = (state === undefined || info.progress.state === state)
        && (action === undefined || info.action === action) && (mode === undefined || info.mode === mode);
      if (fits) found[found.length] = id;
    });
    return found;
  });
}

export const agent = withMembersNotHere({
  Action,
  Mode,
  Network,
  State,
  Faults,
  create,
  remove: byId((task) => {
    task.remove();
    tasks.delete(task.tid);
  }),
  show: byId((task) => task.info()),
  touch: byId((task) => task.info()),
  getTask: (/** @type {any} */ _context, /** @type {string} */ id) => answer(host, undefined, '', () => known(id)),
  search,
}, '@ohos.request', ['query', 'createGroup', 'attachGroup', 'deleteGroup']);
