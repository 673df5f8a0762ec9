// A url, options and a callback. extraData of a GET goes into the query.
import http from '@ohos.net.http';

let httpRequest = http.createHttp();
httpRequest.request(
  'EXAMPLE_URL/search?lang=en',
  {
    method: http.RequestMethod.GET,
    header: { Accept: 'application/json', 'X-Trace': 'demo' },
    extraData: { q: 'net http', page: '2' },
    expectDataType: http.HttpDataType.OBJECT,
    connectTimeout: 5000,
    readTimeout: 5000
  },
  (err, data) => {
    if (err) {
      console.error('error: ' + JSON.stringify(err));
      return;
    }
    console.info('resultType is OBJECT: ' + (data.resultType === http.HttpDataType.OBJECT));
    console.info('query: ' + JSON.stringify(data.result.args));
    console.info('X-Trace: ' + data.result.headers['X-Trace']);
  }
);
