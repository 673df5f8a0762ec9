export default 'plugged in';
