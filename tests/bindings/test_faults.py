"""What servers and networks do wrong: the tabled code, in time, nothing leaked, and the next request works.

Behaviour tables 1.4 and 4.4. What the tables leave to curl ("2300000 + curl code") is derived from the meaning that
curl documents for its codes: 8 a reply that cannot be read, 16 HTTP/2 framing, 18 a body that ends early, 52 nothing
at all, 56 receiving failed, 61 a content encoding, 92 an HTTP/2 stream, 100 a value that grows without end.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable

import pytest

from bindings.net_http.errors import MESSAGES
from tests.bindings.faults import ask, bomb, check, good_server, nothing_is_left  # noqa: F401
from tests.bindings.snippets import run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.raw import (
    Peer,
    RawServer,
    Step,
    close,
    endless_headers,
    flood,
    pause,
    receive,
    repeat,
    reset,
    send,
    wait_for,
    wait_for_hang_up,
)
from tests.servers.sockets import RefusedPort

LINE = b"HTTP/1.1 200 OK\r\n"
OK = LINE + b"Content-Length: 2\r\n\r\nhi"
CHUNKED = LINE + b"Transfer-Encoding: chunked\r\n\r\n"


# The name of a fault, what the server does after it has received the request, the code.
FAULTS: list[tuple[str, list[Step], int]] = [
    ("closed before any byte", [close()], 2300052),
    ("closed in the status line", [send(b"HTTP/1."), close()], 2300052),
    ("reset before any byte", [reset()], 2300056),
    ("reset in the headers", [send(LINE + b"A: b\r\n"), pause(20), reset()], 2300056),
    ("reset after the headers", [send(LINE + b"Content-Length: 5\r\n\r\n"), pause(20), reset()], 2300056),
    ("reset in a body of a known length", [send(LINE + b"Content-Length: 5\r\n\r\nab"), pause(20), reset()], 2300056),
    ("reset in a body without length", [send(LINE + b"\r\nab"), pause(20), reset()], 2300056),
    ("closed mid-body with Content-Length", [send(LINE + b"Content-Length: 5\r\n\r\nab"), close()], 2300018),
    ("closed before the body", [send(LINE + b"Content-Length: 5\r\n\r\n"), close()], 2300018),
    ("closed inside a chunk", [send(CHUNKED + b"5\r\nab"), close()], 2300018),
    ("closed between two chunks", [send(CHUNKED + b"2\r\nab\r\n"), close()], 2300018),
    ("closed before the end of the last chunk", [send(CHUNKED + b"2\r\nab\r\n0\r\n"), close()], 2300018),
    ("a chunk size that ends the address space", [send(CHUNKED + b"7fffffffffffffff\r\nab\r\n"), close()], 2300018),
    ("a chunk size that is no number", [send(CHUNKED + b"zz\r\nab\r\n0\r\n\r\n")], 2300056),
    ("a negative chunk size", [send(CHUNKED + b"-2\r\nab\r\n0\r\n\r\n")], 2300056),
    ("an empty chunk size", [send(CHUNKED + b"\r\nab\r\n0\r\n\r\n")], 2300056),
    ("a chunk size beyond 64 bits", [send(CHUNKED + b"fffffffffffffffff\r\nab\r\n0\r\n\r\n")], 2300056),
    ("a chunk longer than its size", [send(CHUNKED + b"2\r\nabcde\r\n0\r\n\r\n")], 2300056),
    ("a negative Content-Length", [send(LINE + b"Content-Length: -5\r\n\r\nabcde")], 2300008),
    ("a Content-Length that is no number", [send(LINE + b"Content-Length: five\r\n\r\nabcde")], 2300008),
    ("a Content-Length with more behind it", [send(LINE + b"Content-Length: 5abc\r\n\r\nabcde")], 2300008),
    ("two Content-Lengths that differ", [send(LINE + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde")], 2300008),
    ("two Content-Lengths in one line", [send(LINE + b"Content-Length: 5, 6\r\n\r\nabcde")], 2300008),
    ("a header line without colon", [send(LINE + b"no colon here\r\n\r\n")], 2300008),
    ("a NUL in a header", [send(LINE + b"a: \0b\r\n\r\n")], 2300008),
    ("an unknown Transfer-Encoding", [send(LINE + b"Transfer-Encoding: foo\r\n\r\nabc"), close()], 2300061),
    ("HTTP/0.9", [send(b"<html>hello</html>"), close()], 2300001),
    ("garbage", [send(bytes(range(256)) * 4), close()], 2300001),
    ("another protocol", [send(b"220 mail.example ESMTP\r\n"), close()], 2300001),
    ("blank lines before the status line", [send(b"\r\n\r\n" + OK), close()], 2300001),
    ("an unknown version of HTTP", [send(b"HTTP/9.9 200 OK\r\n\r\n"), close()], 2300001),
    ("a status that is no number", [send(b"HTTP/1.1 abc OK\r\n\r\n"), close()], 2300001),
    ("headers without end", [endless_headers()], 2300056),
    ("a header value without end", [send(LINE + b"x: "), flood(b"f" * 1000)], 2300999),
    ("a reason phrase without end", [send(b"HTTP/1.1 200 "), flood(b"f" * 1000)], 2300999),
    ("interim responses without end", [flood(b"HTTP/1.1 100 Continue\r\n\r\n")], 2300056),
    ("trailers without end", [send(CHUNKED + b"0\r\n"), flood(b"x: y\r\n")], 2300999),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "code"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_fault(good: HttpServer, steps: list[Step], code: int) -> None:
    with RawServer([receive(), *steps]) as server:
        check(ask(server.url, good), code)


@pytest.mark.parametrize("end", [close(), reset()], ids=["closed", "reset"])
def test_before_the_request_is_received(good: HttpServer, end: Step) -> None:
    with RawServer([end]) as server:
        outcome = ask(server.url, good)
    # How far the client has come when it notices is for the kernel to decide.
    assert outcome.reports[0]["error"]["code"] in (2300007, 2300052, 2300055, 2300056)


def test_reset_while_sending(good: HttpServer) -> None:
    # The server closes with unread bytes before it, which the kernel turns into a reset (RFC 1122 4.2.2.13).
    with RawServer(lambda peer: _take_a_little(peer)) as server:
        outcome = ask(server.url, good, "{ method: 'POST', header: { expect: ' ' }, extraData: 'x'.repeat(9e6) }")
    assert outcome.reports[0]["error"]["code"] in (2300055, 2300056)


def _take_a_little(peer: Peer) -> None:
    peer.connection.recv(10)
    peer.reset()


def test_unroutable(good: HttpServer) -> None:
    # There is no TCP to a broadcast address (RFC 1122 3.2.1.3): nothing leaves this machine.
    check(ask("http://255.255.255.255:9/", good), 2300007)


def test_refused(good: HttpServer) -> None:
    with RefusedPort() as port:
        check(ask(port.url, good), 2300007)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://nowhere.invalid/", 2300006),
        ("http://\N{LATIN SMALL LETTER A WITH DIAERESIS}.invalid/", 2300006),
        ("http://\N{SNOWMAN}/", 2300006),
        ("http://xn--n3h.invalid/", 2300006),
        ("http:///nowhere.invalid", 2300006),
        ("mailto:someone@nowhere.invalid", 2300006),
        ("nowhere.invalid", 2300006),
        ("http://" + "a" * 300 + ".invalid/", 2300006),
        ("http://.invalid/", 2300006),
        ("", 2300003),
        ("http://", 2300003),
        ("http:x", 2300003),
        ("//127.0.0.1/", 2300003),
        ("http://127.0.0.1:70000/", 2300003),
        ("http://127.0.0.1:-1/", 2300003),
        ("http://127.0.0.1:x/", 2300003),
        ("http://[::1", 2300003),
        ("http://%00/", 2300003),
        ("http://a b/", 2300003),
        ("htp://127.0.0.1/", 2300001),
        ("file:///etc/passwd", 2300001),
        ("FILE:///etc/passwd", 2300001),
        ("ftp://127.0.0.1/", 2300001),
        ("ws://127.0.0.1/", 2300001),
        ("gopher://127.0.0.1/", 2300001),
        ("http://127.0.0.1/" + "a" * 9_000_000, 2300999),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_urls_that_lead_nowhere(good: HttpServer, url: str, code: int) -> None:
    outcome = ask(url, good)
    assert outcome.reports[0] == {"error": {"code": code, "message": MESSAGES[code]}}


class TestBodies:
    """Encodings that are not what they say, and bodies that are far larger than they look."""

    @pytest.mark.parametrize(
        ("encoding", "body"),
        [
            ("unheard-of", b"abc"),
            ("compress", b"abc"),
            ("zstd", b"abc"),
            ("gzip", b"not gzip at all"),
            ("gzip", gzip.compress(b"hello", mtime=0)[:-8] + b"12345678"),
            ("gzip", gzip.compress(b"hello", mtime=0)[:10] + b"\xff" * 40),
            ("deflate", b"\xff" * 40),
            ("br", b"\xff" * 40),
            (", ".join(["gzip"] * 6), b"abc"),
        ],
    )
    def test_a_wrong_content_encoding_is_2300061(self, good: HttpServer, encoding: str, body: bytes) -> None:
        head = LINE + f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        with RawServer([receive(), send(head + body)]) as server:
            check(ask(server.url, good), 2300061)

    @pytest.mark.parametrize("layers", [1, 2])
    def test_a_bomb_is_stopped_at_the_limit(self, good: HttpServer, layers: int) -> None:
        body = bomb(64, layers)
        assert len(body) < 400_000
        head = (
            LINE + f"Content-Encoding: {', '.join(['gzip'] * layers)}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        with RawServer([receive(), send(head + body), wait_for_hang_up()]) as server:
            outcome = ask(server.url, good)
        assert outcome.reports[0]["error"]["code"] == 2300023
        assert [note for note in outcome.notes if "maxLimit" in note] == outcome.notes != []

    @pytest.mark.parametrize("trailer", [b"HTTP/1.1: 500 No", b"http/: x", b"Content-Length: 9", b"Set-Cookie: a=1"])
    def test_trailers_change_nothing(self, trailer: bytes) -> None:
        with RawServer([receive(), send(CHUNKED + b"2\r\nhi\r\n0\r\n" + trailer + b"\r\nX-Evil: 1\r\n\r\n")]) as server:
            code = (
                "const r = http.createHttp(); r.on('headersReceive', (header) => report(header));"
                f"const {{ header }} = await r.request('{server.url}'); report(header); report(header['status-line']);"
            )
            header = {"transfer-encoding": "chunked"}
            assert run_snippet(code).reports == [header, header, "HTTP/1.1 200 OK"]

    def test_json_that_is_nested_without_end(self, good: HttpServer) -> None:
        body = b"[" * 65_536
        with RawServer([receive(), send(LINE + b"Content-Length: 65536\r\n\r\n" + body)]) as server:
            data = ask(server.url, good, "{ expectDataType: http.HttpDataType.OBJECT }").reports[0]["data"]
        assert "result" not in data
        assert data["resultType"] == 1

    def test_a_body_without_end_is_stopped_at_the_limit(self, good: HttpServer) -> None:
        with RawServer([receive(), send(LINE + b"\r\n"), flood(b"x" * 65536)]) as server:
            assert ask(server.url, good).reports[0]["error"]["code"] == 2300023


class TestRedirects:
    @pytest.mark.parametrize("location", ["/", "http://127.0.0.1:PORT/other", "?again", "//127.0.0.1:PORT/"])
    def test_a_loop_ends_with_2300047(self, good: HttpServer, location: str) -> None:
        def answer(peer: Peer) -> None:
            place = location.replace("PORT", str(peer.server.port))
            peer.send(f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode())

        with RawServer([repeat(receive(), answer)]) as server:
            check(ask(server.url, good), 2300047)
            assert len(server.requests) == 31

    @pytest.mark.parametrize(
        ("location", "code"),
        [
            ("http://nowhere.invalid/", 2300006),
            ("http://", 2300003),
            ("http://a b/", 2300003),
            ("http://127.0.0.1:70000/", 2300003),
            ("file:///etc/passwd", 2300001),
            ("javascript:alert(1)", 2300001),
            ("data:text/plain,x", 2300001),
        ],
    )
    def test_to_where_nothing_is(self, good: HttpServer, location: str, code: int) -> None:
        head = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
        with RawServer([receive(), send(head)]) as server:
            check(ask(server.url, good), code)

    def test_to_a_port_that_refuses(self, good: HttpServer) -> None:
        with RefusedPort() as port, HttpServer(lambda _: Response.redirect(port.url)) as server:
            check(ask(server.url, good), 2300007)

    def test_to_another_host(self, good: HttpServer) -> None:
        with HttpServer(lambda _: Response.redirect(f"http://other.test:{good.port}/there")) as server:
            outcome = ask(server.url, good, resolve=(f"other.test:{good.port}:127.0.0.1",))
        assert outcome.reports[0]["data"]["result"] == "good"


class TestKeptConnections:
    """What went wrong on a connection never reaches the next request."""

    @pytest.mark.parametrize("end", [close, reset])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_one_that_died_is_replaced(self, end: Callable[[], Step], method: str) -> None:
        with RawServer([receive(), send(OK), receive(), end()], [receive(), send(OK)]) as server:
            options = "{ method: 'POST', extraData: '12' }" if method == "POST" else "{}"
            request = f"http.createHttp().request('{server.url}', {options})"
            code = f"for (let i = 0; i < 2; i++) report((await {request}).result);"
            assert run_snippet(code).reports == ["hi", "hi"]
            assert [len(request.body) for request in server.requests] == [2 * (method == "POST")] * 3

    def test_one_whose_replacement_dies_too_is_2300052(self) -> None:
        with RawServer([receive(), send(OK), receive(), close()], [receive(), close()]) as server:
            code = (
                f"for (let i = 0; i < 2; i++) report(await http.createHttp().request('{server.url}')"
                ".then((data) => data.result, (error) => error.code));"
            )
            assert run_snippet(code).reports == ["hi", 2300052]
            assert server.connections == 2

    @pytest.mark.parametrize(
        ("options", "after"),
        [("{}", "setTimeout(() => r.destroy(), 20);"), ("{ maxLimit: 2 }", ""), ("{ readTimeout: 60 }", "")],
        ids=["destroyed", "over the limit", "too late"],
    )
    def test_the_rest_of_a_body_that_was_given_up(self, options: str, after: str) -> None:
        begun = LINE + b"Content-Length: 10\r\n\r\nhello"
        given_up = threading.Event()
        with RawServer([receive(), send(begun), wait_for(given_up), send(b"rest!")], [receive(), send(OK)]) as server:
            code = (
                f"const r = http.createHttp(); const pending = r.request('{server.url}', {options}); {after}"
                "await pending.catch((error) => report(error.code));"
                f"report((await http.createHttp().request('{server.url}')).result);"
            )
            outcome = run_snippet(code)
            given_up.set()
            assert outcome.reports == [2300028 if "readTimeout" in options else 2300023, "hi"]
            assert server.connections == 2

    @pytest.mark.parametrize("surplus", [OK, b"garbage", b"\r\n"])
    def test_bytes_behind_a_response(self, surplus: bytes) -> None:
        evil = LINE + b"Content-Length: 4\r\n\r\nevil"
        with RawServer([receive(), send(OK + surplus), wait_for_hang_up()], [receive(), send(evil)]) as server:
            code = f"for (let i = 0; i < 2; i++) report((await http.createHttp().request('{server.url}')).result);"
            assert run_snippet(code).reports == ["hi", "evil"]

    def test_early_hints_and_a_late_answer(self, good: HttpServer) -> None:
        early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        with RawServer([receive(), send(early), pause(50), send(OK)]) as server:
            assert ask(server.url, good).reports[0]["data"]["result"] == "hi"
