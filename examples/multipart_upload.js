// A form with a field and a file, which is read while it is sent.
import http from '@ohos.net.http';
import fs from '@ohos.file.fs';

const filePath = `${getContext().cacheDir}/note.txt`;
const file = fs.openSync(filePath, fs.OpenMode.CREATE | fs.OpenMode.READ_WRITE | fs.OpenMode.TRUNC);
fs.writeSync(file.fd, 'from a file');
fs.closeSync(file);

const httpRequest = http.createHttp();
httpRequest.on('dataSendProgress', ({ sendSize, totalSize }) => {
  if (sendSize === totalSize) console.log('all of it is sent'); // all of it is sent
});
const data = await httpRequest.request('EXAMPLE_URL/post', {
  method: http.RequestMethod.POST,
  // Exactly this: with anything behind it multiFormDataList is ignored.
  header: { 'Content-Type': 'multipart/form-data' },
  multiFormDataList: [
    { name: 'title', contentType: 'text/plain', data: 'a note' },
    { name: 'attachment', contentType: 'text/plain', filePath, remoteFileName: 'note.txt' },
  ],
  expectDataType: http.HttpDataType.OBJECT,
});
// form-data; name="title"
// form-data; name="attachment"; filename="note.txt"
for (const part of data.result.data.split('Content-Disposition: ').slice(1)) console.log(part.split('\r\n')[0]);
