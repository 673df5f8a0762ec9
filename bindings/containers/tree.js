/**
 * A balanced binary tree (AVL): no branch is more than one deeper than its sister, so that every search, insertion and
 * removal takes at most 1.44 · log2(n) comparisons. The order is that of a device.
 */
import { apply, isNaN, max, NativeTypeError, trunc } from 'ohosrun:kit/intrinsics.js';

/** @typedef {{ key: any, value: any, left: Node | null, right: Node | null, height: number }} Node */

/**
 * The order of keys without a comparator: numbers by value, before text by its units; anything else by its text.
 * @param {any} x
 * @param {any} y
 * @returns {number}
 */
function ordinary(x, y) {
  if (typeof x === 'number') {
    if (typeof y === 'number') return x < y ? -1 : x === y ? 0 : 1;
    if (typeof y === 'string') return -1;
  } else if (typeof x === 'string' && typeof y === 'number') {
    return 1;
  }
  const first = `${x}`;
  const second = `${y}`;
  return first < second ? -1 : first === second ? 0 : 1;
}

/**
 * The order of a program's comparator: the sign of the whole part of its answer, or "comes before" as true and false.
 * undefined and null come last, and the comparator never sees them.
 * @param {Function} comparator
 * @returns {(x: any, y: any) => number}
 */
const ordering = (comparator) => (x, y) => {
  if (x === undefined) return y === undefined ? 0 : 1;
  if (y === undefined) return -1;
  if (x === null) return y === null ? 0 : 1;
  if (y === null) return -1;
  const answer = apply(comparator, undefined, [x, y]);
  if (answer === true) return -1;
  if (answer === false) return apply(comparator, undefined, [y, x]) === true ? 1 : 0;
  const number = +answer;
  if (isNaN(number)) throw new NativeTypeError('CompareFn has illegal return value');
  return trunc(number);
};

/** @param {Node | null} node */
const heightOf = (node) => (node === null ? 0 : node.height);

/** @param {Node} node */
function measure(node) {
  node.height = 1 + max(heightOf(node.left), heightOf(node.right));
}

/** @param {Node} node @returns {Node} */
function turnRight(node) {
  const left = /** @type {Node} */ (node.left);
  node.left = left.right;
  left.right = node;
  measure(node);
  measure(left);
  return left;
}

/** @param {Node} node @returns {Node} */
function turnLeft(node) {
  const right = /** @type {Node} */ (node.right);
  node.right = right.left;
  right.left = node;
  measure(node);
  measure(right);
  return right;
}

/** @param {Node} node @returns {Node} what stands in its place when it is balanced again */
function balanced(node) {
  measure(node);
  const { left, right } = node;
  const lean = heightOf(left) - heightOf(right);
  if (left !== null && lean > 1) {
    if (heightOf(left.left) < heightOf(left.right)) node.left = turnLeft(left);
    return turnRight(node);
  }
  if (right !== null && lean < -1) {
    if (heightOf(right.right) < heightOf(right.left)) node.right = turnRight(right);
    return turnLeft(node);
  }
  return node;
}

/** @param {Node} node @returns {Node | null} without its first */
function withoutFirst(node) {
  if (node.left === null) return node.right;
  node.left = withoutFirst(node.left);
  return balanced(node);
}

/** @param {Node} node @returns {Node | null} what stands in its place when it is gone */
function joined({ left, right }) {
  if (left === null || right === null) return left ?? right;
  let next = right;
  while (next.left !== null) next = next.left;
  const rest = withoutFirst(right);
  next.left = left;
  next.right = rest;
  return balanced(next);
}

export class Tree {
  /** @type {Node | null} */
  #root = null;
  /** Nodes in order, null where they have to be put in order first. @type {Node[] | null} */
  #inOrder = null;
  size = 0;

  /** @param {Function} [comparator] */
  constructor(comparator) {
    this.compare = comparator === undefined || comparator === null ? ordinary : ordering(comparator);
  }

  /** @param {any} key @param {any} value */
  set(key, value) {
    this.#root = this.#with(this.#root, key, value);
  }

  /** @param {Node | null} node @param {any} key @param {any} value @returns {Node} */
  #with(node, key, value) {
    if (node === null) {
      this.size++;
      this.#inOrder = null;
      return { key, value, left: null, right: null, height: 1 };
    }
    const order = this.compare(key, node.key);
    if (order === 0) {
      node.value = value;
      return node;
    }
    if (order < 0) node.left = this.#with(node.left, key, value);
    else node.right = this.#with(node.right, key, value);
    return balanced(node);
  }

  /** @param {any} key @returns {Node | undefined} */
  find(key) {
    let node = this.#root;
    while (node !== null) {
      const order = this.compare(key, node.key);
      if (order === 0) return node;
      node = order < 0 ? node.left : node.right;
    }
    return undefined;
  }

  /** @param {any} key @returns {Node | undefined} what was there */
  remove(key) {
    const found = this.find(key);
    if (found === undefined) return undefined;
    this.#root = this.#without(/** @type {Node} */ (this.#root), key);
    this.size--;
    this.#inOrder = null;
    return found;
  }

  /** @param {Node | null} node @param {any} key @returns {Node | null} */
  #without(node, key) {
    if (node === null) return null;
    const order = this.compare(key, node.key);
    if (order === 0) return joined(node);
    if (order < 0) node.left = this.#without(node.left, key);
    else node.right = this.#without(node.right, key);
    return balanced(node);
  }

  /** @returns {Node | undefined} */
  first() {
    let node = this.#root;
    while (node !== null && node.left !== null) node = node.left;
    return node ?? undefined;
  }

  /** @returns {Node | undefined} */
  last() {
    let node = this.#root;
    while (node !== null && node.right !== null) node = node.right;
    return node ?? undefined;
  }

  /** @param {any} key @returns {Node | undefined} the last before `key` */
  lower(key) {
    let found;
    for (let node = this.#root; node !== null;) {
      const isBefore = this.compare(key, node.key) > 0;
      if (isBefore) found = node;
      node = isBefore ? node.right : node.left;
    }
    return found;
  }

  /** @param {any} key @returns {Node | undefined} the first behind `key` */
  higher(key) {
    let found;
    for (let node = this.#root; node !== null;) {
      const isBehind = this.compare(key, node.key) < 0;
      if (isBehind) found = node;
      node = isBehind ? node.left : node.right;
    }
    return found;
  }

  clear() {
    this.#root = null;
    this.#inOrder = null;
    this.size = 0;
  }

  /** @returns {Node[]} */
  inOrder() {
    if (this.#inOrder !== null) return this.#inOrder;
    /** @type {Node[]} */
    const nodes = [];
    /** @type {Node[]} */
    const path = [];
    let node = this.#root;
    while (node !== null || path.length > 0) {
      while (node !== null) {
        path[path.length] = node;
        node = node.left;
      }
      node = path[path.length - 1];
      path.length -= 1;
      nodes[nodes.length] = node;
      node = node.right;
    }
    this.#inOrder = nodes;
    return nodes;
  }
}
