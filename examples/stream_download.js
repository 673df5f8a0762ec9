// A large body piece by piece, with progress: nothing of it is kept, so it may have any size.
import http from '@ohos.net.http';

const httpRequest = http.createHttp();
let received = 0;
let last = { receiveSize: 0, totalSize: 0 };
httpRequest.on('dataReceive', (piece) => { received += piece.byteLength; });
httpRequest.on('dataReceiveProgress', (progress) => { last = progress; });
httpRequest.on('dataEnd', () => console.log('bytes:', received)); // bytes: 1000000

const code = await httpRequest.requestInStream('EXAMPLE_URL/bytes/1000000');
console.log('code:', code); // code: 200
console.log(`progress: ${last.receiveSize} of ${last.totalSize}`); // progress: 1000000 of 1000000
httpRequest.destroy();
