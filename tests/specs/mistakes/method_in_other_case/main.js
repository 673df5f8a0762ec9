import http from '@ohos.net.http';
http.createHttp().Request('EXAMPLE_URL');
