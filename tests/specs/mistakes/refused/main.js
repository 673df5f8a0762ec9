import http from '@ohos.net.http';
await http.createHttp().request('http://127.0.0.1:1/');
