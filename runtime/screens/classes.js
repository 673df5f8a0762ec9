/**
 * Classes whose instances are looked into: @Observed by a proxy around each, @ObservedV2 by its @Trace members.
 */
import { mark } from 'ohosrun:screens/changes.js';
import { monitor } from 'ohosrun:screens/monitors.js';
import { observed as observedValue, observedInstance, rawOf } from 'ohosrun:screens/observed.js';

/** @param {any} target an instance, or the class for what is static @param {string} name */
const trace = (target, name) => {
  const property = Object.getOwnPropertyDescriptor(target, name);
  if (property === undefined || property.get) return;
  let { value } = property;
  Object.defineProperty(target, name, {
    get: () => observedValue(value, true),
    set: (assigned) => {
      if (rawOf(assigned) === rawOf(value)) return;
      value = assigned;
      mark(name);
    },
    enumerable: true,
    configurable: true,
  });
};

/** @type {WeakMap<object, any>} what takes the place of a class, by class */
const wrappers = new WeakMap();
/** @param {any} type @returns {any} what the name of the class means outside of it */
export const observedClass = (type) => wrappers.get(type) ?? type;

/**
 * @param {any} type
 * @param {string} _name
 * @param {[string, ...any[]][]} decorators
 * @param {[string, string, ...any[]][]} members
 */
export const observed = (type, _name, decorators, members) => {
  const isV2 = decorators.some(([decorator]) => decorator === 'ObservedV2');
  const traced = members.filter(([, decorator]) => decorator === 'Trace').map(([name]) => name);
  const monitors = members.filter(([, decorator]) => decorator === 'Monitor');
  if (!isV2 && !decorators.some(([decorator]) => decorator === 'Observed')) return type;
  for (const name of traced) trace(type, name);
  const look = (/** @type {any} */ instance) => {
    if (!isV2) return observedInstance(instance);
    for (const name of traced) trace(instance, name);
    for (const [method, , ...paths] of monitors) monitor(instance, method, paths, () => false);
    return instance;
  };
  // What the class made of itself while it was made.
  for (const name of Object.getOwnPropertyNames(type)) {
    const property = Object.getOwnPropertyDescriptor(type, name);
    if (property?.writable && property.value instanceof type) type[name] = look(property.value);
  }
  const wrapper = new Proxy(type, {
    construct: (target, args, newTarget) => look(Reflect.construct(target, args, newTarget)),
  });
  wrappers.set(type, wrapper);
  return wrapper;
};
