const response = await fetch('EXAMPLE_URL');
console.log(await response.text());
