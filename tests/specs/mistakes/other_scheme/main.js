import http from '@ohos.net.http';
await http.createHttp().request('ftp://127.0.0.1/');
