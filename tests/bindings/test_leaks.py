"""Thousands of requests in one run: descriptors and memory stay flat, and nothing is left behind."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import quickjs

from runtime.transport.transfer import Transfer
from tests.bindings.faults import bomb
from tests.bindings.leaks import peak_memory, resident_memory, used_descriptors
from tests.bindings.snippets import run_snippet, without_loopback_advice
from tests.command import Command, Running
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.sockets import RefusedPort

MEBIBYTE = 1024 * 1024
needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="another process is looked at in /proc")

# One of each: what becomes of it, and how it is asked for. `ask` takes a path, options, and whether to destroy.
MIXED = """
import http from '@ohos.net.http';
const GOOD = '%(good)s', REFUSED = '%(refused)s';
const outcomes = {};
const count = (outcome) => { outcomes[outcome] = (outcomes[outcome] ?? 0) + 1; };
const ask = (url, options, after) => new Promise((done) => {
  const r = http.createHttp();
  r.on('headersReceive', (header) => { if (after === 'headers') r.destroy(); });
  r.request(url, options ?? {}, (error, data) => { count(error?.code ?? data.responseCode); done(); });
  if (after === 'now') r.destroy();
});
const kinds = [
  () => ask(GOOD + '/good'),
  () => ask(GOOD + '/good', { method: 'POST', extraData: 'x'.repeat(20000) }),
  () => ask(GOOD + '/good', { extraData: { a: 'b' }, header: { 'x-a': '1' }, expectDataType: 2 }),
  () => ask(GOOD + '/large', { expectDataType: 2 }),
  () => ask(GOOD + '/large', { maxLimit: 1000 }),
  () => ask(GOOD + '/redirect'),
  () => ask(GOOD + '/partial'),
  () => ask(GOOD + '/garbage'),
  () => ask(GOOD + '/corrupt'),
  () => ask(GOOD + '/slow', { readTimeout: 5 }),
  () => ask(GOOD + '/slow', {}, 'now'),
  () => ask(GOOD + '/large', {}, 'headers'),
  () => ask(REFUSED),
  () => ask('htp://x'),
  () => ask('http://a b/'),
  () => ask(GOOD, { usingProxy: { host: '127.0.0.1', port: 70000 } }),
  () => ask(GOOD, { method: 'POST', extraData: 5 }),
];
const round = async (requests) => {
  let next = 0;
  const work = async () => { while (next < requests) await kinds[next++ %% kinds.length](); };
  await Promise.all(Array.from({ length: 50 }, work));
};
"""


def answer(request: Request) -> Response | bytes:
    """What a good server does, and what a bad one does."""
    match request.path:
        case "/large":
            return Response(b"x" * 50_000, headers=[("Content-Type", "image/png")])
        case "/slow":
            return Response("late", delay_ms=10_000)
        case "/redirect":
            return Response.redirect("/good")
        case "/partial":
            return b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nhello"
        case "/garbage":
            return b"garbage\r\nConnection: close\r\n\r\n"
        case "/corrupt":
            return Response("no gzip", headers=[("Content-Encoding", "gzip")])
    return Response("good")


class Observed:
    """A server that looks at a running program whenever that asks for /look."""

    def __init__(self) -> None:
        self.program: Running | None = None
        self.descriptors: list[int] = []
        self.memory: list[int] = []

    def __call__(self, request: Request) -> Response | bytes:
        if request.path != "/look":
            return answer(request)
        assert self.program is not None
        self.descriptors.append(used_descriptors(self.program.pid))
        self.memory.append(resident_memory(self.program.pid))
        return Response("looked")


@pytest.fixture
def refused() -> Iterator[str]:
    with RefusedPort() as port:
        yield port.url


@needs_proc
def test_5000_mixed_requests_leave_nothing(ohosrun: Command, script: Callable[..., Path], refused: str) -> None:
    observed = Observed()
    with HttpServer(observed) as server:
        names = {"good": server.url, "refused": refused}
        program = MIXED % names + (
            # The first 5000 make the heaps as large as they have to be.
            "await round(5000); await ask(GOOD + '/look'); await round(5000); await ask(GOOD + '/look');"
            "console.log(JSON.stringify(outcomes));"
        )
        observed.program = ohosrun.start("--quiet", script(program))
        run = observed.program.wait(60)
        assert (run.returncode, run.stderr) == (0, "")
        outcomes = json.loads(run.stdout)
        before, after = observed.memory
        # Connections are kept alive, now more and now fewer.
        assert observed.descriptors[1] <= observed.descriptors[0] + 20
    assert after - before < 2 * MEBIBYTE
    codes = (200, 401, 2300001, 2300003, 2300007, 2300008, 2300018, 2300023, 2300028, 2300061, 2300999)
    assert set(outcomes) == {str(code) for code in codes}
    assert sum(outcomes.values()) == 10_002


@needs_proc
def test_10000_requests_in_a_row_stay_flat(ohosrun: Command, script: Callable[..., Path]) -> None:
    observed = Observed()
    with HttpServer(observed) as server:
        program = (
            "import http from '@ohos.net.http'; for (let i = 0; i < 10000; i++) {"
            f"if (i % 2000 === 1000) await http.createHttp().request('{server.url}/look');"
            f"else await http.createHttp().request('{server.url}/good'); }}"
        )
        observed.program = ohosrun.start(script(program))
        run = observed.program.wait(60)
        assert (run.returncode, run.stdout, without_loopback_advice(run.stderr)) == (0, "", "")
        assert server.connections == 1
        assert len(server.requests) == 10_000
    assert set(observed.descriptors) == {observed.descriptors[0]}
    assert max(observed.memory) - observed.memory[0] < 2 * MEBIBYTE


@pytest.mark.usefixtures("many_open_files")
def test_1000_requests_at_once() -> None:
    with HttpServer(lambda request: Response(request.path, delay_ms=300)) as server:
        code = (
            f"const ask = (i) => http.createHttp().request('{server.url}/' + i);"
            "const all = await Promise.all(Array.from({ length: 1000 }, (_, i) => ask(i)));"
            "report(all.every((data, i) => data.result === '/' + i));"
        )
        assert run_snippet(code).report is True
        assert server.connections == 256
        server.wait_until(lambda: server.open_connections == 0)


def test_nothing_of_a_run_outlives_it(refused: str) -> None:
    with HttpServer(answer) as server:
        program = (MIXED % {"good": server.url, "refused": refused}).replace("import http from '@ohos.net.http';", "")
        code = program.replace("\n", " ") + "await round(200);"
        left = []
        for _ in range(2):
            assert run_snippet(code, quiet=True).exit_code == 0
            server.wait_until(lambda: server.open_connections == 0)
            left.append(_alive())
    assert left[1] == left[0]
    assert left[1]["transfers"] == 0


def _alive() -> dict[str, int]:
    """How many objects of each interesting kind there are."""
    gc.collect()
    kinds: dict[str, Callable[[Any], bool]] = {
        "transfers": lambda thing: type(thing) is Transfer,
        "handles": lambda thing: type(thing).__name__ in ("Curl", "CurlMulti", "CurlShare"),
        "engine values": lambda value: isinstance(value, quickjs.Value),
    }
    things = gc.get_objects()
    return {name: sum(map(test, things)) for name, test in kinds.items()}


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_needs_no_memory(script: Callable[..., Path], layers: int) -> None:
    bodies = {"/small": b"x" * 5000, "/bomb": bomb(256, layers)}
    encodings = {"/small": "identity", "/bomb": ", ".join(["gzip"] * layers)}

    def handle(request: Request) -> Response:
        return Response(bodies[request.path], headers=[("Content-Encoding", encodings[request.path])])

    peaks = {}
    with HttpServer(handle) as server:
        for path in bodies:
            code = (
                "import http from '@ohos.net.http';"
                f"await http.createHttp().request('{server.url}{path}').catch((error) => console.log(error.code));"
            )
            peaks[path] = peak_memory([sys.executable, "-m", "ohosrun", "--quiet", str(script(code, path[1:] + ".js"))])
    # The body up to the limit of 5 MiB, and what is needed to put it together.
    assert peaks["/bomb"] - peaks["/small"] < 16 * MEBIBYTE
