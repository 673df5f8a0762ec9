import http from '@ohos.net.http';
await http.createHttp().request('http://localhost:1/').catch(() => {});
