/**
 * What stands in for a module of the SDK that is not here. It can be imported, its members can be read and extended,
 * as files do while they are loaded; what needs a member to be there throws and names it, or does nothing where the
 * module is stubbed, or is for what is drawn.
 */
import { host } from 'ohosrun:bridge/modules';

const NativeError = Error;
const NativeProxy = Proxy;
const resolvedPromise = Promise.resolve.bind(Promise);
const { construct, ownKeys, get: getOf, getOwnPropertyDescriptor } = Reflect;
const { toPrimitive, toStringTag, iterator, asyncIterator, hasInstance } = Symbol;
const { create, defineProperty, setPrototypeOf } = Object;
/** @type {any} */
const objectPrototype = Object.prototype;
const { prototype: functionPrototype } = Function;

const STUB = '--stub';

/** @type {Record<string, boolean>} */
const informed = { __proto__: /** @type {any} */ (null) };

/** @type {Record<string, any>} one a member, so that it is the same whatever imports it */
const made = { __proto__: null };

/** @param {string} module @param {string} member */
const hintFor = (module, member) =>
  `${member === '' ? 'the module' : member} is part of the SDK and not of ohosrun: --stub ${module} makes it do nothing, --module ${module}=FILE puts a file of yours in its place`;

/** @param {string} module @param {string} member */
function refusal(module, member) {
  const error = new NativeError(`${module}: ${member === '' ? 'the module' : member} is not here`);
  host.explain(error.message, hintFor(module, member));
  return error;
}

/** What a call of a stub answers: members of it are harmless too, and it is no more than '' or 0. */
function answerOfStub(/** @type {string} */ module, /** @type {string} */ member, /** @type {string} */ why) {
  const told = `${module}: ${member} does nothing here (${why})`;
  // What only draws is called at each turn of a screen.
  if (why === STUB || !(told in informed)) host.inform(told);
  informed[told] = true;
  return standInFor(module, `${member}()`, why);
}

/**
 * @param {string} module
 * @param {string} member its path in the module; '' for the module itself
 * @param {string} why why it does nothing; '' where it refuses
 */
function standInFor(module, member, why) {
  const key = `${module} ${member}`;
  made[key] ??= makeStandIn(module, member, why);
  return made[key];
}

/**
 * @param {string} module
 * @param {string} member
 * @param {string} why why it does nothing; '' where it refuses
 * @returns {any}
 */
function makeStandIn(module, member, why) {
  // A function that can be constructed and extended.
  const target = function () {};
  defineProperty(target, 'name', { value: member === '' ? module : member });
  let isExtended = false;
  const refuse = () => { throw refusal(module, member); };
  const standIn = new NativeProxy(target, {
    get(_target, name) {
      if (name === 'prototype' || name === 'name' || name === 'length') return target[name];
      if (name === toPrimitive) return why ? harmlessPrimitive : refuse;
      if (name === iterator) return why ? noElements : refuse;
      if (name === toStringTag || name === asyncIterator || name === hasInstance) return getOf(functionPrototype, name);
      if (typeof name !== 'string') return undefined;
      // Of something that is no promise. A result of a stub is one, so that both ways of waiting for it end.
      if (name === 'then' || name === 'catch' || name === 'finally') {
        return why && endsWithCall(member) ? settled(module, member, name, why) : undefined;
      }
      return standInFor(module, member === '' ? name : `${member}.${name}`, why);
    },
    set: () => (why ? true : refuse()),
    apply: (_target, _self, args) => {
      if (!why) return refuse();
      return host.presented.build?.(member, args) ?? answerOfStub(module, member, why);
    },
    construct(_target, args, newTarget) {
      if (newTarget !== standIn) {
        if (why && !isExtended) hasEverything(target.prototype, module, member, why);
        isExtended = true;
        return construct(target, args, newTarget);
      }
      return why ? answerOfStub(module, member, why) : refuse();
    },
    has: () => true,
    ownKeys: () => ownKeys(target),
    getOwnPropertyDescriptor: (_target, name) => getOwnPropertyDescriptor(target, name),
  });
  return standIn;
}

/**
 * Has the heirs of a class of a module that does nothing find whatever member they ask for.
 * @param {object} prototype
 * @param {string} module
 * @param {string} member
 * @param {string} why
 */
function hasEverything(prototype, module, member, why) {
  setPrototypeOf(prototype, new NativeProxy(create(null), {
    get: (_target, name) => {
      if (typeof name !== 'string' || name === 'then' || name === 'toJSON') return undefined;
      return name in objectPrototype ? objectPrototype[name] : standInFor(module, `${member}.${name}`, why);
    },
  }));
}

const harmlessPrimitive = (/** @type {string} */ hint) => (hint === 'number' ? 0 : '');
const noElements = () => ({ next: () => ({ done: true, value: undefined }) });
const endsWithCall = (/** @type {string} */ member) => member[member.length - 1] === ')';

/**
 * `then` and its kin of what a stub answered, which may have been meant to be a promise.
 * @param {string} module
 * @param {string} member
 * @param {'then' | 'catch' | 'finally'} name
 * @param {string} why
 */
function settled(module, member, name, why) {
  const promise = /** @type {any} */ (resolvedPromise(standInFor(module, `${member}.value`, why)));
  return promise[name].bind(promise);
}

/**
 * The export `name` of a module that is not here.
 * @param {string} module
 * @param {string} name 'default' for the module itself
 * @param {string} why why it does nothing instead of refusing; '' where it refuses
 */
export const standIn = (module, name, why) => standInFor(module, name === 'default' ? '' : name, why);
