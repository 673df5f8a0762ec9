import http from '@ohos.net.http';
await http.createHttp().request('http://a b/');
