/** Bytes between a file and the buffers of a program. */
import { ops } from 'ohosrun:bridge/file_fs';
import { NativeUint8Array, setBytes } from 'ohosrun:kit/intrinsics.js';
import { invalid, value, whole } from 'ohosrun:bindings/file_fs/calls.js';

/**
 * @param {number} fd
 * @param {ArrayBuffer} buffer
 * @param {any} options offset: where in the file, else from where it stands; length: at most so much
 * @returns {number} how many bytes were read
 */
export function read(fd, buffer, options) {
  const size = buffer.byteLength;
  const length = whole(options?.length, size);
  const offset = whole(options?.offset, -1);
  if (length < 0 || length > size || (options?.offset !== undefined && offset < 0)) throw invalid();
  const bytes = new NativeUint8Array(value(ops.read(fd, length, offset)));
  setBytes(new NativeUint8Array(buffer), bytes);
  return bytes.length;
}

/**
 * @param {number} fd
 * @param {ArrayBuffer | string} data
 * @param {any} options
 * @returns {number} how many bytes were written
 */
export function write(fd, data, options) {
  const { encoding } = options ?? {};
  if (encoding !== undefined && encoding !== 'utf-8') throw invalid();
  const length = whole(options?.length, -1);
  const offset = whole(options?.offset, -1);
  if ((options?.length !== undefined && length < 0) || (options?.offset !== undefined && offset < 0)) throw invalid();
  return value(ops.write(fd, data, length, offset));
}
