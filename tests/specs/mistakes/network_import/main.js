import 'https://a.test/x.js';
