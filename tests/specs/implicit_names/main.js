// A fragment of a page: neither http nor httpRequest is declared here.
console.log(http.RequestMethod.POST);
httpRequest.request('EXAMPLE_URL/anything', (err, data) => {
  console.log(data.responseCode);
  httpRequest.destroy();
});
