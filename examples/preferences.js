// Preferences: values by key, kept in a file; listeners hear of a change once it is flushed.
import preferences from '@ohos.data.preferences';

const store = await preferences.getPreferences(getContext(), 'settings');
await store.clear();
store.on('change', (key) => console.log('changed:', key)); // changed: theme

await store.put('theme', 'dark');
await store.flush();
console.log('theme:', await store.get('theme', 'light')); // theme: dark
console.log('size:', store.getSync('size', 12)); // size: 12
