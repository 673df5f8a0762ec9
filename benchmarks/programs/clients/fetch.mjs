/** The fetch of node, which keeps connections alive by itself. */

const headers = {
  'content-type': 'application/json',
  'user-agent': 'libcurl-agent/1.0',
  accept: '*/*',
  'accept-encoding': 'deflate, gzip, br',
};

export async function getJson(url, done) {
  const response = await fetch(url, { headers });
  done(undefined, response.headers.get('content-type'), await response.json());
}

export const getText = async (url) => (await fetch(url, { headers })).text();
export const getBuffer = async (url) => (await fetch(url, { headers })).arrayBuffer();
export const post = async (url, body) => (await fetch(url, { method: 'POST', headers, body })).text();
