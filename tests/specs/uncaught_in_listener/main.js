import http from '@ohos.net.http';

function onHeaders(header) {
  throw new Error('in a listener');
}

const request = http.createHttp();
request.on('headersReceive', onHeaders);
request.request('EXAMPLE_URL', () => console.log('never'));
