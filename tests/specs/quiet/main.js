httpRequest.request('EXAMPLE_URL', (error, data) => console.log(data.responseCode));
console.warn('from the program');
