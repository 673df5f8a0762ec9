/** The http2 module of node: one session, a stream for each request. */
import { connect } from 'node:http2';
import { host } from './parameters.mjs';

const session = connect(host);
const headers = {
  'content-type': 'application/json',
  'user-agent': 'libcurl-agent/1.0',
  accept: '*/*',
  'accept-encoding': 'deflate, gzip, br',
};

export function getJson(url, done) {
  const stream = session.request({ ...headers, ':path': url.slice(host.length) });
  let type;
  let text = '';
  stream.setEncoding('utf8');
  stream.on('response', (received) => { type = received['content-type']; });
  stream.on('data', (chunk) => { text += chunk; });
  stream.on('end', () => done(undefined, type, JSON.parse(text)));
  stream.on('error', done);
  stream.end();
}

export const close = () => session.close();
