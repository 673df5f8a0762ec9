// A server that wants to know who calls: the client's certificate and its key are in client.pem.
//
//   ohosrun --cacert ca.pem --map https://bank.example.test=https://127.0.0.1:8443 examples/client_certificate.js
import http from '@ohos.net.http';

const url = 'https://bank.example.test/account';
try {
  await http.createHttp().request(url);
} catch (error) {
  console.log('without: refused'); // without: refused
}
const data = await http.createHttp().request(url, {
  clientCert: { certPath: 'client.pem', certType: http.CertType.PEM, keyPath: 'client.pem' },
});
console.log('with:', data.responseCode, data.connectionExtraInfo.tlsVersion === http.TlsVersion.TLS_V_1_3); // with: 200 true
