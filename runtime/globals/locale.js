/**
 * What formats by locale on a device and not in this engine: it prints something else without an error.
 *
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';
  const { abs } = Math;
  const { apply } = Reflect;
  const { defineProperty } = Object;
  const NativeError = Error;
  const toText = String;
  const noteLocale = core.ops.noteLocale;
  let isTold = false;

  /**
   * @param {any} prototype
   * @param {string} name
   * @param {(value: any, args: any[]) => boolean} differs whether a device shows another text
   */
  const watch = (prototype, name, differs) => {
    const native = prototype[name];
    const { [name]: method } = {
      /** @this {any} @param {...any} args */
      [name](...args) {
        const text = apply(native, this, args);
        if (!isTold && differs(this, args)) {
          isTold = true;
          noteLocale(name, new NativeError().stack);
        }
        return text;
      },
    };
    defineProperty(prototype, name, { __proto__: null, value: method });
  };

  // Short numbers without options are the same in most locales: 5, 12.5.
  watch(Number.prototype, 'toLocaleString', (value, args) => {
    const number = +value;
    return args[1] !== undefined || abs(number) >= 1000 || toText(number).length > 6
      || (args[0] !== undefined && toText(number) !== toText(number | 0));
  });
  const always = () => true;
  watch(Date.prototype, 'toLocaleString', always);
  watch(Date.prototype, 'toLocaleDateString', always);
  watch(Date.prototype, 'toLocaleTimeString', always);
}
