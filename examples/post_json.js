// Posts JSON and prints what the server made of it.
import http from '@ohos.net.http';

let httpRequest = http.createHttp();
httpRequest.request(
  'EXAMPLE_URL/post',
  {
    method: http.RequestMethod.POST,
    header: { 'Content-Type': 'application/json' },
    extraData: { name: 'HarmonyOS', year: 2023 }
  },
  (err, data) => {
    if (!err) {
      console.info('code: ' + data.responseCode);
      console.info('the server received: ' + JSON.stringify(JSON.parse(data.result).json));
    } else {
      console.error('error: ' + JSON.stringify(err));
    }
    httpRequest.destroy();
  }
);
