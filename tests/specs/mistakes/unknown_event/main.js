import http from '@ohos.net.http';
http.createHttp().on('headerReceived', () => {});
