// One request after the other, with await at the top level.
import http from '@ohos.net.http';

async function get(path) {
  const data = await http.createHttp().request('EXAMPLE_URL' + path, {
    expectDataType: http.HttpDataType.OBJECT
  });
  return data.result;
}

const first = await get('/one?n=1');
const second = await get('/two?n=' + (Number(first.args.n) + 1));
console.info('n went from ' + first.args.n + ' to ' + second.args.n);
