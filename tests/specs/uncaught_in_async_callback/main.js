import http from '@ohos.net.http';

http.createHttp().request('EXAMPLE_URL', async (error, data) => {
  await null;
  throw new RangeError(`status ${data.responseCode}`);
});
