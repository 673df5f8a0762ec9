/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/file_fs';
import fs from 'ohosrun:bindings/file_fs/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'fs', fs, {
  createRandomAccessFile: 10, createRandomAccessFileSync: 10, copyDir: 10, copyDirSync: 10, moveDir: 10,
  moveDirSync: 10, dup: 10, dupSync: 10, readLines: 11, readLinesSync: 11, setxattr: 12, setxattrSync: 12,
  getxattr: 12, getxattrSync: 12, createWatcher: 10, copy: 11, lseek: 11, WhenceType: 11, utimes: 11,
  connectDfs: 12, createReadStream: 12, createWriteStream: 12, disconnectDfs: 12,
});
