import './Utils.js';
