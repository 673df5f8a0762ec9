import http from '@ohos.net.http';

const { result } = await http.createHttp().request('EXAMPLE_URL/get?a=1', { expectDataType: 0 });
const { method, args } = JSON.parse(result);
console.log(method, args);
await http.createHttp().request('EXAMPLE_URL');
