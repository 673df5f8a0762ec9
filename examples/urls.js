// Taking a URL apart and putting one together with @kit.ArkTS; the names of browsers are not global on a device.
//   ohosrun examples/urls.js
import { url } from '@kit.ArkTS';

const page = url.URL.parseURL('https://user@example.com:8443/a/../list?page=2&tag=new#top');
console.log('host:', page.hostname, 'port:', page.port, 'path:', page.pathname);

page.params.append('q', 'tea & milk');
console.log('page:', page.params.get('page'), 'search:', page.search);

const form = new url.URLParams({ name: 'Li Lei', city: 'Beijing' });
console.log('form:', form.toString());

console.log('next:', url.URL.parseURL('item/7', page).href);

try {
  url.URL.parseURL('example.com');
} catch (error) {
  console.log(error.code, error.message);
}
