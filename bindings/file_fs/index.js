/** @ohos.file.fs. A row a function: its parameters, and what it does; each has a synchronous and an asynchronous form. */
import { host, ops } from 'ohosrun:bridge/file_fs';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';
import { withMembersNotHere } from 'ohosrun:kit/errors.js';
import { define, invalid, judge, value, whole } from 'ohosrun:bindings/file_fs/calls.js';
import { read, write } from 'ohosrun:bindings/file_fs/data.js';
import { File, Stat } from 'ohosrun:bindings/file_fs/file.js';
import { filtered } from 'ohosrun:bindings/file_fs/listing.js';
import { modeOf, RandomAccessFile, ReaderIterator, Stream } from 'ohosrun:bindings/file_fs/streams.js';

const OpenMode = {
  READ_ONLY: 0, WRITE_ONLY: 1, READ_WRITE: 2, CREATE: 64, TRUNC: 512, APPEND: 1024, NONBLOCK: 2048, DIR: 65536,
  NOFOLLOW: 131072, SYNC: 1052672,
};
const AccessModeType = { EXIST: 0, WRITE: 2, READ: 4, READ_WRITE: 6 };
const AccessFlagType = { LOCAL: 0 };
const WhenceType = { SEEK_SET: 0, SEEK_CUR: 1, SEEK_END: 2 };
const LocationType = { LOCAL: 1, CLOUD: 2 };

/** @param {any[]} outcome of an op that gives no value */
const nothing = (outcome) => { value(outcome); };

/** @param {string} path @param {number} [mode] */
function open(path, mode = 0) {
  if (mode < 0 || (mode & 3) === 3) throw invalid();
  const [fd, real] = value(ops.open(path, mode));
  return new File(fd, real);
}

/** @param {string} path @param {any} options */
function readText(path, options) {
  const offset = whole(options?.offset, 0);
  const length = whole(options?.length, -1);
  if (offset < 0 || (options?.length !== undefined && length < 0)) throw invalid();
  if (options?.encoding !== undefined && options.encoding !== 'utf-8') throw invalid();
  return value(ops.readText(path, offset, length));
}

/** @param {string} path @param {any} options */
function listFile(path, options) {
  const recursive = options?.recursion ?? false;
  if (typeof recursive !== 'boolean') throw invalid();
  return filtered(value(ops.list(path, recursive)), options);
}

/** @param {string} path @param {string} mode */
function createStream(path, mode) {
  const [fd] = value(ops.open(path, modeOf(mode)));
  return new Stream(fd);
}

/** @param {string | File} file @param {number} [mode] @param {any} [options] */
function createRandomAccessFile(file, mode = 0, options = undefined) {
  const start = whole(options?.start, 0);
  const end = whole(options?.end, -1);
  if (typeof file === 'string') return new RandomAccessFile(open(file, mode).fd, start, end);
  return new RandomAccessFile(file.fd, start, end);
}

/** @param {number} mode @param {number} last the highest mode there is */
function checked(mode, last) {
  if (mode !== undefined && (mode < 0 || mode > last || mode % 1 !== 0)) throw invalid();
  return mode ?? 0;
}

/** @param {number | File} file */
const close = (file) => nothing(ops.close(typeof file === 'number' ? file : file.fd));

/** @type {Record<string, [string[], (...args: any[]) => unknown]>} */
const FUNCTIONS = {
  access: [['path', 'number?', 'number?'], (path, mode = 0) => value(ops.access(path, mode))],
  close: [['open'], close],
  copyDir: [['path', 'path', 'number?'], (from, to, mode) => nothing(ops.copyDir(from, to, checked(mode, 1)))],
  copyFile: [['file', 'file', 'number?'], (from, to, mode) => {
    checked(mode, 0);
    nothing(ops.copyFile(from, to));
  }],
  createRandomAccessFile: [['openable', 'number?', 'options?'], createRandomAccessFile],
  createStream: [['path', 'path'], createStream],
  dup: [['fd'], (fd) => {
    const [copy, path] = value(ops.dup(fd));
    return new File(copy, path);
  }],
  fdatasync: [['fd'], (fd) => nothing(ops.fsync(fd))],
  fdopenStream: [['fd', 'path'], (fd, mode) => {
    modeOf(mode);
    value(ops.lseek(fd, 0, WhenceType.SEEK_CUR));
    return new Stream(fd);
  }],
  fsync: [['fd'], (fd) => nothing(ops.fsync(fd))],
  listFile: [['path', 'options?'], listFile],
  lstat: [['path'], (path) => new Stat(value(ops.lstat(path)))],
  mkdir: [['path', 'boolean?'], (path, recursive = false) => nothing(ops.mkdir(path, recursive))],
  mkdtemp: [['path'], (prefix) => value(ops.mkdtemp(prefix))],
  moveDir: [['path', 'path', 'number?'], (from, to, mode) => nothing(ops.moveDir(from, to, checked(mode, 3)))],
  moveFile: [['path', 'path', 'number?'], (from, to, mode) => nothing(ops.moveFile(from, to, checked(mode, 1)))],
  open: [['path', 'number?'], open],
  read: [['fd', 'buffer', 'options?'], read],
  readLines: [['path', 'options?'], (path) => new ReaderIterator(value(ops.readText(path, 0, -1)))],
  readText: [['path', 'options?'], readText],
  rename: [['path', 'path'], (from, to) => nothing(ops.rename(from, to))],
  rmdir: [['path'], (path) => nothing(ops.rmdir(path))],
  stat: [['file'], (file) => new Stat(value(ops.stat(file)))],
  symlink: [['path', 'path'], (target, path) => nothing(ops.symlink(target, path))],
  truncate: [['file', 'number?'], (file, length) => nothing(ops.truncate(file, whole(length, 0)))],
  unlink: [['path'], (path) => nothing(ops.unlink(path))],
  write: [['fd', 'data', 'options?'], write],
};
// There only in the synchronous form, under the plain name.
const SYNC_ONLY = {
  /** @param {number} fd @param {number} offset @param {number} [whence] */
  lseek(fd, offset, whence) {
    judge([fd, offset, whence], ['fd', 'number', 'number?']);
    if (whence !== undefined && whence !== 0 && whence !== 1 && whence !== 2) throw invalid();
    return value(ops.lseek(fd, whole(offset, 0), whence ?? WhenceType.SEEK_SET));
  },
  /** @param {string} path @param {number} modified in ms since 1970 */
  utimes(path, modified) {
    judge([path, modified], ['path', 'number']);
    nothing(ops.utimes(path, modified));
  },
};

/** @type {any} */
const fs = { OpenMode, AccessModeType, AccessFlagType, WhenceType, LocationType, ...SYNC_ONLY };
define(fs, FUNCTIONS);

/**
 * Copies a file or a folder. @param {any[]} args source and target as URIs, options, callback
 */
fs.copy = (...args) => {
  judge(args, ['path', 'path']);
  return answer(host, callbackOf(args), '', () => {
    const [from, to] = args;
    const copied = new Stat(value(ops.stat(from)));
    if (copied.isDirectory()) fs.copyDirSync(from, to, 1);
    else fs.copyFileSync(from, to);
    const listener = args[2]?.progressListener;
    if (typeof listener === 'function') listener({ processedSize: copied.size, totalSize: copied.size });
  });
};

export default withMembersNotHere(fs, '@ohos.file.fs', [
  'createWatcher', 'createReadStream', 'createWriteStream', 'AtomicFile', 'TaskSignal', 'listFileExt', 'connectDfs',
  'disconnectDfs', 'setxattr', 'setxattrSync', 'getxattr', 'getxattrSync',
]);
