/** The http and https modules of node with an agent that keeps connections alive. */
import http from 'node:http';
import https from 'node:https';

const secure = new https.Agent({ keepAlive: true });
const plain = new http.Agent({ keepAlive: true });
const headers = {
  'content-type': 'application/json',
  'user-agent': 'libcurl-agent/1.0',
  accept: '*/*',
  'accept-encoding': 'deflate, gzip, br',
};

export function getJson(url, done) {
  const isSecure = url.startsWith('https:');
  const { get } = isSecure ? https : http;
  get(url, { agent: isSecure ? secure : plain, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk) => { text += chunk; });
    response.on('end', () => done(undefined, response.headers['content-type'], JSON.parse(text)));
  }).on('error', done);
}
