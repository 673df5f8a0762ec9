"""Requests after one another: what one leaves in its handle, connection or memory never shows in the next."""

from __future__ import annotations

import json

from tests.bindings.snippets import run_snippet
from tests.servers.raw import RawServer, Script, close, pause, receive, reset, send

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
COOKIE_A = "127.0.0.1\tFALSE\t/\tFALSE\t0\ta\t1"

_IN_TURN = """
const ask = (url, options) => new Promise((resolve) => {
  http.createHttp().request(url, options, (error, data) => resolve(error ? error.code : [data.result, data.cookies]));
});
for (const [url, options] of %s) report(await ask(url, options));
"""


def in_turn(*requests: tuple[str, dict[str, object]]) -> list[object]:
    """What each request came to: its code, or [result, cookies]."""
    return run_snippet(_IN_TURN % json.dumps(requests)).reports


def scripted(*connections: Script) -> RawServer:
    return RawServer(*connections)


def test_a_cookie_of_a_response_that_broke_off_in_its_header() -> None:
    # For libcurl that is an empty response; its headers are told at the end of a block, which never came (4.1).
    broken = [receive(), send(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-Half"), close()]
    with scripted(broken, [receive(), send(OK)]) as server:
        assert in_turn((server.url, {}), (server.url, {})) == [["", COOKIE_A], ["hi", ""]]
        assert [request.header("cookie") for request in server.requests] == [None, None]


def test_a_cookie_of_a_response_that_was_reset_in_its_header() -> None:
    broken = [receive(), send(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-Half"), pause(50), reset()]
    with scripted(broken, [receive(), send(OK)]) as server:
        assert in_turn((server.url, {}), (server.url, {})) == [2300056, ["hi", ""]]
        assert [request.header("cookie") for request in server.requests] == [None, None]


def test_a_cookie_of_a_whole_response() -> None:
    first = OK.replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=1\r\n\r\n")
    with scripted([receive(), send(first), receive(), send(OK)]) as server:
        assert in_turn((server.url, {}), (server.url, {})) == [["hi", COOKIE_A], ["hi", ""]]
        assert [request.header("cookie") for request in server.requests] == [None, None]


def test_trailers_of_a_redirect_do_not_hide_the_headers_of_the_response() -> None:
    redirect = (
        b"HTTP/1.1 302 Found\r\nLocation: /next\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nno\r\n0\r\nX-Trailer: 1\r\n\r\n"
    )
    final = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Final: 1\r\n\r\nhi"
    with scripted([receive(), send(redirect), receive(), send(final)]) as server:
        outcome = run_snippet(
            "const r = http.createHttp(); r.on('headersReceive', (header) => report(header));"
            f"r.request('{server.url}', (error, data) => report([data.header['x-final'], data.header['x-trailer']]));"
        )
    first, second, last = outcome.reports
    assert (first["location"], second["x-final"]) == ("/next", "1")
    assert last == ["1", None]


def test_the_same_request_with_another_option_each_time() -> None:
    fast: Script = [receive(), send(OK)]
    slow: Script = [receive(), pause(400), send(OK)]
    with scripted(slow, fast, fast, fast, fast) as server:
        requests: list[tuple[str, dict[str, object]]] = [
            (server.url, {"readTimeout": 100}),
            (server.url, {}),
            (server.url, {"maxLimit": 1}),
            (server.url, {"method": "PUT"}),
            (server.url + "/other", {"method": "PUT"}),
        ]
        assert in_turn(*requests) == [2300028, ["hi", ""], 2300023, ["hi", ""], ["hi", ""]]
        sent = [(request.method, request.path) for request in server.requests]
    assert sent == [("GET", "/"), ("GET", "/"), ("GET", "/"), ("PUT", "/"), ("PUT", "/other")]


def test_a_body_a_proxy_and_a_header_are_gone_with_their_request() -> None:
    both: Script = [receive(), send(OK), receive(), send(OK)]
    with scripted(both, both, both) as server, scripted([receive(), send(OK)]) as proxy:
        requests: list[tuple[str, dict[str, object]]] = [
            (server.url, {"method": "POST", "extraData": "a=1", "header": {"x-a": "1"}}),
            (server.url, {}),
            ("http://elsewhere.test/", {"usingProxy": {"host": "127.0.0.1", "port": proxy.port}}),
            (server.url, {}),
            (server.url, {"method": "HEAD"}),
            (server.url, {}),
        ]
        outcomes = in_turn(*requests)
        bodies = [(request.method, request.body, request.header("x-a")) for request in server.requests]
    assert outcomes == [["hi", ""], ["hi", ""], ["hi", ""], ["hi", ""], ["", ""], ["hi", ""]]
    assert bodies == [
        ("POST", b"a=1", "1"),
        ("GET", b"", None),
        ("GET", b"", None),
        ("HEAD", b"", None),
        ("GET", b"", None),
    ]
