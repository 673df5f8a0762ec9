import http from '@ohos.net.http';
const { header } = await http.createHttp().request('EXAMPLE_URL');
console.log(typeof header['Content-Type']);
