/**
 * The inspector on demand: a script that prints nothing but strings never pays for reading it.
 *
 * @param {import('./types').Core} core
 */
(core) => {
  'use strict';

  const { evaluateFile } = core.ops;
  // In this order: each uses what the ones before it define.
  const INSPECTOR = [
    'inspect/text.js', 'inspect/kinds.js', 'inspect/entries.js', 'inspect/index.js', 'errors.js', 'format.js',
  ];
  const TABLE = ['table.js'];

  /** What `files` define, on top of `base`. Loading that fails for want of memory leaves nothing behind. */
  const load = (files, base) => {
    const parts = { __proto__: base };
    for (let i = 0; i < files.length; i++) evaluateFile(files[i])(parts);
    return parts;
  };

  let inspector;
  const demanded = () => (inspector ??= load(INSPECTOR, core));
  let table;

  core.describeError = (value) => demanded().describeError(value);
  core.format = (args, options) => demanded().format(args, options);
  core.inspect = (value, options) => demanded().inspect(value, options);
  core.userFrames = (stack) => demanded().userFrames(stack);
  core.table = (data, columns, options) => (table ??= load(TABLE, demanded())).table(data, columns, options);
}
