import http from '@ohos.net.http';
const d = await http.createHttp().request('EXAMPLE_URL');
JSON.parse(d.body);
