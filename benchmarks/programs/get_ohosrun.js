import http from '@ohos.net.http';

let httpRequest = http.createHttp();
httpRequest.request('EXAMPLE_URL', (err, data) => {
  if (err) throw err;
  console.log(data.result);
  httpRequest.destroy();
});
