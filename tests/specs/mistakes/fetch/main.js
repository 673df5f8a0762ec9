fetch('EXAMPLE_URL');
