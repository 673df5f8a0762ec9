// Events within the app, and tasks that run later on copies of what they are given.
import emitter from '@ohos.events.emitter';
import taskpool from '@ohos.taskpool';

emitter.once({ eventId: 1 }, ({ data }) => console.log('event:', data.text)); // event: hello
emitter.emit({ eventId: 1 }, { data: { text: 'hello' } });

const numbers = [3, 1, 2];
const sorted = await taskpool.execute((list) => list.sort(), numbers);
console.log('sorted:', sorted.join(), 'given:', numbers.join()); // sorted: 1,2,3 given: 3,1,2
