import './utls.js';
