/**
 * Parts of a screen that a program makes by itself: FrameNode, BuilderNode, ComponentContent, NodeController.
 * Source: the declarations of the OpenHarmony SDK ("FrameNode.d.ts", "BuilderNode.d.ts", "NodeController.d.ts").
 */
import { chainOf, setHolder } from 'ohosrun:screens/chain.js';
import { mark } from 'ohosrun:screens/changes.js';
import { uiContext } from 'ohosrun:screens/context.js';
import { rawOf } from 'ohosrun:screens/observed.js';
import { append, within } from 'ohosrun:screens/tree.js';
import { harmless } from 'ohosrun:screens/values.js';

/** @typedef {{ name: string, args: unknown[], attributes: Map<string, unknown[]>, build: (() => void) | null }} Shape */

// What a handle stands for is kept beside it: a state looks into an object that has members.
/** @type {WeakMap<object, Shape>} */
const shapes = new WeakMap();
/** @type {WeakMap<object, FrameNode[]>} */
const childrenOf = new WeakMap();
/** @type {WeakMap<object, FrameNode>} */
const parents = new WeakMap();

const CHANGED = 'a node';
/** A class whose other members are there and do nothing. @param {string} name */
const base = (name) => /** @type {new () => object} */ (harmless(name, ''));

/** @param {object} frame @returns {FrameNode[]} */
const below = (frame) => /** @type {FrameNode[]} */ (childrenOf.get(rawOf(frame)));

export class FrameNode extends base('FrameNode') {
  /** @param {unknown} [_context] @param {Partial<Shape>} [shape] */
  constructor(_context, shape) {
    super();
    shapes.set(this, { name: 'FrameNode', args: [], attributes: new Map(), build: null, ...shape });
    childrenOf.set(this, []);
  }

  /** @param {FrameNode} node */
  appendChild(node) { insert(this, node, below(this).length); }
  /** @param {FrameNode} node @param {FrameNode | null} sibling */
  insertChildAfter(node, sibling) { insert(this, node, below(this).findIndex((one) => rawOf(one) === rawOf(sibling)) + 1); }

  /** @param {FrameNode} node */
  removeChild(node) {
    const nodes = below(this);
    const index = nodes.findIndex((one) => rawOf(one) === rawOf(node));
    if (index < 0) return;
    nodes.splice(index, 1);
    parents.delete(rawOf(node));
    mark(CHANGED);
  }

  clearChildren() { for (const node of [...below(this)]) this.removeChild(node); }
  /** @param {number} index */
  getChild(index) { return below(this)[index] ?? null; }
  getFirstChild() { return below(this)[0] ?? null; }
  getChildrenCount() { return below(this).length; }
  getParent() { return parents.get(rawOf(this)) ?? null; }
  dispose() { parents.get(rawOf(this))?.removeChild(this); }
  isDisposed() { return false; }
  getNodeType() { return shapes.get(rawOf(this))?.name; }
  get commonAttribute() { return recorder(this); }

  /** @param {unknown[]} args of the component, of a node that typeNode made */
  initialize(...args) {
    /** @type {Shape} */ (shapes.get(rawOf(this))).args = args;
    mark(CHANGED);
    return recorder(this);
  }

  get attribute() { return recorder(this); }
}

/** @param {FrameNode} parent @param {FrameNode} node @param {number} index */
const insert = (parent, node, index) => {
  parents.get(rawOf(node))?.removeChild(node);
  below(parent).splice(index, 0, node);
  parents.set(rawOf(node), parent);
  mark(CHANGED);
};

/** @param {FrameNode} frame @returns {any} whose every method is an attribute of the node */
const recorder = (frame) => {
  const attributes = /** @type {Shape} */ (shapes.get(rawOf(frame))).attributes;
  /** @type {any} */
  const chain = new Proxy({}, {
    get: (_target, name) => (typeof name !== 'string' || name === 'then' ? undefined : (/** @type {unknown[]} */ ...args) => {
      attributes.set(name, args);
      mark(CHANGED);
      return chain;
    }),
  });
  return chain;
};

/** @param {FrameNode} frame */
const buildFrame = (frame) => {
  const { name, args, attributes, build } = /** @type {Shape} */ (shapes.get(rawOf(frame)));
  if (build !== null) {
    build();
    return;
  }
  const node = append(name, args);
  const chain = chainOf(node);
  for (const [attribute, given] of attributes) chain[attribute](...given);
  within(node, () => { for (const child of below(frame)) buildFrame(child); });
};

/** @param {unknown} value @returns {value is FrameNode} */
const isFrame = (value) => typeof value === 'object' && value !== null && shapes.has(rawOf(value));

export const typeNode = {
  createNode: (/** @type {unknown} */ context, /** @type {unknown} */ type) => new FrameNode(context, { name: String(type) }),
  getAttribute: (/** @type {unknown} */ node) => (isFrame(node) ? recorder(node) : undefined),
};

/** A builder with what it is built with, which may be given anew. */
class Content {
  /** @param {any} wrapped what wrapBuilder made @param {unknown[]} args */
  constructor(wrapped, args) {
    this.wrapped = wrapped;
    this.args = args;
  }

  build() { this.wrapped?.builder?.(...this.args); }
}

/** @type {WeakMap<object, Content>} */
const contents = new WeakMap();
/** @param {object} owner @param {unknown} params */
const renew = (owner, params) => {
  const content = contents.get(rawOf(owner));
  if (content !== undefined) content.args = [params];
  mark(CHANGED);
};

/** @param {any} what @returns {(() => void) | undefined} what builds a ComponentContent */
export const contentBuilder = (what) => {
  const content = typeof what === 'object' && what !== null ? contents.get(rawOf(what)) : undefined;
  return content && (() => { content.build(); });
};

export class ComponentContent extends base('ComponentContent') {
  /** @param {unknown} _context @param {unknown} wrapped @param {unknown} [params] */
  constructor(_context, wrapped, params) {
    super();
    contents.set(this, new Content(wrapped, [params]));
  }

  /** @param {unknown} params */
  update(params) { renew(this, params); }
  /** @param {unknown} params */
  reuse(params) { renew(this, params); }
  recycle() {}
  dispose() {}
  updateConfiguration() {}
}

export class BuilderNode extends base('BuilderNode') {
  /** @param {unknown} wrapped @param {unknown[]} args the parameters, and options */
  build(wrapped, ...args) {
    const content = new Content(wrapped, args);
    contents.set(rawOf(this), content);
    frames.set(rawOf(this), new FrameNode(undefined, { build: () => { content.build(); } }));
  }

  getFrameNode() { return frames.get(rawOf(this)) ?? null; }
  /** @param {unknown} params */
  update(params) { renew(this, params); }
  /** @param {unknown} params */
  reuse(params) { renew(this, params); }
  recycle() {}
  dispose() { frames.get(rawOf(this))?.dispose(); }
}

/** @type {WeakMap<object, FrameNode>} the nodes of BuilderNodes */
const frames = new WeakMap();
/** @type {WeakMap<object, FrameNode | null>} what makeNode of a controller made */
const roots = new WeakMap();

export class NodeController extends base('NodeController') {
  makeNode() { return null; }

  /** Has the node made anew when the page is built next. */
  rebuild() {
    roots.delete(rawOf(this));
    mark(CHANGED);
  }
}

export class NodeContent extends base('NodeContent') {
  /** @param {FrameNode} node */
  addFrameNode(node) { slots.set(rawOf(this), [...(slots.get(rawOf(this)) ?? []), node]); mark(CHANGED); }
  /** @param {FrameNode} node */
  removeFrameNode(node) {
    slots.set(rawOf(this), (slots.get(rawOf(this)) ?? []).filter((one) => rawOf(one) !== rawOf(node)));
    mark(CHANGED);
  }
}

/** @type {WeakMap<object, FrameNode[]>} */
const slots = new WeakMap();

/** Builds what a NodeContainer or a ContentSlot holds. @param {any} holder */
export const buildHeld = (holder) => {
  if (typeof holder !== 'object' || holder === null) return;
  const raw = rawOf(holder);
  if (typeof holder.makeNode === 'function' && raw instanceof NodeController) {
    if (!roots.has(raw)) roots.set(raw, holder.makeNode(uiContext()));
    const root = roots.get(raw);
    if (isFrame(root)) buildFrame(root);
  }
  for (const node of slots.get(raw) ?? []) if (isFrame(node)) buildFrame(node);
};

const UNITS = { PX: 0, VP: 1, FP: 2, PERCENT: 3, LPX: 4 };
export const LengthUnit = UNITS;
export const LengthMetricsUnit = { DEFAULT: 0, PX: 1 };

export class LengthMetrics {
  /** @param {number} value @param {number} [unit] */
  constructor(value, unit = UNITS.VP) {
    this.unit = unit;
    this.value = value;
  }

  /** @param {number} value */
  static px(value) { return new LengthMetrics(value, UNITS.PX); }
  /** @param {number} value */
  static vp(value) { return new LengthMetrics(value, UNITS.VP); }
  /** @param {number} value */
  static fp(value) { return new LengthMetrics(value, UNITS.FP); }
  /** @param {number} value */
  static percent(value) { return new LengthMetrics(value, UNITS.PERCENT); }
  /** @param {number} value */
  static lpx(value) { return new LengthMetrics(value, UNITS.LPX); }
  static resource() { return new LengthMetrics(0); }
}

export const borderRadiuses = (/** @type {unknown} */ all) => ({ topLeft: all, topRight: all, bottomLeft: all, bottomRight: all });
const edges = (/** @type {unknown} */ all) => ({ left: all, top: all, right: all, bottom: all });
export { edges as borderStyles, edges as edgeColors, edges as edgeWidths };

export const ColorMetrics = harmless('ColorMetrics', '');
export const DrawContext = harmless('DrawContext', '');
export const ExpandMode = harmless('ExpandMode', '');
export const ChildrenCountMode = harmless('ChildrenCountMode', '');
export const InputEventType = harmless('InputEventType', '');
export const NodeAdapter = harmless('NodeAdapter');
export const NodeRenderType = harmless('NodeRenderType', '');
export const ReactiveBuilderNode = harmless('ReactiveBuilderNode');
export const ReactiveComponentContent = harmless('ReactiveComponentContent');
export const RenderNode = harmless('RenderNode', '');
export const ShapeClip = harmless('ShapeClip', '');
export const ShapeMask = harmless('ShapeMask', '');
export const UIState = harmless('UIState', '');
export const XComponentNode = harmless('XComponentNode');

setHolder({ held: buildHeld, content: contentBuilder });
