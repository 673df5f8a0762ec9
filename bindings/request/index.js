/** @ohos.request: files from the net and to it. */
import { host, ops } from 'ohosrun:bridge/request';
import { answer } from 'ohosrun:kit/calls.js';
import { isArray, isObject } from 'ohosrun:kit/intrinsics.js';
import { agent } from 'ohosrun:bindings/request/agent.js';
import { DownloadTask } from 'ohosrun:bindings/request/download.js';
import { UploadTask } from 'ohosrun:bindings/request/upload.js';
import { cacheOf, checkInternet, parameterError, pathError, urlOf } from 'ohosrun:bindings/request/work.js';

const CONSTANTS = {
  EXCEPTION_PERMISSION: 201, EXCEPTION_PARAMCHECK: 401, EXCEPTION_UNSUPPORTED: 801, EXCEPTION_FILEIO: 13400001,
  EXCEPTION_FILEPATH: 13400002, EXCEPTION_SERVICE: 13400003, EXCEPTION_OTHERS: 13499999,
  NETWORK_MOBILE: 0x00000001, NETWORK_WIFI: 0x00010000,
  ERROR_CANNOT_RESUME: 0, ERROR_DEVICE_NOT_FOUND: 1, ERROR_FILE_ALREADY_EXISTS: 2, ERROR_FILE_ERROR: 3,
  ERROR_HTTP_DATA_ERROR: 4, ERROR_INSUFFICIENT_SPACE: 5, ERROR_TOO_MANY_REDIRECTS: 6, ERROR_UNHANDLED_HTTP_CODE: 7,
  ERROR_UNKNOWN: 8, ERROR_OFFLINE: 9, ERROR_UNSUPPORTED_NETWORK_TYPE: 10,
  PAUSED_QUEUED_FOR_WIFI: 0, PAUSED_WAITING_FOR_NETWORK: 1, PAUSED_WAITING_TO_RETRY: 2, PAUSED_BY_USER: 3,
  PAUSED_UNKNOWN: 4,
  SESSION_SUCCESSFUL: 0, SESSION_RUNNING: 1, SESSION_PENDING: 2, SESSION_PAUSED: 3, SESSION_FAILED: 4,
};

/** @param {any} context @param {any} config @param {unknown} [callback] */
function downloadFile(context, config, callback) {
  const folder = cacheOf(context);
  const url = urlOf(config);
  const { filePath } = config;
  if (filePath !== undefined && typeof filePath !== 'string') throw parameterError('the filePath is invalid');
  return answer(host, callback, '', () => {
    checkInternet();
    const path = ops.place(filePath || ops.nameOf(url), folder);
    if (ops.size(path) !== -1) throw pathError('the file exists already');
    return new DownloadTask(config, path);
  });
}

/** @param {any} context @param {any} config @param {unknown} [callback] */
function uploadFile(context, config, callback) {
  const folder = cacheOf(context);
  urlOf(config);
  const { files, data } = config;
  if (!isArray(files) || files.length === 0) throw parameterError('the files are invalid');
  if (data !== undefined && !isArray(data)) throw parameterError('the data is invalid');
  for (let i = 0; i < files.length; i++) {
    if (!isObject(files[i]) || typeof files[i].uri !== 'string') throw parameterError('the files are invalid');
  }
  return answer(host, callback, '', () => {
    checkInternet();
    /** @type {string[]} */
    const paths = [];
    for (let i = 0; i < files.length; i++) {
      paths[i] = ops.place(files[i].uri, folder);
      if (ops.size(paths[i]) < 0) throw pathError('the file cannot be read');
    }
    return new UploadTask(config, paths);
  });
}

// Of pages in JavaScript: the same, without a context.
const download = (/** @type {any} */ config, /** @type {unknown} */ callback) => (
  downloadFile({ cacheDir: ops.cache() }, config, callback)
);
const upload = (/** @type {any} */ config, /** @type {unknown} */ callback) => (
  uploadFile({ cacheDir: ops.cache() }, config, callback)
);

export default { ...CONSTANTS, downloadFile, uploadFile, download, upload, agent };
