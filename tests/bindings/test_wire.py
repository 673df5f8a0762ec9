"""The bytes of a request, byte for byte: behaviour tables 2.3, 2.4 (redirects), 2.5 and decisions on headers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest

from tests.bindings.golden_requests import GET_LIKE, JSON, OK, POST_LIKE, head, sent
from tests.bindings.snippets import request_once, run_snippet
from tests.servers.raw import Peer, RawServer, receive, repeat, send


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer([repeat(receive(), send(OK))]) as server:
        yield server


@pytest.mark.parametrize("method", GET_LIKE)
def test_get_like_without_extra_data(server: RawServer, method: str) -> None:
    request_once(server.url + "/a?x=1", f"{{ method: '{method}' }}")
    assert sent(server) == head(server, method, "/a?x=1", f"content-type:{JSON}")


@pytest.mark.parametrize("method", [*POST_LIKE, "PATCH", "get", "M-SEARCH"])
def test_post_like_without_extra_data_has_no_content_length(server: RawServer, method: str) -> None:
    request_once(server.url + "/a", f"{{ method: '{method}' }}")
    assert sent(server) == head(server, method, "/a", f"content-type:{JSON}")


@pytest.mark.parametrize("method", ["undefined", "null", "5", "''", "{}", "['POST']"])
def test_a_method_that_is_none_is_get(server: RawServer, method: str) -> None:
    request_once(server.url + "/", f"{{ method: {method} }}")
    assert sent(server) == head(server, "GET", "/", f"content-type:{JSON}")


# header, its lines on the wire after curl's own, notes
HEADERS = [
    ("undefined", [f"content-type:{JSON}"], 0),
    ("null", [f"content-type:{JSON}"], 0),
    ("'X: y'", [f"content-type:{JSON}"], 1),
    ("{}", [f"content-type:{JSON}"], 0),
    ("{ 'Content-Type': 'text/plain' }", ["content-type:text/plain"], 0),
    ("{ 'Content-Type': 'a/b', 'content-type': 'c/d' }", ["content-type:c/d"], 0),
    ("{ 'content-type': 'a/b', 'CONTENT-TYPE': 'c/d' }", ["content-type:c/d"], 0),
    ("{ 'Content-Type': ' ' }", [], 0),
    ("{ Zeta: '1', alpha: '2', 'X-Mid': '3' }", ["alpha:2", f"content-type:{JSON}", "x-mid:3", "zeta:1"], 0),
    ("{ n: 5, m: -1, f: 1.5, t: true, u: false }",
     [f"content-type:{JSON}", "f:1.5", "m:-1", "n:5", "t:true", "u:false"], 0),
    ("{ e: '' }", [f"content-type:{JSON}", "e:"], 0),
    ("{ a: null, b: undefined, c: {}, d: [], e: NaN, f: 1n, g: () => 1, ok: '1' }",
     [f"content-type:{JSON}", "ok:1"], 7),
    ("['a']", ["0:a", f"content-type:{JSON}"], 0),
    ("{ 'Ünï': 'wört' }", [f"content-type:{JSON}", "Ünï:wört"], 0),
    ("Object.create({ inherited: 'x' })", [f"content-type:{JSON}"], 0),
    ("Object.defineProperty({ [Symbol()]: 's' }, 'Hidden', { value: 'v' })", [f"content-type:{JSON}", "hidden:v"], 0),
    ("{ cookie: 'a=b', Authorization: 'Basic x' }", ["authorization:Basic x", f"content-type:{JSON}", "cookie:a=b"], 0),
    ("{ 'x-space': ' padded ' }", [f"content-type:{JSON}", "x-space: padded "], 0),
    ("{ 'x-colon': 'a:b;c' }", [f"content-type:{JSON}", "x-colon:a:b;c"], 0),
]  # fmt: skip


@pytest.mark.parametrize(("header", "lines", "notes"), HEADERS)
def test_header_option(server: RawServer, header: str, lines: list[str], notes: int) -> None:
    outcome = request_once(server.url + "/", f"{{ header: {header} }}")
    assert sent(server).decode() == head(server, "GET", "/", *lines).decode()
    assert len(outcome.notes) == notes


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            {"User-Agent": "mine", "Accept": "text/*", "Accept-Encoding": "gzip"},
            ["Host: HOST", "accept:text/*", "accept-encoding:gzip", f"content-type:{JSON}", "user-agent:mine"],
        ),
        (
            {"Host": "other.example"},
            ["Host:other.example", "User-Agent: libcurl-agent/1.0", "Accept: */*", "Accept-Encoding: deflate, gzip, br",
             f"content-type:{JSON}"],
        ),
        (
            {"Accept": " "},
            ["Host: HOST", "User-Agent: libcurl-agent/1.0", "Accept-Encoding: deflate, gzip, br",
             f"content-type:{JSON}"],
        ),
    ],
)  # fmt: skip
def test_user_headers_replace_curl_s_own_line(server: RawServer, header: dict[str, str], expected: list[str]) -> None:
    request_once(server.url + "/", json.dumps({"header": header}))
    host = f"127.0.0.1:{server.port}"
    lines = ["GET / HTTP/1.1", *(line.replace("HOST", host) if line == "Host: HOST" else line for line in expected)]
    assert sent(server).decode() == "\r\n".join([*lines, "", ""])


@pytest.mark.parametrize(("size", "expect"), [(1_048_576, False), (1_048_577, True)])
def test_expect_100_continue_above_one_mebibyte(size: int, expect: bool) -> None:
    with RawServer([receive(), send(OK)]) as server:
        outcome = request_once(server.url + "/", f"{{ method: 'POST', extraData: 'x'.repeat({size}) }}")
        assert outcome.report["data"]["responseCode"] == 200
        (request,) = server.requests
        assert len(request.body) == size
        assert (b"Expect: 100-continue\r\n" in request.head) is expect


def test_the_body_follows_after_a_second_without_100_continue() -> None:
    with RawServer([receive(send_continue=False), send(OK)]) as server:
        code = (
            "const start = Date.now(); const options = { method: 'PUT', extraData: 'x'.repeat(1048577) };"
            f"await http.createHttp().request('{server.url}', options); report(Date.now() - start);"
        )
        assert 999 <= run_snippet(code).report < 1500


def test_overriding_accept_encoding_does_not_turn_decoding_off() -> None:
    body = gzip.compress(b"hello")
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with RawServer([receive(), send(head + body)]) as server:
        options = "{ header: { 'Accept-Encoding': 'identity' } }"
        assert request_once(server.url, options).report["data"]["result"] == "hello"
        assert b"accept-encoding:identity\r\n" in sent(server)


def test_http2_over_cleartext_is_asked_for_by_upgrade(server: RawServer) -> None:
    outcome = request_once(server.url + "/", "{ usingProtocol: http.HttpProtocol.HTTP2 }")
    lines = sent(server).decode().split("\r\n")
    assert outcome.report["data"]["responseCode"] == 200, "a server that stays with HTTP/1.1 is fine"
    # Where among the others these stand differs between releases of libcurl.
    assert "Upgrade: h2c" in lines
    assert "Connection: Upgrade, HTTP2-Settings" in lines
    assert any(line.startswith("HTTP2-Settings: ") for line in lines)


@pytest.mark.parametrize("protocol", ["0", "2", "-1", "'1'", "undefined"])
def test_no_upgrade_otherwise(server: RawServer, protocol: str) -> None:
    request_once(server.url + "/", f"{{ usingProtocol: {protocol} }}")
    assert sent(server) == head(server, "GET", "/", f"content-type:{JSON}")


# CR, LF and NUL where they would change the request: refused with 401 and a note; elsewhere curl refuses.
@pytest.mark.parametrize("char", ["\r", "\n", "\0", "\r\nX: y"])
@pytest.mark.parametrize("options", ["{ header: { a: 'x%sy' } }", "{ header: { 'a%sb': 'y' } }", "{ method: 'GE%sT' }"])
def test_line_breaks_never_reach_the_wire(server: RawServer, char: str, options: str) -> None:
    outcome = request_once(server.url, options % json.dumps(char)[1:-1])
    assert outcome.report == {"error": {"code": 401, "message": "Parameter error"}}
    assert len(outcome.notes) == 1
    assert "would send it" in outcome.notes[0]
    assert server.requests == []


def _hop(location: str, status: int = 302, extra: str = "") -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\n{extra}Content-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("status", "method", "body_again"),
    [
        (301, "POST", False),
        (302, "POST", False),
        (303, "POST", False),
        (307, "POST", True),
        (308, "POST", True),
        (301, "PUT", False),
        (303, "PUT", False),
        (307, "PUT", True),
        (302, "GET", False),
    ],
)
def test_redirect_keeps_the_method(status: int, method: str, body_again: bool) -> None:
    with RawServer([receive(), send(_hop("/second", status)), receive(), send(OK)]) as server:
        data = "" if method == "GET" else ", extraData: 'body'"
        outcome = request_once(server.url + "/first", f"{{ method: '{method}'{data} }}")
        assert outcome.report["data"]["responseCode"] == 200
        second = server.requests[1]
        lines = [f"content-type:{JSON}", *(["Content-Length: 4"] if body_again else [])]
        assert second.head == head(server, method, "/second", *lines)
        assert second.body == (b"body" if body_again else b"")


def test_cookies_of_a_hop_are_sent_to_the_next_and_forgotten_after() -> None:
    hop = _hop("/second", extra="Set-Cookie: a=1\r\n")
    with RawServer([receive(), send(hop), receive(), send(OK), receive(), send(OK)]) as server:
        code = (
            f"const url = '{server.url}'; const options = {{ header: {{ cookie: 'own=2' }} }};"
            "await http.createHttp().request(url + '/1', options);"
            "await http.createHttp().request(url + '/2');"
        )
        run_snippet(code)
        cookies = [
            [line for line in request.head.decode().split("\r\n") if line.lower().startswith("cookie:")]
            for request in server.requests
        ]
        assert cookies == [["cookie:own=2"], ["Cookie: a=1", "cookie:own=2"], []]


def test_credentials_never_go_to_another_host(server: RawServer) -> None:
    with RawServer([receive(), send(_hop(f"http://localhost:{server.port}/x"))]) as first:
        header = "{ header: { Authorization: 'Basic secret', Cookie: 'c=secret', 'X-Other': '1' } }"
        request_once(first.url.replace("//", "//u:p@") + "/", header, resolve=(f"localhost:{server.port}:127.0.0.1",))
    assert b"secret" in first.requests[0].head
    head_there = server.requests[0].head.lower()
    assert b"secret" not in head_there
    assert b"authorization" not in head_there
    assert b"x-other:1" in head_there


@pytest.mark.parametrize(("hops", "code"), [(30, 200), (31, 2300047)])
def test_thirty_redirects_and_no_more(hops: int, code: int) -> None:
    def answer(peer: Peer) -> None:
        peer.send(_hop("/n") if len(peer.server.requests) <= hops else OK)

    with RawServer([repeat(receive(), answer)]) as server:
        reported = request_once(server.url + "/").report
    assert (reported["data"]["responseCode"] if code == 200 else reported["error"]["code"]) == code


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "dict://127.0.0.1/"]
)
def test_redirect_to_another_scheme_is_2300001(target: str) -> None:
    with RawServer([receive(), send(_hop(target))]) as server:
        assert request_once(server.url).report["error"]["code"] == 2300001


def test_3xx_without_location_is_returned_as_it_is() -> None:
    with RawServer([receive(), send(b"HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nhi")]) as server:
        data = request_once(server.url).report["data"]
        assert (data["responseCode"], data["result"]) == (302, "hi")


def test_requests_share_a_connection(server: RawServer) -> None:
    code = f"for (let i = 0; i < 5; i++) await http.createHttp().request('{server.url}');"
    assert run_snippet(code).exit_code == 0
    assert len(server.requests) == 5
    assert server.connections == 1
