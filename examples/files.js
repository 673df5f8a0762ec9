// Files of the app: written, listed and read below the folders of its context.
import fs from '@ohos.file.fs';

const folder = `${getContext().filesDir}/notes`;
if (fs.accessSync(folder)) fs.rmdirSync(folder);
fs.mkdirSync(folder);

const file = fs.openSync(`${folder}/a.txt`, fs.OpenMode.READ_WRITE | fs.OpenMode.CREATE);
console.log('written:', fs.writeSync(file.fd, 'hello, files'), 'bytes'); // written: 12 bytes
fs.closeSync(file);

console.log('listed:', fs.listFileSync(folder).join()); // listed: a.txt
console.log('text:', await fs.readText(`${folder}/a.txt`)); // text: hello, files

try {
  fs.openSync(`${folder}/missing.txt`);
} catch (error) {
  console.log(error.code, error.message); // 13900002 No such file or directory
}
