new URL('http://a.test/');
