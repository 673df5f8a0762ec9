/** Files, by the service of the system. */
import request from '@ohos.request';
import { AxiosError } from './errors';

export async function upload(config) {
  const files = [];
  const data = [];
  for (const { name, value, isFile } of config.data.entries) {
    if (isFile) files.push({ filename: value.split('/').pop(), name, uri: value, type: value.split('.').pop() });
    else data.push({ name, value });
  }
  const task = await request.uploadFile(config.context, { url: config.url, header: config.headers, method: 'POST', files, data });
  return new Promise((resolve, reject) => {
    let headers = {};
    task.on('progress', (loaded, total) => config.onUploadProgress?.({ loaded, total }));
    task.on('headerReceive', (received) => { headers = received; });
    task.on('complete', (states) => resolve({ data: states[0].message, status: 200, headers, config }));
    task.on('fail', (states) => reject(new AxiosError(states[0].message, 'ERR_NETWORK', config)));
  });
}

export async function download(config) {
  const task = await request.downloadFile(config.context, { url: config.url, header: config.headers, filePath: config.filePath });
  return new Promise((resolve, reject) => {
    task.on('progress', (loaded, total) => config.onDownloadProgress?.({ loaded, total }));
    task.on('complete', () => resolve({ data: 'download success!', status: 200, headers: {}, config }));
    task.on('fail', (error) => reject(new AxiosError(`download failed: ${error}`, 'ERR_NETWORK', config)));
  });
}
