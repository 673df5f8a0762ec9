// JSON of @kit.ArkTS, which hides the language's own: numbers that a double cannot hold.
//   ohosrun examples/json_of_any_size.js
import { JSON } from '@kit.ArkTS';

const text = '{"name": "order", "id": 112233445566778899}';
console.log('without:', JSON.parse(text).id);

const order = JSON.parse(text, null, { bigIntMode: JSON.BigIntMode.PARSE_AS_BIGINT });
console.log('with:', `${order.id}`, typeof order.id);

const hadName = JSON.has(order, 'name');
JSON.remove(order, 'name');
console.log('has name:', hadName, 'then:', JSON.has(order, 'name'));

try {
  JSON.parse(JSON.stringify(order) + '}');
} catch (error) {
  console.log(error.code);
}
