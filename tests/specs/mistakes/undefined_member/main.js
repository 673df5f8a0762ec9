const a = undefined;
console.log(a.b);
