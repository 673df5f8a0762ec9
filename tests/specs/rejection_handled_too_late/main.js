const late = Promise.reject(new Error('late'));
setTimeout(() => late.catch(() => console.log('never')));
