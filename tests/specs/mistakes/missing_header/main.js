import http from '@ohos.net.http';
const d = await http.createHttp().request('EXAMPLE_URL');
d.header.etag.split(',');
