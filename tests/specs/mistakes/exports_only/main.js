export function load() {
  console.log('loaded');
}
