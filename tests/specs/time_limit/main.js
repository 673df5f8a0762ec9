console.log('counting');
for (let i = 0; ; i++);
