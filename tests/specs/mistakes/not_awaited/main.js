import http from '@ohos.net.http';
const d = http.createHttp().request('EXAMPLE_URL');
console.log(d.responseCode);
