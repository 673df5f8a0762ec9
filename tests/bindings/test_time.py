"""connectTimeout and readTimeout against servers that never accept, never answer, drip or stall (2.2, C8).

A limit is kept within 10 % + 20 ms. It is measured inside the program; a busy machine may be late, so the best of a few
tries counts. Too early is wrong at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest

from tests.bindings.snippets import run_snippet
from tests.servers.raw import RawServer, Step, drip, pause, receive, send, stall
from tests.servers.sockets import BlackHole

TIMED_OUT = {"code": 2300028, "message": "Timeout was reached"}
LINE = b"HTTP/1.1 200 OK\r\n"
OK = LINE + b"Content-Length: 2\r\n\r\nhi"
TRIES = 4

# A response of 29 bytes and more takes longer than any limit here, byte after byte.
DRIPPED = LINE + b"Content-Length: 50\r\n\r\n" + b"x" * 50

SLOW: list[tuple[str, list[Step]]] = [
    ("never reads", [stall()]),
    ("never answers", [receive(), stall()]),
    ("stalls in the headers", [receive(), send(LINE + b"A: b\r\n"), stall()]),
    ("stalls after the headers", [receive(), send(LINE + b"Content-Length: 5\r\n\r\n"), stall()]),
    ("stalls mid-body", [receive(), send(LINE + b"Content-Length: 5\r\n\r\nab"), stall()]),
    ("stalls mid-chunk", [receive(), send(LINE + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"), stall()]),
    ("one byte every 30 ms", [receive(), drip(DRIPPED, 30)]),
    ("one byte a second", [receive(), drip(DRIPPED, 1000)]),
]


def measure(url: str, options: str) -> tuple[dict[str, Any], float]:
    """The error of a request and how long it took, in ms."""
    code = (
        f"const start = Date.now(); http.createHttp().request({json.dumps(url)}, {options})"
        ".then(() => report('a response'), (error) => report([error, Date.now() - start]));"
    )
    error, elapsed = run_snippet(code).report
    return error, elapsed


def check_limit(url: str, options: str, limit: float) -> None:
    for _ in range(TRIES):
        error, elapsed = measure(url, options)
        assert error == TIMED_OUT
        assert elapsed >= limit * 0.9 - 20
        if elapsed <= limit * 1.1 + 20:
            return
    pytest.fail(f"{limit} ms took {elapsed} ms, {TRIES} times")


@pytest.fixture(scope="module")
def black_hole() -> Iterator[BlackHole]:
    with BlackHole() as hole:
        yield hole


@pytest.mark.parametrize("steps", [row[1] for row in SLOW], ids=[row[0] for row in SLOW])
def test_read_timeout(steps: list[Step]) -> None:
    with RawServer(steps) as server:
        check_limit(server.url, "{ readTimeout: 150 }", 150)


@pytest.mark.parametrize("limit", [1, 30, 200])
def test_connect_timeout(black_hole: BlackHole, limit: int) -> None:
    check_limit(black_hole.url, f"{{ connectTimeout: {limit} }}", limit)


@pytest.mark.parametrize(
    "options",
    [
        "{ connectTimeout: 120, readTimeout: 60000 }",
        "{ connectTimeout: 60000, readTimeout: 120 }",
        "{ connectTimeout: 0, readTimeout: 120 }",
        "{ connectTimeout: 120, readTimeout: 0 }",
        "{ connectTimeout: -1, readTimeout: 120 }",
        "{ connectTimeout: 120, readTimeout: -1 }",
        "{ connectTimeout: 120.9, readTimeout: '1' }",
        "{ connectTimeout: 2 ** 32 + 120, readTimeout: null }",
    ],
)
def test_the_smaller_one_ends_the_attempt_to_connect(black_hole: BlackHole, options: str) -> None:
    check_limit(black_hole.url, options, 120)


def test_connect_timeout_does_not_limit_the_response() -> None:
    with RawServer([receive(), pause(250), send(OK)]) as server:
        outcome = run_snippet(
            f"report((await http.createHttp().request('{server.url}', {{ connectTimeout: 100 }})).result);"
        )
    assert outcome.report == "hi"


def test_read_timeout_covers_all_hops_together() -> None:
    hop = b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"
    with RawServer([receive(), pause(150), send(hop), receive(), stall()]) as server:
        check_limit(server.url, "{ readTimeout: 250 }", 250)


@pytest.mark.parametrize("zero", ["0", "0.5", "-0", "2 ** 32"])
@pytest.mark.parametrize("steps", [[receive(), stall()], None], ids=["never answers", "never accepts"])
def test_0_is_no_limit(black_hole: BlackHole, steps: list[Step] | None, zero: str) -> None:
    code = (
        "const start = Date.now(); const r = http.createHttp(); setTimeout(() => r.destroy(), 120);"
        f"r.request(URL, {{ readTimeout: {zero}, connectTimeout: {zero} }},"
        "(error) => report([error.code, Date.now() - start]));"
    )
    with _server(steps, black_hole) as server:
        code_, elapsed = run_snippet(code.replace("URL", json.dumps(server.url))).report
    # Only destroy() ended it.
    assert code_ == 2300023
    assert elapsed >= 120


def _server(steps: list[Step] | None, black_hole: BlackHole) -> AbstractContextManager[BlackHole | RawServer]:
    return nullcontext(black_hole) if steps is None else RawServer(steps)


@pytest.mark.parametrize("limit", ["2 ** 31 - 1", "2 ** 31", "2 ** 32 - 1", "-1", "1e300"])
def test_limits_of_weeks_are_limits(limit: str) -> None:
    with RawServer([receive(), send(OK)]) as server:
        options = f"{{ readTimeout: {limit}, connectTimeout: {limit} }}"
        outcome = run_snippet(f"report((await http.createHttp().request('{server.url}', {options})).result);")
    assert outcome.report == "hi"


def test_many_limits_at_once() -> None:
    limits = [30 * n for n in range(1, 8)] * 7
    with RawServer([receive(), stall()]) as server:
        code = (
            f"const limits = {limits}; const start = Date.now();"
            "await Promise.all(limits.map((limit) => new Promise((done) =>"
            f" http.createHttp().request('{server.url}', {{ readTimeout: limit }}, (error) => {{"
            "report([limit, error.code, Date.now() - start]); done(); }))));"
        )
        reports = run_snippet(code).reports
    assert sorted(limit for limit, _, _ in reports) == sorted(limits)
    for limit, error, elapsed in reports:
        assert error == 2300028
        assert elapsed >= limit * 0.9 - 20


def test_a_late_body_is_discarded_and_its_headers_were_seen() -> None:
    with RawServer([receive(), send(LINE + b"Content-Length: 5\r\n\r\nab"), stall()]) as server:
        code = (
            "const r = http.createHttp(); r.on('headersReceive', (header) => report(header));"
            f"r.request('{server.url}', {{ readTimeout: 150 }}, (error, data) => report([error.code, data ?? 0]));"
        )
        assert run_snippet(code).reports == [{"content-length": "5"}, [2300028, 0]]
