// A download into the app's cache folder, with progress.
import request from '@ohos.request';
import fs from '@ohos.file.fs';

const context = getContext();
const filePath = `${context.cacheDir}/data.bin`;
if (fs.accessSync(filePath)) fs.unlinkSync(filePath);

const task = await request.downloadFile(context, { url: 'EXAMPLE_URL/bytes/100000', filePath });
let received = 0;
task.on('progress', (size) => { received = size; });
task.on('complete', () => {
  console.log('received:', received, 'on disk:', fs.statSync(filePath).size); // received: 100000 on disk: 100000
});
task.on('fail', (error) => console.error('failed:', error));
