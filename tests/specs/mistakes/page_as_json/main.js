import http from '@ohos.net.http';
const d = await http.createHttp().request('EXAMPLE_URL/html');
JSON.parse(d.result);
