/**
 * The view model of an FA page: `this` of its functions.
 * Source: openharmony/third_party_jsframework, model/index.ts, model/events.ts, reactivity/state.js.
 */
import { harmless } from 'ohosrun:screens/values.js';
import { Template } from 'ohosrun:screens/template.js';
import { Node } from 'ohosrun:screens/tree.js';
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

const LIFE = new Set([
  'onInit', 'onReady', 'onShow', 'onHide', 'onActive', 'onInactive', 'onDestroy', 'onBackPress', 'onNewRequest',
  'onAttached', 'onDetached', 'onLayoutReady', 'onStartContinuation', 'onSaveData', 'onRestoreData',
  'onCompleteContinuation', 'onConfigurationUpdated',
]);
const NOT_METHODS = new Set(['data', 'computed', 'props', 'mixins', 'shareData', 'private', 'public', 'protected', ...LIFE]);

/** @param {any} holder @param {string} path @returns {unknown} */
const valueAt = (holder, path) => path.split('.').reduce((value, name) => (value === undefined || value === null ? undefined : value[name]), holder);

/** @param {any} holder @param {string} path @param {unknown} value */
const setAt = (holder, path, value) => {
  const names = path.split('.');
  const last = /** @type {string} */ (names.pop());
  let target = holder;
  for (const name of names) target = target[name] ??= {};
  target[last] = value;
};

/** @param {string} name @returns {object} what a function of the life cycle is given */
const lifeEvent = (name) => ({ type: `hook:${name}`, timestamp: Date.now(), detail: undefined });

/** @param {any} value @param {unknown} self */
const taken = (value, self) => {
  const data = typeof value === 'function' ? Reflect.apply(value, self, []) : value;
  return typeof data === 'object' && data !== null ? data : {};
};

/** @param {any} definition @returns {any} with the members of its mixins, its own first */
const withMixins = (definition) => {
  const { mixins } = definition;
  if (!Array.isArray(mixins)) return definition;
  const whole = {};
  for (const mixin of mixins) Object.assign(whole, typeof mixin === 'function' ? mixin() : mixin);
  return Object.assign(whole, definition, { data: Object.assign({}, /** @type {any} */ (whole).data, taken(definition.data, definition)) });
};

export class ViewPage {
  /**
   * @param {any} definition what the page exports
   * @param {string} name
   * @param {any} app the object of app.js
   * @param {unknown} params what the page is opened with
   * @param {string | undefined} template
   */
  constructor(definition, name, app, params, template) {
    this.name = name;
    this.definition = withMixins(definition);
    this.template = template === undefined ? null : new Template(template);
    /** @type {any} */
    this.self = {};
    /** @type {Record<string, unknown>} */
    this.data = {};
    /** @type {{ path: string, last: unknown, call: (now: unknown, before: unknown) => void }[]} */
    this.watchers = [];
    /** @type {Map<string, Set<Function>>} */
    this.listeners = new Map();
    this.isOpen = false;
    this.addServices(app);
    this.addData(params);
    this.addComputed();
    this.addMethods();
  }

  /** @param {any} app */
  addServices(app) {
    const { self } = this;
    const members = {
      $app: app, $def: this.definition, $root: () => self, $parent: () => undefined, $child: () => undefined,
      $element: (/** @type {string} */ id) => element(id ?? ''),
      $refs: new Proxy({}, { get: (_target, id) => (typeof id === 'string' ? element(id) : undefined) }),
      $t: (/** @type {string} */ path, /** @type {any} */ given) => translated(path, given),
      $tc: (/** @type {string} */ path) => translated(path, undefined),
      $r: (/** @type {string} */ path) => path,
      $set: (/** @type {string} */ path, /** @type {unknown} */ value) => this.set(path, value),
      $delete: (/** @type {string} */ name) => { delete this.data[name]; delete self[name]; },
      $watch: (/** @type {string} */ path, /** @type {any} */ watcher) => this.watch(path, watcher),
      $on: (/** @type {string} */ type, /** @type {Function} */ listener) => this.on(type, listener),
      $off: (/** @type {string} */ type, /** @type {Function} */ listener) => {
        if (listener) this.listeners.get(type)?.delete(listener); else this.listeners.delete(type);
      },
    };
    for (const name of ['$emit', '$dispatch', '$broadcast']) {
      /** @type {any} */ (members)[name] = (/** @type {string} */ type, /** @type {unknown} */ detail) => this.emit(type, detail);
    }
    for (const [key, value] of Object.entries(members)) {
      Object.defineProperty(self, key, { value, writable: true, configurable: true, enumerable: false });
    }
  }

  /** @param {any} params */
  addData(params) {
    const { definition } = this;
    const data = { ...taken(definition.data, this.self) };
    for (const kind of ['private', 'public', 'protected']) Object.assign(data, taken(definition[kind], this.self));
    const closed = new Set(Object.keys(taken(definition.private, this.self)));
    if (typeof params === 'object' && params !== null) {
      for (const name of Object.keys(params)) if (!closed.has(name)) data[name] = params[name];
    }
    for (const name of Object.keys(data)) this.addState(name, data[name]);
  }

  /** @param {string} name @param {unknown} value */
  addState(name, value) {
    this.data[name] = value;
    Object.defineProperty(this.self, name, {
      get: () => this.data[name],
      set: (assigned) => {
        this.data[name] = assigned;
        this.tellWatchers();
      },
      enumerable: true,
      configurable: true,
    });
  }

  addComputed() {
    const { self } = this;
    for (const [name, given] of Object.entries(this.definition.computed ?? {})) {
      const { get, set } = typeof given === 'function' ? { get: given, set: undefined } : /** @type {any} */ (given);
      Object.defineProperty(self, name, {
        get: () => Reflect.apply(get, self, []),
        set: (value) => { if (typeof set === 'function') Reflect.apply(set, self, [value]); },
        enumerable: true,
        configurable: true,
      });
    }
  }

  addMethods() {
    const { self, definition } = this;
    for (const name of Object.keys(definition)) {
      const value = definition[name];
      if (NOT_METHODS.has(name)) continue;
      if (typeof value !== 'function') {
        if (!(name in self)) self[name] = value;
        continue;
      }
      let method = value.bind(self);
      Object.defineProperty(self, name, {
        get: () => method,
        set: (assigned) => { method = typeof assigned === 'function' ? assigned.bind(self) : assigned; },
        enumerable: false,
        configurable: true,
      });
    }
  }

  /** @param {string} path @param {unknown} value */
  set(path, value) {
    if (!path.includes('.') && !(path in this.data)) this.addState(path, value);
    setAt(this.self, path, value);
    this.tellWatchers();
  }

  /** @param {string} path @param {any} watcher a function, or the name of a method */
  watch(path, watcher) {
    const call = (/** @type {unknown} */ now, /** @type {unknown} */ before) => {
      const listener = typeof watcher === 'function' ? watcher : this.self[watcher];
      if (typeof listener === 'function') Reflect.apply(listener, this.self, [now, before]);
    };
    const one = { path, last: valueAt(this.self, path), call };
    this.watchers.push(one);
    return () => { this.watchers = this.watchers.filter((other) => other !== one); };
  }

  tellWatchers() {
    for (const one of [...this.watchers]) {
      const now = valueAt(this.self, one.path);
      const before = one.last;
      if (now === before) continue;
      one.last = now;
      one.call(now, before);
    }
  }

  /** @param {string} type @param {Function} listener */
  on(type, listener) {
    const known = this.listeners.get(type) ?? new Set();
    known.add(listener);
    this.listeners.set(type, known);
  }

  /** @param {string} type @param {unknown} detail */
  emit(type, detail) {
    for (const listener of this.listeners.get(type) ?? []) Reflect.apply(listener, this.self, [{ type, detail }]);
  }

  /** @param {string} name */
  life(name) {
    const method = this.definition[name];
    const result = typeof method === 'function' ? Reflect.apply(method, this.self, [lifeEvent(name)]) : undefined;
    this.emit(`hook:${name}`, undefined);
    return result;
  }

  /** @param {(name: string, run: () => void) => void} step */
  open(step) {
    this.isOpen = true;
    step('onInit', () => { this.life('onInit'); });
    step('onReady', () => { this.life('onReady'); });
    this.show(step);
  }

  /** @param {(name: string, run: () => void) => void} step */
  show(step) {
    step('onShow', () => { this.life('onShow'); });
    step('onActive', () => { this.life('onActive'); });
  }

  /** @param {(name: string, run: () => void) => void} step */
  hide(step) {
    step('onInactive', () => { this.life('onInactive'); });
    step('onHide', () => { this.life('onHide'); });
  }

  /** @param {(name: string, run: () => void) => void} step */
  close(step) {
    step('onDestroy', () => { this.life('onDestroy'); });
    this.isOpen = false;
  }

  /** @param {(name: string, run: () => void) => void} step @returns {boolean} whether the page stays */
  back(step) {
    let isHandled = false;
    step('onBackPress', () => { isHandled = this.life('onBackPress') === true; });
    return isHandled;
  }

  settle() {
    this.tellWatchers();
    return false;
  }

  get root() { return this.template?.build(this.self) ?? new Node('page', []); }
  states() { return this.data; }

  methods() {
    const { definition } = this;
    return Object.keys(definition).filter((name) => typeof definition[name] === 'function' && !NOT_METHODS.has(name));
  }
}

/** @param {string} id @returns {any} a handle of an element */
const element = (id) => {
  const others = harmless(`$element(${id})`, '');
  const line = (/** @type {string} */ what) => () => { ops.line('element', `${what} ${id}`); };
  const members = { show: line('show'), close: line('close'), focus: line('focus') };
  return new Proxy(members, { get: (target, key) => (key in target ? /** @type {any} */ (target)[key] : others[key]) });
};

/** @type {any} */
let translations;
/** @param {string} path @param {any} given */
const translated = (path, given) => {
  if (translations === undefined) translations = JSON.parse(ops.translations());
  const text = valueAt(translations?.strings, path) ?? valueAt(translations, path);
  if (typeof text !== 'string') return path;
  return text.replace(/\{(\w+)\}/g, (mark, name) => (given && name in given ? String(given[name]) : mark));
};

/** @param {any} value what a module exports @returns {boolean} whether it is the object of a page or an app */
export const isViewDefinition = (value) => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.hasOwn(value, 'data') || [...LIFE, 'onCreate'].some((name) => {
    const property = Object.getOwnPropertyDescriptor(value, name);
    return typeof property?.value === 'function';
  });
};
