function tick() {
  undeclared++;
}

setInterval(tick, 1);
setTimeout(() => console.log('never'), 10000);
