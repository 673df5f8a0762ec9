/**
 * Values that stand for what does nothing here: they can be read, called, constructed and converted.
 */

/** @type {(name: string) => void} told of the first use of a name outside of a build */
let report = () => {};
/** @param {(name: string) => void} listener */
export const onFirstUse = (listener) => { report = listener; };

const told = new Set();
/** @param {string} name */
const tell = (name) => {
  if (name === '' || told.has(name)) return;
  told.add(name);
  report(name);
};

/** @param {string} hint @param {string} name */
const primitive = (hint, name) => (hint === 'number' ? 0 : name);

/**
 * @param {string} name what it is converted to
 * @param {string} root the name that the program wrote; '' where nobody has to be told
 * @param {(args: unknown[]) => unknown} [call] what a call of it does; nothing if it answers undefined
 * @param {boolean} [isAnswer] whether a call answered it, so that it may have been meant to be a promise
 * @returns {any}
 */
export const harmless = (name, root = name, call = undefined, isAnswer = false) => {
  /** @type {Map<string, any>} */
  const members = new Map();
  const target = function () {};
  Object.defineProperty(target, 'name', { value: name, configurable: true });
  /** @type {any} */
  const proxy = new Proxy(target, {
    get(_target, key) {
      if (key === Symbol.toPrimitive) return (/** @type {string} */ hint) => primitive(hint, name);
      if (key === Symbol.iterator) return function* () {};
      if (key === 'prototype') return target.prototype;
      if (isAnswer && (key === 'then' || key === 'catch' || key === 'finally')) {
        const promise = /** @type {any} */ (Promise.resolve(harmless(name, root)));
        return promise[key].bind(promise);
      }
      if (typeof key !== 'string' || key === 'then' || key === 'toJSON') return undefined;
      if (key === 'toString') return () => name;
      if (key === 'name') return name;
      if (!members.has(key)) members.set(key, harmless(`${name}.${key}`, root));
      return members.get(key);
    },
    set(_target, key, value) {
      if (typeof key === 'string') members.set(key, value);
      return true;
    },
    has: () => true,
    apply(_target, _self, args) {
      const result = call?.(args);
      if (result !== undefined) return result;
      tell(root);
      return harmless(name, root, undefined, true);
    },
    construct(_target, args, newTarget) {
      if (newTarget !== proxy) return heir(target, args, newTarget, (key) => harmless(`${name}.${key}`, root));
      tell(root);
      return harmless(name, root);
    },
  });
  return proxy;
};

/**
 * An instance of a class of the program that extends one which does nothing: what it has is its own, and whatever else
 * it asks for is there and does nothing.
 * @param {Function} target @param {unknown[]} args @param {Function} newTarget @param {(name: string) => unknown} member
 */
const heir = (target, args, newTarget, member) => {
  const { prototype } = target;
  if (Object.getPrototypeOf(prototype) === Object.prototype) {
    Object.setPrototypeOf(prototype, new Proxy(Object.create(null), {
      get: (_target, key) => {
        if (typeof key !== 'string' || key === 'then' || key === 'toJSON') return undefined;
        return key in Object.prototype ? /** @type {any} */ (Object.prototype)[key] : member(key);
      },
    }));
  }
  return Reflect.construct(target, args, newTarget);
};
