// Many requests at once, each with an HttpRequest of its own.
import http from '@ohos.net.http';

const count = 100;
const requests = [];
for (let i = 0; i < count; i++) {
  requests.push(http.createHttp().request('EXAMPLE_URL/item?id=' + i, {
    expectDataType: http.HttpDataType.OBJECT
  }));
}
const answers = await Promise.all(requests);
const sum = answers.reduce((total, data) => total + Number(data.result.args.id), 0);
console.info(answers.length + ' answers, the ids add up to ' + sum);
