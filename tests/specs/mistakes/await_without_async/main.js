function load() {
  const d = await http.createHttp().request('EXAMPLE_URL');
}
