import http from '@ohos.net.http';

async function ask(url) {
  const { result } = await http.createHttp().request(url);
  return result;
}

ask('ftp://127.0.0.1/');
