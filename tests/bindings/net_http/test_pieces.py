"""Each piece of a stream is a macrotask, also where many have come at once."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bindings.net_http.exchange import DATA_WANTED
from bindings.net_http.stream import Stream
from runtime.loop import Loop
from tests.bindings.snippets import Outcome, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.raw import Peer, RawServer

PIECE = 16_384
PIECES = 12


def answer(request: Request) -> Response:
    return Response("x" * (int(request.path[1:]) if request.path[1:].isdigit() else PIECE * PIECES))


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    with HttpServer(answer) as server:
        yield server


def run_listener(
    server: HttpServer | RawServer, body: str, end: str = "report(seen);", *, also: str = "", path: str = "/"
) -> Outcome:
    """Stream a body whose listener is `body`, with `seen`, `data`, the number of the piece and the object `r`."""
    code = (
        "const seen = []; let number = 0; const r = http.createHttp();"
        f"{also} r.on('dataReceive', (data) => {{ number++; {body} }});"
        f"await r.requestInStream('{server.url}{path}').catch((error) => seen.push(error.code)); {end}"
    )
    return run_snippet(code)


def test_microtasks_of_one_run_before_the_next(server: HttpServer) -> None:
    body = "seen.push('piece'); Promise.resolve().then(() => 0).then(() => seen.push('microtask'));"
    seen = run_listener(server, body).report
    assert seen == ["piece", "microtask"] * (len(seen) // 2)
    assert len(seen) // 2 >= PIECES


def test_what_is_left_when_the_program_ends_is_not_delivered(server: HttpServer) -> None:
    microtask = "Promise.resolve().then(() => report('microtask'));"
    outcome = run_listener(
        server,
        f"report(number); if (number === 2) {{ {microtask} process.exit(5); }}",
        "import process from '@ohos.process';",
    )
    assert (outcome.exit_code, outcome.reports) == (5, [1, 2])
    outcome = run_listener(server, f"report(number); if (number === 2) {{ {microtask} throw Error('two'); }}")
    assert (outcome.exit_code, outcome.reports) == (1, [1, 2])
    assert "two" in outcome.stderr


def test_a_rejection_in_a_listener_ends_the_run_after_its_piece(server: HttpServer) -> None:
    outcome = run_listener(server, "report(number); if (number === 2) Promise.reject(Error('two'));")
    assert (outcome.exit_code, outcome.reports) == (1, [1, 2])
    assert "two" in outcome.stderr


def test_a_microtask_that_throws_ends_the_run_after_its_piece(server: HttpServer) -> None:
    body = "report(number); if (number === 2) Promise.resolve().then(() => { throw Error('two'); });"
    outcome = run_listener(server, body)
    assert (outcome.exit_code, outcome.reports) == (1, [1, 2])


def test_destroy_and_off_hold_for_what_has_come(server: HttpServer) -> None:
    assert run_listener(server, "report(number); if (number === 2) r.destroy();", "").reports == [1, 2]
    outcome = run_listener(
        server, "seen.push(number); if (number === 2) r.off('dataReceive');", "report([...seen, 'end']);"
    )
    assert outcome.report == [1, 2, "end"]


def test_what_comes_while_the_program_stands_still_comes_afterwards() -> None:
    asked, sent = threading.Event(), threading.Event()

    def serve(peer: Peer) -> None:
        if peer.receive_request().target == "/sync":
            asked.set()
            sent.wait()
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nxxx")
            return
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (6 * PIECE) + bytes(3 * PIECE))
        asked.wait()
        peer.send(bytes(3 * PIECE))
        sent.set()

    body = "seen.push(size); if (!size) seen.push(http.createHttp().requestSync(URL).result); size += data.byteLength;"
    with RawServer(serve) as server:
        outcome = run_listener(server, body.replace("URL", f"'{server.url}/sync'"), also="let size = 0;")
    first, answered, *sizes = outcome.report
    assert (first, answered) == (0, "xxx")
    assert sizes == sorted(sizes)
    assert sizes[-1] > 4 * PIECE


def test_what_was_queued_between_two_comes_between_them() -> None:
    """As when a macrotask looks at the sockets while others wait."""
    loop, delivered = Loop(), list[Any]()
    host = SimpleNamespace(loop=loop)
    host.enter_each = lambda _function, _kind, values: delivered.extend(values)
    stream = Stream(SimpleNamespace(host=host, exchanges={}), 1, object(), "", DATA_WANTED, -1)
    transfer: Any = SimpleNamespace(done=False)
    for piece in (b"1", b"2", b"", b"3"):
        if piece:
            stream.on_body(transfer, piece)
        else:
            loop.call_soon(lambda: delivered.append("another"))
    loop.run()
    loop.close()
    assert delivered == [b"1", b"2", "another", b"3"]


@pytest.mark.skipif(sys.platform != "linux", reason="how often memory is asked for is the C library's own affair")
def test_memory_is_used_again(server: HttpServer, script: Callable[..., Path]) -> None:
    """Given back after each burst, a body takes a page fault for each of its pages."""
    program = script(
        "import http from '@ohos.net.http'; let size = 0;"
        "const r = http.createHttp(); r.on('dataReceive', (data) => { size += data.byteLength; });"
        f"await r.requestInStream('{server.url}/SIZE'); console.log(size);"
    )
    text = program.read_text(encoding="utf-8")
    faults = []
    for size in (10_000_000, 90_000_000):
        program.write_text(text.replace("SIZE", str(size)), encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
        command = [Path(sys.executable).parent / "ohosrun", program]
        assert subprocess.run(command, capture_output=True, check=True).stdout == b"%d\n" % size
        faults.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before)
    assert faults[1] - faults[0] < 80_000_000 / resource.getpagesize() / 10
