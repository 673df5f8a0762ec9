import http from '@ohos.net.http';
const extraData = 'x'.repeat(70000);
const d = await http.createHttp().request('EXAMPLE_URL', { method: 'POST', extraData, expectDataType: 1 });
console.log(typeof d.result);
