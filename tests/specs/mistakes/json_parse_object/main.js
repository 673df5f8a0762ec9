import http from '@ohos.net.http';
const d = await http.createHttp().request('EXAMPLE_URL', { expectDataType: http.HttpDataType.OBJECT });
JSON.parse(d.result);
