// The shortest form: a url and a callback.
import http from '@ohos.net.http';

let httpRequest = http.createHttp();
httpRequest.request('EXAMPLE_URL/html', (err, data) => {
  if (err) {
    console.error('error: ' + JSON.stringify(err));
    return;
  }
  console.info('code: ' + data.responseCode);
  console.info('type: ' + data.header['content-type']);
  console.info('a string: ' + (typeof data.result === 'string'));
});
