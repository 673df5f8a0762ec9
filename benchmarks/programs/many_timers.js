// 200 000 timers; prints how many milliseconds they took.
const started = Date.now();
let left = 200000;
for (let i = 0; i < 200000; i++) setTimeout(() => { if (--left === 0) console.log(Date.now() - started); }, i % 10);
