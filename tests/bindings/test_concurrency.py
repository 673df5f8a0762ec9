"""Many requests at once: behaviour tables 7 and decision C9."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.bindings.snippets import run_snippet, without_loopback_advice
from tests.command import INSTALLED, Command
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.raw import Peer, RawServer, Step, receive, repeat, send

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"

# A program with so few descriptors has eight requests on their way at most; the others have to wait.
FEW_DESCRIPTORS: list[str | Path] = ["sh", "-c", 'ulimit -n 64; exec "$0" "$@"', INSTALLED]
AT_ONCE = 8

_QUEUE = """
import http from '@ohos.net.http';
const held = http.createHttp();
for (let i = 0; i < %d; i++) held.request('%s/hold', () => {});
const ask = (path, priority) => http.createHttp().request('%s/' + path, { priority });
const asked = [ask('first', 1)];
for (const [path, priority] of %s) asked.push(ask(path, priority));
await Promise.all(asked);
held.destroy();
"""


def answered_together(count: int) -> Step:
    """Step: receive a request, and answer it when `count` have arrived on as many connections."""
    all_arrived = threading.Event()

    def step(peer: Peer) -> None:
        peer.receive_request()
        if len(peer.server.requests) == count:
            all_arrived.set()
        peer.wait_for(all_arrived)
        peer.send(OK)

    return step


@pytest.mark.parametrize(
    ("asked", "started"),
    [
        ([("a", 1), ("b", 1000), ("c", 500)], ["b", "c", "a"]),
        ([("a", 5), ("b", 5), ("c", 6), ("d", 5)], ["c", "a", "b", "d"]),
        # What is out of range is as if it were not there: 1.
        ([("a", 2), ("b", 0), ("c", 1001), ("d", 3), ("e", None)], ["d", "a", "b", "c", "e"]),
    ],
)
def test_of_those_that_wait_the_higher_priority_starts_first(
    tmp_path: Path, script: Callable[..., Path], asked: list[tuple[str, int | None]], started: list[str]
) -> None:
    def answer(request: Request) -> Response:
        return Response("", delay_ms=60_000 if request.target == "/hold" else 0)

    with HttpServer(answer) as server, closing(Command(tmp_path, FEW_DESCRIPTORS)) as command:
        # All but one of the requests that may be on their way are held, so that the others follow one by one.
        program = script(_QUEUE % (AT_ONCE - 1, server.url, server.url, json.dumps(asked)))
        run = command("--quiet", program)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    targets = [request.target for request in server.requests]
    assert sorted(targets[:AT_ONCE]) == ["/first", *["/hold"] * (AT_ONCE - 1)]
    assert targets[AT_ONCE:] == [f"/{path}" for path in started]


def test_with_few_descriptors_all_are_answered_in_the_end(tmp_path: Path, script: Callable[..., Path]) -> None:
    with (
        HttpServer(lambda request: Response(request.path)) as server,
        closing(Command(tmp_path, FEW_DESCRIPTORS)) as command,
    ):
        program = script(
            "import http from '@ohos.net.http'; const ask = (i) => http.createHttp().request("
            f"'{server.url}/' + i); const all = await Promise.all(Array.from({{ length: 300 }}, (_, i) => ask(i)));"
            "console.log(all.every((data, i) => data.result === '/' + i));"
        )
        run = command(program)
    assert (run.stdout, without_loopback_advice(run.stderr)) == ("true\n", "")


def test_many_requests_are_on_their_way_at_once() -> None:
    count = 200
    with RawServer([answered_together(count)]) as server:
        code = (
            f"const ask = () => http.createHttp().request('{server.url}');"
            f"const all = await Promise.all(Array.from({{ length: {count} }}, ask));"
            "report(all.filter((data) => data.result === 'hi').length);"
        )
        assert run_snippet(code).report == count
        assert server.connections == count


def test_who_waits_for_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.transport.queue.PATIENCE", 20)
    monkeypatch.setattr("runtime.transport.client.WINDOW", 2)
    with RawServer([answered_together(5)]) as server:
        code = (
            "const all = Array.from({ length: 5 }, () => http.createHttp());"
            f"all.forEach((r) => r.request('{server.url}', () => {{}}));"
            "setTimeout(() => all.forEach((r) => r.destroy()), 100);"
        )
        outcome = run_snippet(code, strict=True)
    (line,) = outcome.stderr.splitlines()
    assert line.startswith("note: 2 requests are on their way and none of them has ended for seconds")
    assert outcome.exit_code == 0


def test_any_number_of_objects_can_be_made() -> None:
    code = "const all = Array.from({ length: 10000 }, () => http.createHttp()); report(new Set(all).size);"
    assert run_snippet(code).report == 10000


def test_every_callback_is_a_macrotask_of_its_own() -> None:
    with RawServer([answered_together(3)]) as server:
        code = (
            "const turn = (name) => { report(name); Promise.resolve().then(() => report('after ' + name)); };"
            f"for (const name of ['a', 'b', 'c']) http.createHttp().request('{server.url}', () => turn(name));"
        )
        heard = run_snippet(code).reports
    assert sorted(heard[::2]) == ["a", "b", "c"]
    assert heard[1::2] == [f"after {name}" for name in heard[::2]]


def test_everything_about_arguments_happens_inside_the_call() -> None:
    code = (
        "const seen = []; const options = { get method() { seen.push('method'); return 'GET'; },"
        "get header() { seen.push('header'); return {}; } };"
        "http.createHttp().request('http://127.0.0.1:1/', options, () => {}); seen.push('returned'); report(seen);"
    )
    assert run_snippet(code).report == ["method", "header", "returned"]


def test_results_are_not_held_back() -> None:
    # On a device a turn of the worker takes 50 ms or more.
    with RawServer([repeat(receive(), send(OK))]) as server:
        code = (
            "const start = Date.now();"
            f"for (let i = 0; i < 20; i++) await http.createHttp().request('{server.url}'); report(Date.now() - start);"
        )
        assert run_snippet(code).report < 20 * 50
