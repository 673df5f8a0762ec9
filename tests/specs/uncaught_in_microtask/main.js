queueMicrotask(() => console.log('first'));
queueMicrotask(() => {
  throw 'a string';
});
queueMicrotask(() => console.log('never'));
