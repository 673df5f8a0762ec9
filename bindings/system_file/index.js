/** @system.file, as pages in JavaScript have it: `internal://app/…` is the folder of the app's files. */
import { host, ops } from 'ohosrun:bridge/system_file';
import { bufferOf, byteLengthOf, byteOffsetOf, isView, NativeUint8Array } from 'ohosrun:kit/intrinsics.js';
import { answer } from 'ohosrun:kit/options.js';

const PARAMETER = [202, 'the parameters are invalid'];

/**
 * @param {any} options
 * @param {string[]} texts members that must be texts
 * @param {() => any[]} work its outcome: [0, value] or [code, message]
 */
function perform(options, texts, work) {
  if (typeof options !== 'object' || options === null) return;
  answer(host, options, () => {
    for (let i = 0; i < texts.length; i++) if (typeof options[texts[i]] !== 'string') return PARAMETER;
    return work();
  });
}

/** @param {any} buffer @returns {Uint8Array | undefined} */
function bytesOf(buffer) {
  if (!isView(buffer)) return undefined;
  try {
    return new NativeUint8Array(bufferOf(buffer), byteOffsetOf(buffer), byteLengthOf(buffer));
  } catch {
    return undefined;
  }
}

/** @param {any[]} outcome @param {(value: any) => any} make */
const made = (outcome, make) => (outcome[0] === 0 ? [0, make(outcome[1])] : outcome);

/** @param {any[]} entry uri, length, time in ms, type */
const entryOf = ([uri, length, lastModifiedTime, type]) => ({ uri, length, lastModifiedTime, type });

/** @param {any[]} entries */
function fileList(entries) {
  const list = [];
  for (let i = 0; i < entries.length; i++) list[i] = entryOf(entries[i]);
  return { fileList: list };
}

export default {
  move: (/** @type {any} */ options) => perform(options, ['srcUri', 'dstUri'], () => ops.move(options.srcUri, options.dstUri)),
  copy: (/** @type {any} */ options) => perform(options, ['srcUri', 'dstUri'], () => ops.copy(options.srcUri, options.dstUri)),
  list: (/** @type {any} */ options) => perform(options, ['uri'], () => made(ops.list(options.uri), fileList)),
  get: (/** @type {any} */ options) => perform(options, ['uri'], () => made(ops.get(options.uri), entryOf)),
  delete: (/** @type {any} */ options) => perform(options, ['uri'], () => ops.remove(options.uri)),
  writeText: (/** @type {any} */ options) => perform(options, ['uri', 'text'], () => (
    ops.write(options.uri, options.text, options.append === true ? -1 : -2)
  )),
  readText: (/** @type {any} */ options) => perform(options, ['uri'], () => (
    made(ops.readText(options.uri), (text) => ({ text }))
  )),
  writeArrayBuffer: (/** @type {any} */ options) => perform(options, ['uri'], () => {
    const bytes = bytesOf(options.buffer);
    if (bytes === undefined) return PARAMETER;
    const position = typeof options.position === 'number' && options.position > 0 ? options.position : 0;
    return ops.write(options.uri, bytes, options.append === true ? -1 : position);
  }),
  readArrayBuffer: (/** @type {any} */ options) => perform(options, ['uri'], () => {
    const position = typeof options.position === 'number' && options.position > 0 ? options.position : 0;
    const length = typeof options.length === 'number' && options.length >= 0 ? options.length : -1;
    return made(ops.read(options.uri, position, length), (data) => ({ buffer: new NativeUint8Array(data) }));
  }),
  access: (/** @type {any} */ options) => perform(options, ['uri'], () => ops.access(options.uri)),
  mkdir: (/** @type {any} */ options) => perform(options, ['uri'], () => ops.mkdir(options.uri, options.recursive === true)),
  rmdir: (/** @type {any} */ options) => perform(options, ['uri'], () => ops.rmdir(options.uri, options.recursive === true)),
};
