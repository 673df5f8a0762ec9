/** Streams and random access: files that know where they stand. */
import { ops } from 'ohosrun:bridge/file_fs';
import { define, invalid, value } from 'ohosrun:bindings/file_fs/calls.js';
import { read, write } from 'ohosrun:bindings/file_fs/data.js';

/** What fopen() takes -> open modes of this module. @type {Record<string, number>} */
const MODES = {
  r: 0, 'r+': 2, w: 0o1101, 'w+': 0o1102, a: 0o2101, 'a+': 0o2102,
};

/** @param {string} mode */
export function modeOf(mode) {
  const flags = MODES[mode];
  if (flags === undefined) throw invalid();
  return flags;
}

export class Stream {
  /** @param {number} fd */
  constructor(fd) {
    define(this, {
      close: [[], () => { value(ops.close(fd)); }],
      flush: [[], () => { value(ops.lseek(fd, 0, 1)); }],
      read: [['buffer', 'options?'], (buffer, options) => read(fd, buffer, options)],
      write: [['data', 'options?'], (data, options) => write(fd, data, options)],
    });
  }
}

export class RandomAccessFile {
  #start = 0;

  /** @param {number} fd @param {number} start @param {number} end */
  constructor(fd, start, end) {
    this.fd = fd;
    this.filePointer = 0;
    this.#start = start;
    /** @param {any} options */
    const at = (options) => ({ ...options, offset: (options?.offset ?? this.filePointer) + this.#start });
    define(this, {
      read: [['buffer', 'options?'], (buffer, options) => {
        const from = at(options);
        const room = end < 0 ? buffer.byteLength : end - from.offset;
        const length = from.length ?? buffer.byteLength;
        const count = read(fd, buffer, { ...from, length: length < room ? length : room < 0 ? 0 : room });
        this.filePointer = from.offset - this.#start + count;
        return count;
      }],
      write: [['data', 'options?'], (data, options) => {
        const from = at(options);
        const count = write(fd, data, from);
        this.filePointer = from.offset - this.#start + count;
        return count;
      }],
    });
  }

  /** @param {number} filePointer */
  setFilePointer(filePointer) {
    if (typeof filePointer !== 'number' || filePointer < 0) throw invalid();
    this.filePointer = filePointer;
  }

  close() {
    value(ops.close(this.fd));
  }
}

/** The lines of a file, each with its line end. */
export class ReaderIterator {
  #text;
  #at = 0;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  next() {
    const text = this.#text;
    let line = '';
    while (this.#at < text.length && line[line.length - 1] !== '\n') {
      line += text[this.#at];
      this.#at++;
    }
    return { done: line === '', value: line };
  }
}
