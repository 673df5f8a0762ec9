/**
 * $r and $rawfile: what they answer, and the text that is shown for it.
 */
import { Opaque } from 'ohosrun:screens/observed.js';
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

// The numbers that a device has for the types of resources.
/** @type {Record<string, number>} */
const TYPES = {
  color: 10001, float: 10002, string: 10003, plural: 10004, boolean: 10005, intarray: 10006, integer: 10007,
  pattern: 10008, strarray: 10009, media: 20000, symbol: 40000,
};
const RAW_FILE = 30000;

export class Resource extends Opaque {
  /** @param {string} name @param {number} type @param {unknown[]} params */
  constructor(name, type, params) {
    super();
    this.type = type;
    this.params = params;
    this.bundleName = '';
    this.moduleName = '';
    Object.defineProperty(this, 'source', { value: name });
  }

  /** @returns {number} by which the resource manager knows it */
  get id() { return ops.resourceNumber(String(this.params[0])); }

  toJSON() { return { id: this.id, type: this.type, params: this.params.slice(1), bundleName: this.bundleName, moduleName: this.moduleName }; }
}

/** @param {string} name @param {unknown[]} params */
export const $r = (name, ...params) => new Resource(name, TYPES[String(name).split('.')[1]] ?? 0, [name, ...params]);
/** @param {string} name */
export const $rawfile = (name) => new Resource(name, RAW_FILE, [name]);

/** @param {string} text @param {unknown[]} params %s and %d, also with their place: %1$s */
const filled = (text, params) => {
  let next = 0;
  return text.replace(/%(?:(\d+)\$)?[sdf]/g, (mark, place) => {
    const index = place === undefined ? next++ : Number(place) - 1;
    return index < params.length ? String(params[index]) : mark;
  });
};

/** @param {any} resource @returns {string} its text, or its name where there is none */
export const resourceText = (resource) => {
  const [name, ...params] = resource.params;
  if (resource.type === RAW_FILE) return `$rawfile(${name})`;
  const value = ops.resource(String(name));
  if (typeof value === 'string') return filled(value, params);
  // Of a plural the first parameter is how many there are; in Chinese they are all alike.
  if (resource.type === TYPES.plural && value !== null) return filled(value.other ?? Object.values(value)[0] ?? '', params.slice(1));
  return `$r(${name})`;
};
