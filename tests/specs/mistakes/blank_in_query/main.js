import http from '@ohos.net.http';
http.createHttp().request('EXAMPLE_URL', { extraData: 'q=two words' }, (err) => console.log(err.code));
