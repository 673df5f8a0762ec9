const options = {
  method: 'POST'
  header: {},
};
console.log(options.method);
