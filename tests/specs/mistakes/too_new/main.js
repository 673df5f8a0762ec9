import http from '@ohos.net.http';
await http.createHttp().requestInStream('EXAMPLE_URL');
