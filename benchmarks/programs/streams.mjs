/** A large body in pieces: `what` is down, by requestInStream, or up, as a form with a file that is read while it is sent. */
import http from '@ohos.net.http';
import { check, measure } from './measure.mjs';
import { pause, samples, size, url, what } from './parameters.mjs';

async function down() {
  const request = http.createHttp();
  let received = 0;
  request.on('dataReceive', (piece) => { received += piece.byteLength; });
  check(await request.requestInStream(url) === 200, 'code');
  check(received === size, 'size');
  request.destroy();
}

async function up() {
  const request = http.createHttp();
  const { responseCode } = await request.request(url, {
    method: http.RequestMethod.POST,
    header: { 'content-type': 'multipart/form-data' },
    multiFormDataList: [{ name: 'file', contentType: 'application/octet-stream', filePath: 'large.bin' }],
  });
  check(responseCode === 200, 'code');
  request.destroy();
}

// So that all is loaded that one needs.
const warmUp = () => (pause > 0 ? http.createHttp().requestInStream(url.replace(/\/\w+\/?\d*$/, '/json')) : work());
const work = what === 'down' ? down : up;

if (pause > 0) {
  await warmUp();
  console.log('before');
  await new Promise((resolve) => { setTimeout(resolve, pause); });
  await work();
  console.log('after');
  await new Promise((resolve) => { setTimeout(resolve, pause); });
} else {
  await measure(samples, warmUp, work);
}
