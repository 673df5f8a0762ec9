/**
 * One line of the interactive session: called, waited for, and told to the host.
 * @param {import('../../globals/types').Core & { line: any }} core
 */
(core) => {
  'use strict';
  const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, set } = Reflect;
  const then = Promise.prototype.then;
  const { defineProperty } = Object;
  const NativeObject = Object;
  const realm = globalThis;
  const { lineDone } = core.ops;

  /**
   * Called as a macrotask. The op hears once of the value, as the inspector shows it, or that it failed.
   * @param {Function} line
   * @param {[number, boolean, boolean]} about its number, whether it waits, whether colour is wanted
   */
  core.runLine = (line, about) => {
    const number = about[0];
    const options = { __proto__: null, colors: about[2] };
    const show = (/** @type {unknown} */ value) => {
      try {
        set(realm, '_', value);
      } catch {
        // A setter of the program's own.
      }
      lineDone(number, core.inspect(value, options), false);
    };
    const fail = (/** @type {unknown} */ error) => {
      core.reportUncaught(error, false);
      lineDone(number, '', true);
    };
    let value;
    try {
      value = line();
    } catch (error) {
      fail(error);
      return;
    }
    if (about[1]) {
      defineProperty(value, 'constructor', { __proto__: null, value: undefined });
      apply(then, value, [show, fail]);
    } else {
      show(value);
    }
  };

  /** The value of a path such as `a.b` without calling a getter; undefined where one is in the way. */
  const valueOf = (/** @type {string[]} */ path) => {
    /** @type {any} */
    let value = realm;
    for (let i = 0; i < path.length; i++) {
      let owner = typeof value === 'object' || typeof value === 'function' ? value : value?.constructor?.prototype;
      let descriptor;
      while (owner && !(descriptor = getOwnPropertyDescriptor(owner, path[i]))) owner = getPrototypeOf(owner);
      if (descriptor === undefined || descriptor.get) return undefined;
      value = descriptor.value;
    }
    return value;
  };

  /**
   * The names that can follow `path.`; without a path, the globals.
   * @param {string[]} path
   * @returns {string[]}
   */
  core.namesOf = (path) => {
    let owner = valueOf(path);
    if (owner === undefined || owner === null) return [];
    if (typeof owner !== 'object' && typeof owner !== 'function') owner = getPrototypeOf(NativeObject(owner));
    /** @type {string[]} */
    const names = [];
    while (owner) {
      const keys = ownKeys(owner);
      for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'string') names[names.length] = keys[i];
      owner = getPrototypeOf(owner);
    }
    return names;
  };
}
