// 200 000 rejections that are handled; prints how many milliseconds they took.
const started = Date.now();
for (let i = 0; i < 200000; i++) Promise.reject(i).catch(() => {});
setTimeout(() => console.log(Date.now() - started));
