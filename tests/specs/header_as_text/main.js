import http from '@ohos.net.http';
http.createHttp().request('EXAMPLE_URL/cookies/set?sid=1', (err, data) => {
  const header = JSON.parse(data.header.toString());
});
