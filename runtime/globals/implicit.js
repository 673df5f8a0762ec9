/**
 * Names that documentation fragments take for granted: made when a program first reads one it did not declare.
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';
  const realm = globalThis;
  const NativeError = Error;
  const { defineProperty } = Reflect;
  const { makeImplicit } = core.ops;

  /** @param {string} name */
  const provide = (name) => {
    let isMade = false;
    /** @type {unknown} */
    let value;
    const settle = (/** @type {unknown} */ settled) => {
      isMade = true;
      value = settled;
      // In vain once a script has frozen the global object; then the accessor stays.
      const property = { __proto__: null, value, writable: true, configurable: true, enumerable: false };
      defineProperty(realm, name, property);
    };
    defineProperty(realm, name, {
      get: () => {
        if (!isMade) settle(makeImplicit(name, new NativeError().stack));
        return value;
      },
      set: settle,
      configurable: true,
      enumerable: false,
    });
  };

  /** @type {Record<string, any>} */
  const offered = { __proto__: null };
  const offer = (/** @type {string} */ name) => (offered[name] ??= makeImplicit(name, ''));
  /** The context of the program, made by a binding when it is first asked for: what a page's own is based on. */
  core.contextOfProgram = () => offer('context');
  /** What answers a program's getUIContext(): likewise. */
  core.uiContextOfProgram = () => offer('uiContext');

  /** What shows what is a program's own or a module's, where there are screens: `open` and `close` a dialog, `build`. */
  core.presented = { __proto__: null };

  /** @param {string[]} names */
  core.provideImplicitNames = (names) => {
    for (let i = 0; i < names.length; i++) provide(names[i]);
  };
}
