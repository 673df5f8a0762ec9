console.log('before');
const name = ['./plug', 'in.js'].join('');
import(name).then(({ default: plugin }) => console.log(plugin));
console.log('after');
try {
  await import('./broken.js');
} catch (error) {
  console.log(`${error}`);
}
