export default 'from a file';
