/**
 * What the host does with a screen: opens it, taps and types, calls its functions, looks at it.
 */
import { expressionOf, functionNames, isList, namesOf } from 'ohosrun:screens/helpers.js';
import { changeEvent, fire, listed, setTop, tap, type } from 'ohosrun:screens/actions.js';
import { StructPage } from 'ohosrun:screens/page.js';
import { isAbility, startAbility } from 'ohosrun:screens/ability.js';
import { context } from 'ohosrun:screens/context.js';
import { changesBetween, snapshot, treeLines } from 'ohosrun:screens/print.js';
import { declared } from 'ohosrun:screens/structs.js';
import { appStorage } from 'ohosrun:screens/storage.js';
import { possibilities } from 'ohosrun:screens/targets.js';
import { onFirstUse } from 'ohosrun:screens/values.js';
import { ViewPage, isViewDefinition } from 'ohosrun:screens/view_model.js';
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

/** @typedef {StructPage | ViewPage} Page */

const compile = Function;
const ON_ONE_LINE = { breakLength: Infinity, compact: true };

/** @type {Page[]} the pages that are open, the one on top last */
const pages = [];
const top = () => pages.at(-1);
setTop(top);
/** @type {any} what the program exports, where it is no screen */
let exported = {};
/** @type {any} the object of app.js */
let app;
/** @type {Map<string, string>} */
let states = new Map();
/** @type {string[]} the functions of the life cycle that have run since the last look */
let ran = [];

onFirstUse((name) => { ops.harmless(name, new Error().stack ?? ''); });

/** @param {string} name of a function of the life cycle @param {() => void} run */
const step = (name, run) => {
  const page = top();
  const owner = page instanceof ViewPage ? page.definition : page?.self;
  if (page === undefined || (typeof owner?.[name] === 'function' && name !== 'build')) ran.push(name);
  ops.stepping(name);
  run();
  ops.stepping('');
};

/** @param {() => unknown} run */
const guarded = (run) => {
  try {
    return run();
  } catch (error) {
    ops.uncaught(error, false);
    return undefined;
  }
};

/** @param {any} namespace */
const defaultOf = (namespace) => {
  try {
    return namespace.default;
  } catch {
    return undefined;
  }
};

/** @param {any} namespace @param {Function} value */
const isExported = (namespace, value) => Object.keys(namespace).some((name) => {
  try {
    return namespace[name] === value;
  } catch {
    return false;
  }
});

/** @param {string} path @param {any} namespace @returns {import('./structs.js').Description | undefined} */
const structOf = (path, namespace) => {
  const own = declared.filter(({ site }) => site.includes(`${path}:`));
  return own.findLast(({ isEntry }) => isEntry) ?? own.findLast(({ isPreview }) => isPreview)
    ?? own.findLast(({ wrapper }) => isExported(namespace, wrapper)) ?? own.at(-1);
};

/**
 * A struct without @Entry is part of a page. It is opened by itself if there is nothing that only the page can give it.
 * @param {StructPage} page @param {unknown} params @returns {boolean}
 */
const opensByItself = (page, params) => {
  const { name } = page;
  const { needed, missing } = page.wanted();
  if (needed.length > 0 && params === undefined && !ops.hasSteps()) {
    ops.inform(`no struct has @Entry, and a page gives ${name} its ${needed.join(', ')}: --params JSON opens it with them`);
    return false;
  }
  const names = [...needed, ...missing];
  const without = names.length > 0 ? ` without ${listed(names)}, which --params JSON gives it` : '';
  ops.inform(`no struct has @Entry; ${name} is opened${without}`);
  return true;
};

/** @param {string} path @param {any} definition @param {unknown} params */
const viewPage = async (path, definition, params) => {
  const appPath = ops.appModule(path);
  if (app === undefined && typeof appPath === 'string' && appPath !== path) {
    const made = defaultOf(await import(appPath));
    app = typeof made === 'object' && made !== null ? made : {};
    app.$def = app;
    app.$data = app.$data ?? {};
    Reflect.defineProperty(globalThis, 'getApp', { value: () => app, writable: true, configurable: true });
    lifeOfApp('onCreate');
  }
  app ??= { $def: {}, $data: {} };
  const template = ops.template(path);
  return new ViewPage(definition, ops.fileName(path), app, params, typeof template === 'string' ? template : undefined);
};

/** @param {string} name */
const lifeOfApp = (name) => {
  const method = app?.[name];
  if (typeof method !== 'function') return;
  ops.stepping(`${name} of app.js`);
  Reflect.apply(method, app, []);
  ops.stepping('');
};

/** @param {string} path @param {any} namespace @param {unknown} params @param {any} storage @returns {Promise<Page | undefined>} */
const pageOf = async (path, namespace, params, storage) => {
  const described = structOf(path, namespace);
  const definition = defaultOf(namespace);
  if (described !== undefined) {
    ops.stepping('the constructor');
    return new StructPage(described, storage ?? null, described.isEntry ? {} : params ?? {});
  }
  return path.endsWith('.js') && isViewDefinition(definition) ? viewPage(path, definition, params) : undefined;
};

/** @param {Page} page @param {string} path */
const openPage = (page, path) => {
  const below = top();
  if (below !== undefined) below.hide(step);
  pages.push(page);
  ops.opened('page', ops.fileName(path));
  states = snapshot(page.states());
  page.open(step);
};

/** @param {string} path @param {string} text of the parameters, as JSON @param {any} [storage] */
const openPath = async (path, text, storage) => {
  const namespace = await import(path);
  const params = text === '' ? undefined : JSON.parse(text);
  const page = await pageOf(path, namespace, params, storage);
  if (page !== undefined) openPage(page, path);
  return page;
};

/**
 * Opens what a file exports. Tells `opened` what it is: page, ability, app, or nothing of the kind.
 * @param {string} path @param {string} params
 */
const start = async (path, params) => {
  const ability = ops.abilityFile();
  if (typeof ability === 'string') {
    // What it loads is not opened: the page of the program is.
    await startAbility(defaultOf(await import(ability)), step, async () => ({}));
  }
  const namespace = await import(path);
  exported = namespace;
  const definition = defaultOf(namespace);
  if (isAbility(definition)) {
    ops.opened('ability', ops.fileName(path));
    await startAbility(definition, step, (/** @type {string} */ page, /** @type {any} */ storage) => {
      const found = ops.pageFile(path, page);
      return typeof found === 'string' ? openPath(found, params, storage) : undefined;
    });
    return;
  }
  if (ops.isApp(path) && isViewDefinition(definition)) {
    app = definition;
    app.$def = app;
    ops.opened('app', ops.fileName(path));
    lifeOfApp('onCreate');
    return;
  }
  const given = params === '' ? undefined : JSON.parse(params);
  const page = await pageOf(path, namespace, given, null);
  if (page === undefined) ops.opened('', '');
  else if (page instanceof ViewPage || page.isEntry || opensByItself(page, given)) openPage(page, path);
  else ops.opened('part', ops.fileName(path));
};

/** @param {Promise<unknown>} promise */
const watched = (promise) => { promise.then(undefined, (error) => { ops.uncaught(error, false); }); };

/** @param {any} self @param {string} path @returns {{ owner: any, method: any }} */
const member = (self, path) => {
  let owner = self;
  let method = self;
  for (const name of path.split('.')) {
    owner = method;
    method = method?.[name];
  }
  return { owner, method };
};

/** @param {string} text an expression, such as `getInstance().load(1)` @returns {boolean} whether it is one */
const callExpression = (text) => {
  const run = expressionOf(text);
  if (run === undefined) return false;
  ops.stepping(`--call ${text}`);
  const result = run(namesOf(exported, defaultOf(exported)));
  ops.stepping('');
  tellResult(text, result);
  return true;
};

/** @param {string} text NAME or NAME(ARGS), of a helper also an expression */
const call = (text) => {
  const found = /^\s*([\w$.]+)\s*(?:\(([\s\S]*)\))?\s*;?\s*$/.exec(text);
  const page = top();
  const self = page?.self ?? exported;
  if (page === undefined && isExpression(text, found) && callExpression(text)) return;
  if (found === null) {
    ops.fail(`--call: expected NAME or NAME(ARGUMENTS), not '${text}'`);
    return;
  }
  const [, path, given] = found;
  const { owner, method } = lookUp(self, path);
  if (typeof method !== 'function') {
    const names = page ? page.methods() : functionNames(namesOf(exported, defaultOf(exported)));
    ops.fail(`no function '${path}'${page ? ' on this page' : ''}; there are: ${listed(names) || 'none'}`);
    return;
  }
  const args = argumentsOf(self, given, text, page, path);
  if (args === undefined) return;
  ops.stepping(`--call ${path}`);
  const result = Reflect.apply(method, page ? owner : owner === exported ? undefined : owner, args);
  ops.stepping('');
  tellResult(text, result);
};

/**
 * @param {string} text
 * @param {RegExpExecArray | null} found its parts, if it has the form of a call
 * @returns {boolean} whether it is more than a call of one of the helper's functions
 */
const isExpression = (text, found) => {
  if (found === null) return text.includes('(');
  const first = found[1].split('.')[0];
  if (typeof lookUp(exported, found[1]).method === 'function') return !isList(found[2]);
  return first === 'default' || first in namesOf(exported, defaultOf(exported));
};

/** @param {any} self @param {string} path */
const lookUp = (self, path) => {
  const found = member(self, path);
  if (typeof found.method === 'function' || top()) return found;
  // Of a helper whose functions are on its default export.
  const fallback = defaultOf(exported);
  return fallback === undefined ? found : member(fallback, path);
};

/** @type {(self: any, given: string | undefined, text: string, page: any, path: string) => unknown[] | undefined} */
const argumentsOf = (self, given, text, page, path) => {
  if (given === undefined) {
    const isHandler = page instanceof ViewPage && page.template?.handlers.has(path);
    return isHandler ? [changeEvent(page.root, '')] : [];
  }
  try {
    return Reflect.apply(compile(`return [${given}\n]`), self, []);
  } catch (error) {
    ops.fail(`--call ${text}: ${/** @type {any} */ (error)?.message ?? error}`);
    return undefined;
  }
};

/** @param {string} text @param {unknown} value */
const tellValue = (text, value) => { ops.line('call', `${text} → ${ops.core.inspect(value, ON_ONE_LINE)}`); };

/** @param {string} text @param {any} result */
const tellResult = (text, result) => {
  if (typeof result?.then === 'function') {
    watched(Promise.resolve(result).then((value) => { if (value !== undefined) tellValue(text, value); }));
  } else if (result !== undefined) {
    tellValue(text, result);
  }
};

/** @param {string} name back, hide, show or close */
const life = (name) => {
  const page = top();
  if (page === undefined) {
    ops.fail(`--${name}: there is no page`);
  } else if (name === 'hide') {
    page.hide(step);
    lifeOfApp('onHide');
  } else if (name === 'show') {
    lifeOfApp('onShow');
    page.show(step);
  } else if (name === 'close' || !page.back(step)) {
    leave(page);
  }
};

/** @param {Page} page */
const leave = (page) => {
  page.hide(step);
  page.close(step);
  pages.pop();
  const below = top();
  if (below !== undefined) {
    states = snapshot(below.states());
    below.show(step);
  }
};

/** @type {Record<string, (text: string) => void>} */
const STEPS = { tap, type, fire, call, back: () => life('back'), hide: () => life('hide'), show: () => life('show'), close: () => life('close') };

/** What changed since the last time, as lines. @param {boolean} withTree */
const look = (withTree) => {
  if (ran.length > 0) ops.line('run', ran.join(', '));
  ran = [];
  const page = top();
  if (page === undefined) return;
  const now = snapshot(page.states());
  const changes = changesBetween(states, now);
  states = now;
  if (changes !== '') ops.line('state', changes);
  if (withTree) for (const line of treeLines(page.root)) ops.treeLine(line);
};

/** @param {any} self @param {string} name @returns {string} with the names of its parameters */
const signature = (self, name) => {
  const source = Function.prototype.toString.call(self[name]);
  const parameters = /\(([^)]*)\)/.exec(source)?.[1].replace(/\s+/g, ' ').trim() ?? '';
  return parameters === '' ? name : `${name}(${parameters})`;
};

/** What can be done, as the line that teaches it. */
const teach = () => {
  const page = top();
  if (page === undefined) return;
  const { taps, inputs } = possibilities(page.root);
  const quoted = (/** @type {string[]} */ names) => {
    const shown = names.slice(0, 3).map((name) => (/\s/.test(name) ? `'${name}'` : name)).join(' · ');
    return names.length > 3 ? `${shown} …${names.length - 3} more` : shown;
  };
  const parts = [];
  if (taps.length > 0) parts.push(`--tap ${quoted(taps)}`);
  if (inputs.length > 0) parts.push(`--type ${quoted(inputs)}`);
  // A handler that the template names is reached by tapping.
  const handlers = page instanceof ViewPage ? page.template?.handlers : undefined;
  const methods = page.methods().filter((name) => !handlers?.has(name)).map((name) => signature(page instanceof ViewPage ? page.definition : page.self, name));
  if (methods.length > 0) parts.push(`--call ${methods.slice(0, 4).join(', ')}`);
  if (parts.length > 0) ops.line('try', parts.join('   '));
};

export const driver = {
  start: (/** @type {string} */ path, /** @type {string} */ params) => { watched(start(path, params)); },
  follow: (/** @type {string} */ path, /** @type {string} */ params) => { watched(openPath(path, params)); },
  replace: (/** @type {string} */ path, /** @type {string} */ params) => {
    const page = top();
    if (page !== undefined) {
      page.hide(step);
      page.close(step);
      pages.pop();
    }
    watched(openPath(path, params));
  },
  back: () => { const page = top(); if (page !== undefined) leave(page); },
  step: (/** @type {string} */ kind, /** @type {string} */ text) => { guarded(() => STEPS[kind](text)); },
  settle: () => guarded(() => top()?.settle() ?? false),
  look: (/** @type {boolean} */ withTree) => { guarded(() => look(withTree)); },
  teach: () => { guarded(teach); },
  store: (/** @type {string} */ name, /** @type {string} */ json) => { appStorage.setOrCreate(name, JSON.parse(json)); },
  depth: () => pages.length,
};


ops.ready(driver);

/** The door for tests: what is open, and what is done on it. */
export const testing = {
  root: () => top()?.root,
  whenQuiet: (/** @type {() => void} */ run) => { ops.whenQuiet(run); },
  /** Runs what a person does; what it throws is the program's. @param {() => void} run */
  run: (run) => { guarded(run); },
  back: () => life('back'),
  context,
  /** @param {any} want @returns {Promise<any>} the ability that it names, started; undefined where the project has none */
  startAbility: async (want) => {
    const path = ops.projectAbility(String(want?.abilityName ?? ''));
    if (typeof path !== 'string') return undefined;
    const open = (/** @type {string} */ page, /** @type {any} */ storage) => {
      const found = ops.pageFile(path, page);
      return typeof found === 'string' ? openPath(found, '', storage) : undefined;
    };
    return startAbility(defaultOf(await import(path)), step, open, want);
  },
};
