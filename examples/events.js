// Headers arrive before the body: here half a second of body follows them.
import http from '@ohos.net.http';

let httpRequest = http.createHttp();
let started = Date.now();
httpRequest.on('headersReceive', (header) => {
  console.info('headers: ' + header['content-type']);
  console.info('early: ' + (Date.now() - started < 400));
});
httpRequest.once('headerReceive', () => {
  console.info('heard once');
});
httpRequest.request('EXAMPLE_URL/drip?duration=0.5&numbytes=5&delay=0', (err, data) => {
  console.info('result of ' + (err ? 'error ' + err.code : data.result.byteLength + ' bytes'));
  console.info('late: ' + (Date.now() - started >= 400));
  httpRequest.off('headersReceive');
  httpRequest.destroy();
});
