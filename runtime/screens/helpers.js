/** Modules that are no screen, but whose functions are called by hand. */

const compile = Function;

/**
 * What a call can name: the exports of a module, what its default export is called, and the functions of that.
 * @param {Record<string, any>} exported
 * @param {any} fallback its default export
 * @returns {Record<string, any>}
 */
export const namesOf = (exported, fallback) => {
  const names = Object.assign(Object.create(null), exported, { $default: fallback, default: undefined });
  const owned = typeof fallback === 'function' || (typeof fallback === 'object' && fallback !== null) ? fallback : {};
  for (const name of Object.getOwnPropertyNames(owned)) {
    if (typeof owned[name] === 'function') names[name] = owned[name].bind(owned);
  }
  if (typeof fallback === 'function' && fallback.name !== '') names[fallback.name] = fallback;
  return names;
};

/** @param {Record<string, any>} names */
export const functionNames = (names) => Object.keys(names).filter((name) => name !== '$default' && typeof names[name] === 'function');

/**
 * @param {string} text an expression such as `getInstance().load(1)`
 * @returns {((names: object) => unknown) | undefined} undefined where it is none
 */
export const expressionOf = (text) => {
  const body = text.replace(/^\s*default\b/, '$default').replace(/;\s*$/, '');
  try {
    return /** @type {any} */ (compile('$names', `with ($names) { return (${body}\n); }`));
  } catch {
    return undefined;
  }
};

/** @param {string | undefined} given @returns {boolean} whether it can stand between the parentheses of a call */
export const isList = (given) => {
  try {
    compile(`return [${given ?? ''}\n]`);
    return true;
  } catch {
    return false;
  }
};
