"""Where the time of a request went, and the table of --time."""

from __future__ import annotations

import re

import pytest

from runtime.transport.request import Request
from runtime.transport.trace.times import PHASES, phases
from runtime.transport.transfer import Connection, Peers, Transfer
from tests.bindings.snippets import run_snippet
from tests.command import Command
from tests.servers.http import HttpServer, Response
from tests.servers.sockets import RefusedPort

REQUEST = Request(url=b"http://a.test/", method=b"GET", header_lines=[], max_limit=1)


def transfer(timings: tuple[float, ...], curl_code: int = 0) -> Transfer:
    """One whose points of time are dns, connect, tls, first byte sent, first byte received and the end, in µs."""
    made = Transfer(REQUEST, None)  # type: ignore[arg-type]
    made.timings = (*timings, 0)
    made.connection = Connection(Peers(2, ("", 0), ("", 0)))
    made.curl_code = curl_code
    return made


@pytest.mark.parametrize(
    ("points", "code", "spent"),
    [
        ((1000, 3000, 6000, 6100, 10_000, 15_000), 0, (1, 2, 3, 4, 5)),
        ((1000, 3000, 0, 3100, 10_000, 15_000), 0, (1, 2, 0, 7, 5)),
        # A connection of before; libcurl has looked at names all the same.
        ((20, 0, 0, 100, 1000, 1500), 0, (0.02, 0, 0, 0.98, 0.5)),
        ((0, 0, 0, 0, 0, 5000), 6, (5, 0, 0, 0, 0)),
        ((1000, 0, 0, 2000, 0, 5000), 7, (1, 4, 0, 0, 0)),
        ((1000, 0, 0, 0, 0, 5000), 28, (1, 4, 0, 0, 0)),
        ((1000, 2000, 0, 0, 0, 5000), 60, (1, 1, 3, 0, 0)),
        ((1000, 2000, 0, 2100, 0, 5000), 28, (1, 1, 0, 3, 0)),
        ((1000, 2000, 0, 2100, 3000, 5000), 18, (1, 1, 0, 1, 2)),
    ],
)
def test_phases(points: tuple[float, ...], code: int, spent: tuple[float, ...]) -> None:
    assert phases(transfer(points, code)) == pytest.approx(spent)


def test_an_answer_without_a_connection_has_none() -> None:
    made = transfer((1, 1, 1, 1, 1, 1))
    made.connection = None
    assert phases(made) == ()


def test_they_are_those_of_performance_timing() -> None:
    with HttpServer(lambda _: Response("x" * 10, delay_ms=30)) as server:
        outcome = run_snippet(
            f"report((await http.createHttp().request('{server.url}')).performanceTiming);", time=True
        )
    timing = outcome.report
    cells = outcome.stderr.splitlines()[-1].split()
    dns, connect, tls, wait, receive = map(float, cells[5:10])
    assert dns == pytest.approx(timing["dnsTiming"], abs=0.06)
    assert connect == pytest.approx(timing["tcpTiming"] - timing["dnsTiming"], abs=0.06)
    assert tls == 0
    assert wait >= 30 - 1
    assert dns + connect + wait + receive == pytest.approx(timing["totalFinishTiming"], abs=0.3)


def test_the_table_has_every_request(ohosrun: Command) -> None:
    with HttpServer(lambda _: Response(b"12345", 404)) as server, RefusedPort() as port:
        code = (
            "import http from '@ohos.net.http'; const ask = (...given) => http.createHttp().request(...given);"
            "await ask('ONE/?token=abc', { method: 'PUT' });"
            "await ask('OTHER').catch(() => console.log('failed'));"
        )
        run = ohosrun("--time", "-D", f"ONE={server.url}", "-D", f"OTHER={port.url}", "-e", code)
    headings, first, second = run.stderr.splitlines()
    assert run.stdout == "failed\n"
    assert headings.split() == ["#", "method", "status", "bytes", "total", "ms", *PHASES, "url"]
    assert first.split()[:4] == ["1", "PUT", "404", "5"]
    assert first.endswith("/?token=***")
    assert second.split()[:4] == ["2", "GET", "2300007", "0"]
    assert len({re.search("http", line).start() for line in (first, second)}) == 1  # type: ignore[union-attr]


def test_a_request_that_never_ended_is_there() -> None:
    with HttpServer(lambda _: Response(b"late", delay_ms=60_000)) as server:
        outcome = run_snippet(f"http.createHttp().request('{server.url}', () => {{}});", time=True, timeout=0.3)
    assert outcome.exit_code == 124
    assert outcome.stderr.splitlines()[-1].split()[:4] == ["1", "GET", "-", "-"]


def test_no_request() -> None:
    assert run_snippet("", time=True).stderr == "no requests\n"
