import http from '@ohos.net.http';
const r = http.createHttp();
r.destroy();
r.request('EXAMPLE_URL', (err) => console.log(err.code));
