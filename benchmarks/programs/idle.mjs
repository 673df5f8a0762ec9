/** Waits for a timer. */
setTimeout(() => {}, 3600_000);
console.log('ready');
