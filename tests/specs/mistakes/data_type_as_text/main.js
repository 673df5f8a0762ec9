import http from '@ohos.net.http';
await http.createHttp().request('EXAMPLE_URL', { expectDataType: 'STRING' });
