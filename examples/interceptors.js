// Interceptors: one puts a token on every request, one sees each redirect, one hears of the end.
import http from '@ohos.net.http';

const chain = new http.HttpInterceptorChain();
chain.addChain([
  {
    interceptorType: http.InterceptorType.INITIAL_REQUEST,
    async interceptorHandle(request) {
      request.header['x-token'] = 'secret';
      return true; // Go on.
    },
  },
  {
    interceptorType: http.InterceptorType.REDIRECTION,
    async interceptorHandle(request, response) {
      console.log('redirect:', response.responseCode); // redirect: 302
      return true;
    },
  },
  {
    interceptorType: http.InterceptorType.FINAL_RESPONSE,
    async interceptorHandle(request, response) {
      console.log('final:', response.responseCode); // final: 200
      return true;
    },
  },
]);

const httpRequest = http.createHttp();
chain.apply(httpRequest);
const { result } = await httpRequest.request('EXAMPLE_URL/redirect/1', { expectDataType: http.HttpDataType.OBJECT });
const sent = Object.entries(result.headers).find(([name]) => name.toLowerCase() === 'x-token');
console.log('sent:', sent[1]); // sent: secret
