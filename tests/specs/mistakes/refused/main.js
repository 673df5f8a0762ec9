import http from '@ohos.net.http';
await http.createHttp().request('MY_URL/');
