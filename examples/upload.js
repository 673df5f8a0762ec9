// An ArrayBuffer is sent byte for byte.
import http from '@ohos.net.http';

let buffer = new ArrayBuffer(256);
let view = new Uint8Array(buffer);
for (let i = 0; i < view.length; i++) {
  view[i] = i;
}

let httpRequest = http.createHttp();
httpRequest.request(
  'EXAMPLE_URL/upload',
  {
    method: http.RequestMethod.PUT,
    header: { 'Content-Type': 'application/octet-stream' },
    extraData: buffer,
    expectDataType: http.HttpDataType.OBJECT
  },
  (err, data) => {
    if (err) {
      console.error('error: ' + JSON.stringify(err));
      return;
    }
    console.info(data.result.method + ' of ' + data.result.headers['Content-Length'] + ' bytes');
  }
);
