/**
 * Attributes and events under a name: functions with @Extend or @Styles, methods with @Styles, AttributeModifier.
 * Source: the ArkTS language guide of OpenHarmony ("@Extend", "@Styles"), the SDK ("AttributeModifier").
 */
import { currentInstance, styleNames } from 'ohosrun:screens/structs.js';

/** @type {Map<string, Function>} the functions with @Extend or @Styles, by name */
const functions = new Map();
/** @type {any} the component that the function which runs is applied to */
let styled;
/** @type {string[]} the names of those that run */
const running = [];

/** @param {Function} style */
export const extend = (style) => {
  functions.set(style.name, style);
  styleNames.add(style.name);
};
/** What attributes go to; nowhere for a function that is called and not an attribute itself. */
export const currentlyStyled = () => styled ?? nowhere;
/** @type {any} */
const nowhere = new Proxy({}, { get: (_target, name) => (name === 'then' ? undefined : () => nowhere) });

/** @param {string} name @returns {any} the struct that is being built, or one around it, if it has @Styles of the name */
const ownerOf = (name) => {
  for (let instance = currentInstance(); instance !== null; instance = instance.parent) {
    if (instance.description.members.get(name)?.has('Styles')) return instance.self;
  }
  return undefined;
};

/**
 * Runs what a program has under the name of an attribute.
 * @param {string} name
 * @param {any} component
 * @param {unknown[]} args
 * @returns {boolean} whether there was something
 */
export const style = (name, component, args) => {
  // Inside of `function width() { .width(1) }` the name is the component's own.
  if (running.includes(name)) return false;
  const owner = ownerOf(name);
  const run = owner?.[name] ?? functions.get(name);
  if (typeof run !== 'function') return false;
  apply(name, component, () => Reflect.apply(run, owner ?? component, args));
  return true;
};

/** @param {string} name @param {any} component @param {() => void} run */
const apply = (name, component, run) => {
  const outer = styled;
  styled = component;
  running.push(name);
  try {
    run();
  } finally {
    running.pop();
    styled = outer;
  }
};

/** @param {any} modifier @param {any} component what is called on it goes to the component */
export const modify = (modifier, component) => {
  for (const name of ['initializeModifier', 'applyNormalAttribute']) {
    if (typeof modifier?.[name] === 'function') modifier[name](component);
  }
};
