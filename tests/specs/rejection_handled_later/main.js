const late = Promise.reject(new Error('late'));
Promise.resolve()
  .then(() => {})
  .then(() => late.catch((error) => console.log('handled in the same turn:', error.message)));

setTimeout(() => {
  const second = Promise.reject(new Error('second'));
  queueMicrotask(() => second.catch((error) => console.log('handled in the same turn:', error.message)));
});
