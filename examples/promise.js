// Without a callback request() returns a promise.
import http from '@ohos.net.http';

let promise = http.createHttp().request('EXAMPLE_URL/status/418');
promise.then((data) => {
  // An HTTP error is a response like any other.
  console.info('code: ' + data.responseCode);
}).catch((err) => {
  console.error('error: ' + JSON.stringify(err));
});
