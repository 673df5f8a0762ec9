/** What came after API 9, with the version that brought it: the declarations' `@since`. Tables. */

/** @typedef {Record<string, number>} Since member -> first API version */

/** Of the module. @type {Since} */
export const MEMBERS = {
  createRandomAccessFile: 10, createRandomAccessFileSync: 10, copyDir: 10, copyDirSync: 10, moveDir: 10,
  moveDirSync: 10, dup: 10, readLines: 11, readLinesSync: 11, setxattr: 12, setxattrSync: 12, getxattr: 12,
  getxattrSync: 12, dupSync: 10, createWatcher: 10, copy: 11, lseek: 11, WhenceType: 11, utimes: 11, connectDfs: 12,
  disconnectDfs: 12,
};
