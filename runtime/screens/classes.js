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
  /** @type {any} */
  const wrapper = new Proxy(type, {
    construct(target, args, newTarget) {
      const instance = Reflect.construct(target, args, newTarget);
      if (!isV2) return observedInstance(instance);
      for (const name of traced) trace(instance, name);
      for (const [method, , ...paths] of monitors) monitor(instance, method, paths, () => false);
      return instance;
    },
  });
  return wrapper;
};
