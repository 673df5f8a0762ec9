
httpRequest.request('EXAMPLE_URL');
