// Run it: ohosrun main.js        Again at each save: ohosrun --watch main.js
import http from '@ohos.net.http';

const httpRequest = http.createHttp();
const options = {
  method: http.RequestMethod.POST,
  header: { 'Content-Type': 'application/json' },
  extraData: { hello: 'world' },
};

// EXAMPLE_URL is a small server that starts by itself; ohosrun.toml can put another in its place.
httpRequest.request('EXAMPLE_URL', options, (err, data) => {
  if (err) {
    console.error(`failed with ${err.code}: ${err.message}`);
  } else {
    console.info('code:', data.responseCode);
    console.info('result:', data.result);
  }
  httpRequest.destroy();
});
