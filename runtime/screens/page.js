/**
 * A struct as a page: its one instance, and the nodes of its last build.
 */
import { isDirty, takeChanges } from 'ohosrun:screens/changes.js';
import { TwoWay } from 'ohosrun:screens/cells.js';
import { modals } from 'ohosrun:screens/chain.js';
import { buildOverlays, closeTopOverlay } from 'ohosrun:screens/dialogs.js';
import { tellMonitors } from 'ohosrun:screens/monitors.js';
import { LocalStorage } from 'ohosrun:screens/storage.js';
import { closeGone, instantiate } from 'ohosrun:screens/structs.js';
import { walk, walkAll } from 'ohosrun:screens/targets.js';
import { Node, within } from 'ohosrun:screens/tree.js';

// Rounds of building in which building itself changes what it reads.
const ROUNDS = 10;
const APPEARING = ['onWillAppear', 'onAttach', 'onAppear'];
// What a page decides about, in a struct that is part of it.
const GIVEN = ['Consume', 'Link', 'ObjectLink', 'Param', 'Prop', 'PropRef', 'Require'];
const NEVER_CALLED = ['Builder', 'LocalBuilder', 'Monitor', 'Styles'];
const FUNCTIONS = ['BuilderParam', 'Event'];
const DISAPPEARING = ['onWillDisappear', 'onDisAppear', 'onDisappear', 'onDetach'];
const READY = new Set(['Canvas', 'RichEditor']);

export class StructPage {
  /**
   * @param {import('./structs.js').Description} description @param {LocalStorage | null} storage
   * @param {any} params what it is made with, where it is part of a page
   */
  constructor(description, storage, params) {
    const { entry } = description;
    const own = entry instanceof LocalStorage ? entry : entry?.storage;
    this.name = description.name;
    this.isEntry = description.isEntry;
    this.instance = instantiate(description, params, null, storage ?? (own instanceof LocalStorage ? own : null));
    this.root = new Node('page', []);
    /** @type {Map<string, Node>} the nodes that wait to be told that they are gone, by place */
    this.appeared = new Map();
    /** @type {Map<string, Node>} the pages of a Navigation that can be seen */
    this.shown = new Map();
    this.isOpen = false;
  }

  /** @returns {{ needed: string[], missing: string[] }} what has no value: what only a page can give it, and the rest */
  wanted() {
    const { description, cells, self } = this.instance;
    const names = new Set([...description.members.keys(), ...Object.keys(self)]);
    const without = [...names].filter((name) => (cells.get(name)?.peek() ?? self[name]) === undefined);
    const is = (/** @type {string} */ name, /** @type {string[]} */ kinds) => kinds.some((kind) => description.members.get(name)?.has(kind));
    const needed = without.filter((name) => is(name, GIVEN) || description.needed.includes(name));
    return { needed, missing: without.filter((name) => !needed.includes(name) && !is(name, FUNCTIONS)) };
  }

  /** What `--call` calls. */
  get self() { return this.instance.self; }

  /** @param {(name: string, run: () => void) => void} step runs a function of the life cycle */
  open(step) {
    step('aboutToAppear', () => { this.instance.call('aboutToAppear'); });
    step('build', () => { this.build(); });
    step('onDidBuild', () => { this.instance.call('onDidBuild'); });
    this.isOpen = true;
    this.show(step);
  }

  /** @param {(name: string, run: () => void) => void} step */
  show(step) { step('onPageShow', () => { this.instance.call('onPageShow'); }); }
  /** @param {(name: string, run: () => void) => void} step */
  hide(step) { step('onPageHide', () => { this.instance.call('onPageHide'); }); }

  /** @param {(name: string, run: () => void) => void} step */
  close(step) {
    step('aboutToDisappear', () => { this.instance.close(); });
    this.isOpen = false;
  }

  /** @param {(name: string, run: () => void) => void} step @returns {boolean} whether the page stays */
  back(step) {
    if (closeTopOverlay() || this.dismiss()) return true;
    let isHandled = false;
    const destination = this.topDestination();
    if (destination !== undefined) {
      step('onBackPressed', () => { isHandled = destination.events?.get('onBackPressed')?.() === true; });
      if (!isHandled) destination.destination?.stack.pop();
      return true;
    }
    step('onBackPress', () => { isHandled = this.instance.call('onBackPress') === true; });
    return isHandled;
  }

  /** @returns {boolean} whether there was a sheet, a cover or a popup, which the back key closes */
  dismiss() {
    /** @type {{ isShown: unknown, options: any } | undefined} */
    let found;
    for (const child of this.root.children) walk(child, (node) => { found = modals.get(node) ?? found; });
    if (found === undefined) return false;
    const { isShown, options } = found;
    const close = () => {
      if (isShown instanceof TwoWay) isShown.set(false);
      else for (const event of ['onWillDisappear', 'onDisappear']) options?.[event]?.();
      options?.onStateChange?.({ isVisible: false });
    };
    const ask = options?.onWillDismiss ?? options?.shouldDismiss;
    if (typeof ask === 'function') ask({ dismiss: close, reason: 0 });
    else close();
    return true;
  }

  /** @returns {Node | undefined} the page of a Navigation's stack that can be seen, the innermost of them */
  topDestination() {
    /** @type {Node | undefined} */
    let found;
    for (const child of this.root.children) {
      walk(child, (node) => { if (node.name === 'NavDestination' && node.destination?.info) found = node; });
    }
    return found;
  }

  /** Builds as long as there is something to build for. @returns {boolean} whether it was built */
  settle() {
    tellMonitors();
    if (!this.isOpen || !isDirty()) return false;
    /** @type {string[]} */
    let names = [];
    for (let round = 0; round < ROUNDS; round++) {
      takeChanges();
      this.build();
      tellMonitors();
      if (!isDirty()) return true;
      names = takeChanges();
    }
    const quoted = names.map((name) => `'${name}'`).join(', ');
    throw new Error(`build() changes ${quoted} every time it runs, so that ${this.name} is never complete`);
  }

  build() {
    const root = new Node('page', []);
    within(root, () => {
      this.instance.build();
      buildOverlays();
    });
    this.root = root;
    this.tellNodes();
    closeGone();
  }

  /** onAppear and the like, of nodes that were not there before; and who can be seen, of the pages of a Navigation. */
  tellNodes() {
    /** @type {Map<string, Node>} */
    const now = new Map();
    /** @type {Map<string, Node>} */
    const shown = new Map();
    /** @type {Node[]} */
    const fresh = [];
    for (const child of this.root.children) {
      walkAll(child, (node, isCovered) => {
        if (node.events === null) return;
        const place = node.place();
        if (!this.appeared.has(place)) fresh.push(node);
        now.set(place, node);
        if (node.name === 'NavDestination' && !isCovered) shown.set(place, node);
      });
    }
    const gone = without(this.appeared, now);
    const hidden = without(this.shown, shown);
    const seen = without(shown, this.shown);
    this.appeared = now;
    this.shown = shown;
    for (const node of hidden) tell(node, ['onWillHide', 'onHidden'], 0);
    for (const node of gone) tell(node, DISAPPEARING);
    for (const node of fresh) tellFresh(node);
    for (const node of seen) tell(node, ['onWillShow', 'onShown'], 0);
  }

  /** @returns {Record<string, unknown>} the states by name */
  states() {
    /** @type {Record<string, unknown>} */
    const states = {};
    for (const [name, cell] of this.instance.cells) states[name] = cell.peek();
    return states;
  }

  /** @returns {string[]} the functions that a person can call */
  methods() {
    const names = [];
    const { members, type: { prototype } } = this.instance.description;
    const told = new Set(LIFE);
    // What builds, and what hears of changes, is called by the framework.
    for (const [name, decorators] of members) {
      if (NEVER_CALLED.some((decorator) => decorators.has(decorator))) told.add(name);
      for (const method of decorators.get('Watch') ?? []) told.add(/** @type {string} */ (method));
    }
    for (const name of Object.getOwnPropertyNames(prototype)) {
      if (typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function' && !told.has(name)) names.push(name);
    }
    return names;
  }
}

/** @param {Map<string, Node>} some @param {Map<string, Node>} others @returns {Node[]} those whose place is not among the others */
const without = (some, others) => [...some].filter(([place]) => !others.has(place)).map(([, node]) => node);

/** @param {Node} node @param {string[]} events @param {unknown} [argument] */
const tell = (node, events, argument) => { for (const event of events) node.events?.get(event)?.(argument); };

/** @param {Node} node */
const tellFresh = (node) => {
  if (node.name === 'NavDestination') tell(node, ['onReady'], node.destination?.context());
  tell(node, APPEARING);
  if (READY.has(node.name)) tell(node, ['onReady']);
};

const LIFE = new Set([
  'aboutToAppear', 'aboutToDisappear', 'aboutToReuse', 'aboutToRecycle', 'build', 'constructor', 'onBackPress',
  'onDidBuild', 'onPageHide', 'onPageShow', 'onWillApplyTheme', 'pageTransition',
]);
