import http from '@ohos.net.http';
const d = await http.createHttp().request('EXAMPLE_URL/response-headers?Set-Cookie=a%3D1');
d.header['set-cookie'].split(';');
