import http from '@ohos.net.http';

http.createHttp().request('EXAMPLE_URL', (error, data) => {
  console.log(data.responseCode);
  data.nothing.there();
});
setTimeout(() => console.log('never'), 10000);
