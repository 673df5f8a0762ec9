/** Numbers in the bytes of a Buffer: read… and write… for every width and both orders of bytes. */
import {
  defineProperty, floor, NativeArrayBuffer, NativeBigInt, NativeDataView, NativeNumber, uncurried,
} from 'ohosrun:kit/intrinsics.js';
import { checkRange, checkType } from 'ohosrun:bindings/buffer/errors.js';

const scratch = new NativeDataView(new NativeArrayBuffer(8));
const { prototype } = NativeDataView;
const getByte = uncurried(prototype, 'getUint8');
const setByte = uncurried(prototype, 'setUint8');

/** @typedef {{ length: number, [index: number]: number }} Bytes */

/** @param {any} offset @param {number} width @param {Bytes} bytes @returns {number} */
function place(offset, width, bytes) {
  const at = offset ?? 0;
  checkType(at, 'number', 'offset');
  checkRange(at, 'offset', 0, bytes.length - width);
  return at;
}

/** @param {Bytes} bytes @param {number} at @param {number} width @param {boolean} isLittle */
function readUnsigned(bytes, at, width, isLittle) {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + bytes[isLittle ? at + width - 1 - i : at + i];
  return value;
}

/** @param {Bytes} bytes @param {number} at @param {number} width @param {boolean} isLittle */
function readSigned(bytes, at, width, isLittle) {
  const value = readUnsigned(bytes, at, width, isLittle);
  return value >= 2 ** (width * 8 - 1) ? value - 2 ** (width * 8) : value;
}

/** @param {Bytes} bytes @param {number} value @param {number} at @param {number} width @param {boolean} isLittle */
function write(bytes, value, at, width, isLittle) {
  // The whole part, modulo 2 ** 48 at most, in two words that bits can be taken from.
  const high = floor(value / 4294967296);
  for (let i = 0; i < width; i++) {
    const shift = i * 8;
    bytes[isLittle ? at + i : at + width - 1 - i] = (shift < 32 ? value >>> shift : high >>> (shift - 32)) & 255;
  }
  return at + width;
}

/** @param {any} value @param {number} width in bytes @param {boolean} isSigned */
function checkInteger(value, width, isSigned) {
  const half = 2 ** (width * 8 - 1);
  // Powers are shown as such above 32 bits, as there.
  const shown = width > 2 && width !== 4 ? /** @type {[string, string]} */ (['0', `2**${width * 8} - 1`]) : undefined;
  if (isSigned) checkRange(value, 'value', -half, half - 1);
  else checkRange(value, 'value', 0, half * 2 - 1, shown);
}

/**
 * Signed numbers that are written with a length of their own are taken as unsigned, as there, but by writeIntBE where
 * the length is one, two or four bytes.
 * @param {boolean} isLittle
 * @param {boolean} isSigned
 * @param {number} byteLength
 */
const isTakenSigned = (isLittle, isSigned, byteLength) => (
  isSigned && !isLittle && (byteLength === 1 || byteLength === 2 || byteLength === 4)
);

/**
 * @callback Method
 * @param {Bytes} bytes
 * @param {any} first
 * @param {any} second
 * @param {any} third
 * @returns {any}
 */
/** @type {Record<string, Method>} */
const methods = { __proto__: /** @type {any} */ (null) };

/** @param {string} kind @param {number} width @param {boolean} isSigned @param {string} order */
function addInteger(kind, width, isSigned, order) {
  const isLittle = order === 'LE';
  const read = isSigned ? readSigned : readUnsigned;
  methods[`read${kind}${order}`] = (bytes, offset) => (
    read(bytes, place(offset, width, bytes), width, isLittle)
  );
  methods[`write${kind}${order}`] = (bytes, value, offset) => {
    checkType(value, 'number', 'value');
    const at = place(offset, width, bytes);
    checkInteger(value, width, isSigned);
    return write(bytes, value, at, width, isLittle);
  };
}

/** @param {string} kind @param {boolean} isSigned @param {string} order */
function addOfAnyLength(kind, isSigned, order) {
  const isLittle = order === 'LE';
  const read = isSigned ? readSigned : readUnsigned;
  methods[`read${kind}${order}`] = (bytes, offset, byteLength) => {
    checkType(offset, 'number', 'offset');
    checkType(byteLength, 'number', 'byteLength');
    checkRange(byteLength, 'byteLength', 1, 6);
    if (byteLength % 1 !== 0) return undefined;
    return read(bytes, place(offset, byteLength, bytes), byteLength, isLittle);
  };
  methods[`write${kind}${order}`] = (bytes, value, offset, byteLength) => {
    checkType(value, 'number', 'value');
    checkType(offset, 'number', 'offset');
    checkType(byteLength, 'number', 'byteLength');
    checkRange(byteLength, 'byteLength', 1, 6);
    if (byteLength % 1 !== 0) return undefined;
    const at = place(offset, byteLength, bytes);
    checkInteger(value, byteLength, isTakenSigned(isLittle, isSigned, byteLength));
    return write(bytes, value, at, byteLength, isLittle);
  };
}

/** @param {string} kind @param {number} width @param {string} order */
function addFloat(kind, width, order) {
  const isLittle = order === 'LE';
  const get = uncurried(prototype, `getFloat${width * 8}`);
  const set = uncurried(prototype, `setFloat${width * 8}`);
  methods[`read${kind}${order}`] = (bytes, offset) => {
    const at = place(offset, width, bytes);
    for (let i = 0; i < width; i++) setByte(scratch, i, bytes[at + i]);
    return get(scratch, 0, isLittle);
  };
  methods[`write${kind}${order}`] = (bytes, value, offset) => {
    checkType(value, 'number', 'value');
    const at = place(offset, width, bytes);
    set(scratch, 0, value, isLittle);
    for (let i = 0; i < width; i++) bytes[at + i] = getByte(scratch, i);
    return at + width;
  };
}

/** @param {string} kind @param {boolean} isSigned @param {string} order */
function addBig(kind, isSigned, order) {
  const isLittle = order === 'LE';
  const first = isSigned ? -(2n ** 63n) : 0n;
  // One too many, as there.
  const last = isSigned ? 2n ** 63n : 2n ** 64n - 1n;
  /** @type {[string, string]} */
  const shown = isSigned ? ['-(2n ** 63n)', '2n ** 63n'] : ['0', '2n ** 64n - 1n'];
  methods[`read${kind}${order}`] = (bytes, offset) => {
    const at = place(offset, 8, bytes);
    const high = (isSigned ? readSigned : readUnsigned)(bytes, isLittle ? at + 4 : at, 4, isLittle);
    return (NativeBigInt(high) << 32n) + NativeBigInt(readUnsigned(bytes, isLittle ? at : at + 4, 4, isLittle));
  };
  methods[`write${kind}${order}`] = (bytes, value, offset) => {
    checkType(value, 'bigint', 'value');
    const at = place(offset, 8, bytes);
    checkRange(value, 'value', first, last, shown);
    write(bytes, NativeNumber(value & 0xffffffffn), isLittle ? at : at + 4, 4, isLittle);
    write(bytes, NativeNumber((value >> 32n) & 0xffffffffn), isLittle ? at + 4 : at, 4, isLittle);
    return at + 8;
  };
}

addInteger('Int8', 1, true, '');
addInteger('UInt8', 1, false, '');
const ORDERS = ['BE', 'LE'];
for (let i = 0; i < ORDERS.length; i++) {
  const order = ORDERS[i];
  addInteger('Int16', 2, true, order);
  addInteger('Int32', 4, true, order);
  addInteger('UInt16', 2, false, order);
  addInteger('UInt32', 4, false, order);
  addOfAnyLength('Int', true, order);
  addOfAnyLength('UInt', false, order);
  addFloat('Float', 4, order);
  addFloat('Double', 8, order);
  addBig('BigInt64', true, order);
  addBig('BigUInt64', false, order);
}

/**
 * Gives a class these methods.
 * @param {{ prototype: object }} type
 * @param {(self: any) => Bytes} bytesOf
 */
export function withNumbers(type, bytesOf) {
  for (const name in methods) {
    const method = methods[name];
    const made = {
      /** @param {any} first @param {any} second @param {any} third */
      [name](first, second, third) { return method(bytesOf(this), first, second, third); },
    };
    defineProperty(type.prototype, name, {
      __proto__: null, value: made[name], enumerable: false, writable: true, configurable: true,
    });
  }
}
