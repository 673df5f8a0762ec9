/** An open file, what it is and where it is. */
import { host, ops } from 'ohosrun:bridge/file_fs';
import { answer } from 'ohosrun:kit/calls.js';
import { floor, NativeBigInt, NativeNumber, slice } from 'ohosrun:kit/intrinsics.js';
import { invalid, value } from 'ohosrun:bindings/file_fs/calls.js';

/** The last part of a path. @param {string} path */
export function nameOf(path) {
  let name = '';
  for (let i = path.length - 1; i >= 0 && path[i] !== '/'; i--) name = path[i] + name;
  return name;
}

export class File {
  #path;

  /** @param {number} fd @param {string} path */
  constructor(fd, path) {
    this.fd = fd;
    this.path = path;
    this.name = nameOf(path);
    this.#path = path;
  }

  /** @returns {string} the folder it is in */
  getParent() {
    const end = this.#path.length - nameOf(this.#path).length - 1;
    return slice(this.#path, 0, end < 0 ? 0 : end);
  }

  /** @param {any[]} args exclusive, callback */
  lock(...args) {
    const exclusive = typeof args[0] === 'function' ? undefined : args[0];
    if (exclusive !== undefined && typeof exclusive !== 'boolean') throw invalid();
    const callback = typeof args[0] === 'function' ? args[0] : args[1];
    return answer(host, callback, '', () => value(ops.lock(this.fd, exclusive === true, true)) ?? undefined);
  }

  /** @param {boolean} [exclusive] */
  tryLock(exclusive) {
    if (exclusive !== undefined && typeof exclusive !== 'boolean') throw invalid();
    value(ops.lock(this.fd, exclusive === true, true));
  }

  unlock() {
    value(ops.lock(this.fd, false, false));
  }
}

// Of a mode: what kind of file it is.
const KIND = 0o170000;
const SECOND = 1e9;

export class Stat {
  /** @param {any[]} fields ino, mode, uid, gid, size, and the times in ns */
  constructor(fields) {
    const [ino, mode, uid, gid, size, atime, mtime, ctime] = fields;
    this.ino = NativeBigInt(ino);
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.size = size;
    this.atime = floor(NativeNumber(atime) / SECOND);
    this.mtime = floor(NativeNumber(mtime) / SECOND);
    this.ctime = floor(NativeNumber(ctime) / SECOND);
    this.atimeNs = NativeBigInt(atime);
    this.mtimeNs = NativeBigInt(mtime);
    this.ctimeNs = NativeBigInt(ctime);
    this.location = 1;
  }

  isBlockDevice() { return (this.mode & KIND) === 0o060000; }
  isCharacterDevice() { return (this.mode & KIND) === 0o020000; }
  isDirectory() { return (this.mode & KIND) === 0o040000; }
  isFIFO() { return (this.mode & KIND) === 0o010000; }
  isFile() { return (this.mode & KIND) === 0o100000; }
  isSocket() { return (this.mode & KIND) === 0o140000; }
  isSymbolicLink() { return (this.mode & KIND) === 0o120000; }
}
