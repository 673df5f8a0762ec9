// Binary data arrives as an ArrayBuffer.
import http from '@ohos.net.http';

let httpRequest = http.createHttp();
httpRequest.request('EXAMPLE_URL/image/png', (err, data) => {
  if (err) {
    console.error('error: ' + JSON.stringify(err));
    return;
  }
  let bytes = new Uint8Array(data.result);
  let signature = String.fromCharCode(...bytes.slice(1, 4));
  console.info('an ArrayBuffer: ' + (data.result instanceof ArrayBuffer));
  console.info('resultType: ' + data.resultType);
  console.info('signature: ' + signature);
});
