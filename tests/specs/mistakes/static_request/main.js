import http from '@ohos.net.http';
http.request('EXAMPLE_URL', () => {});
