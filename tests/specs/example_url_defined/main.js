import http from '@ohos.net.http';

for (const url of ['EXAMPLE_URL', 'EXAMPLE_URL/a', 'SERVER?b']) {
  await http.createHttp().request(url).catch(({ code }) => console.log(code));
}
