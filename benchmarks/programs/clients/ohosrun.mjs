/** @ohos.net.http as its documentation has it: one HttpRequest for each request, destroyed when it is done. */
import http from '@ohos.net.http';
import { protocol } from './parameters.mjs';

const { ARRAY_BUFFER, OBJECT, STRING } = http.HttpDataType;
const usingProtocol = protocol === 2 ? http.HttpProtocol.HTTP2 : http.HttpProtocol.HTTP1_1;

export function getJson(url, done) {
  const httpRequest = http.createHttp();
  httpRequest.request(url, { usingProtocol, expectDataType: OBJECT }, (err, data) => {
    httpRequest.destroy();
    if (err) done(err);
    else done(undefined, data.header['content-type'], data.result);
  });
}

async function perform(url, options) {
  const httpRequest = http.createHttp();
  const response = await httpRequest.request(url, { maxLimit: 1e8, ...options });
  httpRequest.destroy();
  return response.result;
}

export const getText = (url) => perform(url, { expectDataType: STRING });
export const getBuffer = (url) => perform(url, { expectDataType: ARRAY_BUFFER });
export const post = (url, extraData) => perform(url, { method: http.RequestMethod.POST, extraData });
