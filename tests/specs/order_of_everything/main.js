import http from '@ohos.net.http';

console.log('program starts');
setTimeout(() => {
  console.log('timer 1');
  queueMicrotask(() => console.log('microtask of timer 1'));
});
setTimeout(() => console.log('timer 2'));

const request = http.createHttp();
request.on('headersReceive', () => {
  console.log('headers');
  Promise.resolve().then(() => console.log('microtask of headers'));
});
request.request('EXAMPLE_URL', (error, data) => {
  console.log('callback', data.responseCode);
  setTimeout(() => console.log('timer of callback'));
  queueMicrotask(() => console.log('microtask of callback'));
  request.destroy();
});

Promise.resolve().then(() => console.log('microtask 1')).then(() => console.log('microtask 4'));
queueMicrotask(() => console.log('microtask 2'));
console.log('program waits');
await null;
console.log('microtask 3: the program goes on');
