// The network of this machine, and names.
import { connection } from '@kit.NetworkKit';

const net = connection.getDefaultNetSync();
console.log('a number:', typeof net.netId === 'number'); // a number: true
const addresses = await connection.getAddressesByName('127.0.0.1');
console.log(JSON.stringify(addresses)); // [{"address":"127.0.0.1","family":1,"port":0}]
