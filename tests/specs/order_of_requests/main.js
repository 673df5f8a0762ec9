import http from '@ohos.net.http';

// Each answer is a macrotask of its own, whatever the server's order, with its reactions right behind it.
const get = (path) => http.createHttp().request('EXAMPLE_URL' + path);
get('/delay/0.2').then(() => console.log('late')).then(() => console.log('reaction of late'));
get('/status/204').then(() => console.log('early')).then(() => console.log('reaction of early'));
console.log('sent');
const { responseCode } = await get('/status/418');
console.log('awaited', responseCode);
