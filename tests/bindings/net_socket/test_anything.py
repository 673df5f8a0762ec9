"""Any values for any method of @ohos.net.socket and @ohos.net.webSocket: an error at most, and never one of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bindings.snippets import run_program

PROGRAM = """
import { socket, webSocket } from '@kit.NetworkKit';
let seed = SEED;
const random = (n) => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return (seed >>> 9) % n; };
const here = { address: '127.0.0.1', port: 1 };
const path = { address: 'PATH' };
const VALUES = [
  undefined, null, 0, -1, NaN, Infinity, 2 ** 40, '', 'message', '\\ud800', 'a\\0b', true, [], {}, () => {},
  Symbol('s'), 10n, new ArrayBuffer(0), new ArrayBuffer(3), new Uint8Array(2), here, path,
  { address: '127.0.0.1', port: NaN, family: 'x' },
  { address: here }, { address: path }, { data: 'x' }, { data: new ArrayBuffer(2), address: here }, 'ws://127.0.0.1:1/',
  { address: here, secureOptions: { ca: 1, cert: 2, key: 3, get protocols() { throw new Error('mine'); } } },
  { address: here, secureOptions: { ca: ['x'], cert: 'x', key: 'y', cipherSuite: 'z' }, ALPNProtocols: 5 },
  { address: here, timeout: 1, proxy: { type: 1, address: { address: 'localhost', port: 1 }, username: 1 } },
  { receiveBufferSize: -5, sendBufferSize: NaN, socketLinger: { on: 1, linger: -1 }, socketTimeout: 'x' }, 255,
  { address: '239.255.0.1', port: 1 }, { address: 'ff02::1', family: 2 }, { address: '/x'.repeat(200) },
  { header: { a: 1, b: 'c' }, pingInterval: -1, pongTimeout: 'x', proxy: { host: 'h', exclusionList: [1] } },
  { code: 'x', reason: 1 }, { code: 1005, reason: 'r'.repeat(300) }, { clientIP: '127.0.0.1', clientPort: NaN },
  { serverPort: 1.5 }, { serverPort: 65000, serverIP: '127.0.0.1', serverCert: { certPath: 'PATH', keyPath: 1 } },
  { get address() { throw new Error('mine'); }, get keepAlive() { throw new Error('mine'); } }, Object.create(null),
];
const makers = [...Object.values(socket), ...Object.values(webSocket)].filter((each) => typeof each === 'function');
const calls = 'bind connect send close getState setExtraOptions getExtraOptions getLocalAddress getRemoteAddress '
  + 'getSocketFd on off addMembership dropMembership setMulticastTTL getMulticastTTL setLoopbackMode getLoopbackMode '
  + 'getProtocol getCipherSuite getCertificate getRemoteCertificate getSignatureAlgorithms listen start stop '
  + 'listAllConnections';
const odd = [];
const note = (name, error) => {
  if (typeof error?.code !== 'number' && error?.message !== 'mine') odd.push([name, String(error)]);
};
for (let round = 0; round < 500; round++) {
  const made = makers[random(makers.length)]();
  const names = calls.split(' ').filter((name) => name in made);
  for (let i = 0; i < 6; i++) {
    const name = names[random(names.length)];
    const args = Array.from({ length: random(3) }, () => VALUES[random(VALUES.length)]);
    try { made[name](...args)?.catch?.((error) => note(name, error)); } catch (error) { note(name, error); }
  }
  await null;
  made.close?.().catch(() => {});
  made.stop?.().catch(() => {});
}
for (const value of VALUES) try { socket.constructTLSSocketInstance(value); } catch (error) { note('upgrade', error); }
setTimeout(() => { console.log(JSON.stringify(odd)); process.exit(0); }, 50);
"""


@pytest.mark.parametrize("seed", [77, 991])
def test_any_values(seed: int, tmp_path: Path) -> None:
    text = PROGRAM.replace("SEED", str(seed)).replace("PATH", str(tmp_path / "local"))
    outcome = run_program("import process from '@ohos.process'; " + text, net="loopback", quiet=True)
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (0, "[]\n", "")
