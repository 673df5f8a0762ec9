// What goes wrong arrives as a plain object with a code and a message.
import http from '@ohos.net.http';

function show(what) {
  return (err) => console.info(what + ': ' + JSON.stringify(err));
}

// Nobody listens on this port.
http.createHttp().request('http://127.0.0.1:1/', show('refused'));

await new Promise((resolve) => setTimeout(resolve, 100));

// The server takes longer than readTimeout allows.
try {
  await http.createHttp().request('EXAMPLE_URL/delay/2', { readTimeout: 100 });
} catch (err) {
  show('slow')(err);
}

// The first argument has to be a string.
http.createHttp().request(42).catch(show('not a url'));
