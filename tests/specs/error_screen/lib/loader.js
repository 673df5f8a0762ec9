import { parse } from './parser.js';

export async function load(name) {
  await null;
  try {
    return parse('{ "name": }');
  } catch (cause) {
    throw Object.assign(new Error(`cannot load ${name}`, { cause }), { code: 5 });
  }
}
