"""Large bodies never lie in memory: what a program of its own process takes, as the system tells it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.raw import Peer, RawServer

SIZE = 64_000_000
MOST = 16 * 1024  # KiB
PIECE = b"x" * 1_000_000

PROGRAM = """
import http from '@ohos.net.http';
const hold = () => new Promise((resolve) => setTimeout(resolve, 60000));
const form = (filePath) => http.createHttp().request('URL/form', { method: 'POST',
  header: { 'content-type': 'multipart/form-data' }, multiFormDataList: [{ name: 'a', contentType: '', filePath }] });
let size = 0; const r = http.createHttp(); r.on('dataReceive', (data) => { size += data.byteLength; });
await form('small.bin'); await r.requestInStream('URL/small'); size = 0; console.log('before');
await r.requestInStream('URL/large'); console.log('down', size);
console.log('up', (await form('large.bin')).result); await hold();
"""


def _serve(peer: Peer) -> None:
    """Bodies of any size both ways, of which nothing is kept here either."""
    data = b""
    while True:
        while b"\r\n\r\n" not in data:
            more = peer.receive_within(None)
            if not more:
                return
            data += more
        head, _, rest = data.partition(b"\r\n\r\n")
        lines = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        left = int(lines.get(b"content-length", b"0"))
        total = left
        if b"expect" in lines:
            peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        left -= len(rest)
        while left > 0:
            left -= len(peer.receive_bytes())
        data = b""
        large = b" /large " in head
        answer = b"" if large else str(total).encode()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (SIZE if large else len(answer)) + answer)
        for _ in range(SIZE // len(PIECE) if large else 0):
            peer.send(PIECE)


def _memory(pid: int, name: str) -> int:
    """In KiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell what a process uses")
def test_large_bodies_both_ways(tmp_path: Path, script: Callable[..., Path]) -> None:
    for name, size in (("small.bin", 1000), ("large.bin", SIZE)):
        with open(tmp_path / name, "wb") as file:
            file.truncate(size)
    with RawServer(_serve) as server:
        program = script(PROGRAM.replace("URL", server.url))
        command = [Path(sys.executable).parent / "ohosrun", program]
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            try:
                assert process.stdout is not None
                assert process.stdout.readline() == b"before\n"
                before = _memory(process.pid, "VmRSS")
                assert process.stdout.readline() == b"down %d\n" % SIZE
                word, sent = process.stdout.readline().split()
                assert word == b"up"
                assert int(sent) > SIZE
                assert _memory(process.pid, "VmHWM") - before < MOST
            finally:
                process.kill()
