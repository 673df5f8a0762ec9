const counter = 1;
console.log(countr);
