"""The HttpResponse: behaviour tables 4 and decisions C2, C3, C16, C17, strings, set-cookie, OBJECT that is not JSON."""

from __future__ import annotations

import gzip
import json
import re
import time
import zlib
from email.utils import formatdate
from typing import Any

import pytest

from tests.bindings.snippets import Outcome, request_once, run_snippet
from tests.servers.raw import RawServer, pause, receive, repeat, send

STRING, OBJECT, ARRAY_BUFFER = 0, 1, 2
MEMBERS = ["responseCode", "cookies", "header", "result", "resultType", "performanceTiming", "connectionExtraInfo"]


def answer(body: bytes = b"", *lines: str, status: str = "200 OK", length: bool = True) -> bytes:
    """A response with `lines` as its header."""
    lines = (*lines, f"Content-Length: {len(body)}") if length else lines
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def ask(response: bytes, options: str = "{}", **settings: Any) -> Outcome:
    """What a snippet reports of `response`: {data, keys} or {error}."""
    with RawServer([repeat(receive(), send(response))]) as server:
        return request_once(server.url, options, **settings)


def evaluate(response: bytes, expression: str, options: str = "{}") -> Any:
    """`expression` over `data`, the response object."""
    with RawServer([repeat(receive(), send(response))]) as server:
        code = f"const data = await http.createHttp().request('{server.url}', {options}); report({expression});"
        return run_snippet(code).report


def test_members_and_their_order() -> None:
    report = ask(answer(b"hi")).report
    assert report["keys"] == MEMBERS
    data = report["data"]
    del data["performanceTiming"]
    del data["connectionExtraInfo"]
    expected = {"responseCode": 200, "cookies": "", "header": {"content-length": "2"}, "result": "hi", "resultType": 0}
    assert json.dumps(data) == json.dumps(expected)


def test_members_are_plain_writable_and_listed() -> None:
    expression = (
        "[Object.getPrototypeOf(data) === Object.prototype, Object.getPrototypeOf(data.header) === Object.prototype,"
        "typeof data.header, Object.values(Object.getOwnPropertyDescriptors(data)).every((d) => d.writable && "
        "d.enumerable && d.configurable), (data.header['content-length'] = 'x', data.header['content-length'])]"
    )
    assert evaluate(answer(b"hi"), expression) == [True, True, "object", True, "x"]


def test_performance_timing() -> None:
    timing = evaluate(answer(b"hi"), "data.performanceTiming")
    names = (
        "dnsTiming firstReceiveTiming firstSendTiming redirectTiming responseBodyTiming responseHeaderTiming "
        "tcpTiming tlsTiming totalFinishTiming totalTiming"
    )
    assert list(timing) == names.split()
    assert timing["tlsTiming"] == timing["redirectTiming"] == 0
    assert 0 < timing["tcpTiming"] <= timing["firstSendTiming"] <= timing["firstReceiveTiming"]
    assert timing["firstReceiveTiming"] <= timing["responseHeaderTiming"] <= timing["responseBodyTiming"]
    assert timing["responseBodyTiming"] <= timing["totalTiming"] < 5000


def test_the_header_is_timed_to_its_end() -> None:
    head, end = answer(b"hi")[:20], answer(b"hi")[20:]
    with RawServer([receive(), send(head), pause(300), send(end)]) as server:
        code = f"report((await http.createHttp().request('{server.url}')).performanceTiming);"
        timing = run_snippet(code).report
    # However late the first bytes were read, the rest was sent long after them.
    assert timing["responseHeaderTiming"] > timing["firstReceiveTiming"] + 50


def test_tcp_timing_is_0_on_a_kept_connection() -> None:
    with RawServer([repeat(receive(), send(answer(b"hi")))]) as server:
        code = (
            f"const get = async () => (await http.createHttp().request('{server.url}')).performanceTiming.tcpTiming;"
            "report([await get() > 0, await get()]);"
        )
        assert run_snippet(code).report == [True, 0]


class TestHeader:
    """4.1 and C2."""

    @pytest.mark.parametrize(
        ("lines", "header"),
        [
            (["B: 1", "a: 2", "C-d: 3"], {"a": "2", "b": "1", "c-d": "3"}),
            (["A: 1", "a: 2"], {"a": "2"}),
            (["Empty:", "blank:   ", "x: 1"], {"x": "1"}),
            (["x:1", "y:   2   "], {"x": "1", "y": "2"}),
            (["x: a:b:c"], {"x": "a:b:c"}),
            (["x:\t1\t "], {"x": "\t1\t"}),
            ([" x : 1"], {"x": "1"}),
            (["x: 1", "  folded: 2"], {"x": "1 folded: 2"}),
            (["2: b", "1: a", "x: c"], {"1": "a", "2": "b", "x": "c"}),
            (["x: \u00e4\u4e2d"], {"x": "\u00e4\u4e2d"}),
            (
                ["__proto__: p", "constructor: c", "toString: t"],
                {"__proto__": "p", "constructor": "c", "tostring": "t"},
            ),
            (["Set-Cookie: a=1", "x: 1"], {"x": "1", "set-cookie": ["a=1"]}),
            (["Set-Cookie: a=1", "set-cookie: b=2", "z: 1"], {"z": "1", "set-cookie": ["a=1", "b=2"]}),
        ],
    )
    def test_object(self, lines: list[str], header: dict[str, Any]) -> None:
        text = evaluate(answer(b"", *lines, "Content-Length: 0", length=False), "JSON.stringify(data.header)")
        expected = {**header, "content-length": "0"}
        ordered = sorted((key for key in expected if key != "set-cookie"), key=lambda key: (not key.isdigit(), key))
        ordered += [key for key in expected if key == "set-cookie"]
        assert text == json.dumps({key: expected[key] for key in ordered}, separators=(",", ":"), ensure_ascii=False)

    def test_a_byte_that_is_not_utf_8_becomes_a_replacement_character(self) -> None:
        response = b"HTTP/1.1 200 OK\r\nx: a\xffb\r\nContent-Length: 0\r\n\r\n"
        assert evaluate(response, "data.header.x") == "a\N{REPLACEMENT CHARACTER}b"

    def test_a_reason_phrase_is_no_header(self) -> None:
        assert ask(answer(b"", status="200 odd: phrase")).report["data"]["header"] == {"content-length": "0"}

    def test_lines_that_end_with_a_bare_line_feed(self) -> None:
        data = ask(answer(b"hi", "X: 1").replace(b"\r", b"")).report["data"]
        assert (data["header"], data["result"]) == ({"content-length": "2", "x": "1"}, "hi")

    def test_reading_in_another_case_finds_the_value_with_a_note(self) -> None:
        with RawServer([receive(), send(answer(b"", "X-One: 1"))]) as server:
            outcome = run_snippet(
                f"const {{ header }} = await http.createHttp().request('{server.url}');"
                "for (let i = 0; i < 2; i++) "
                "report([header['X-One'], header['x-one'], header['X-ONE'], header['X-Two']]);"
                "report(['X-One' in header, Object.keys(header), Object.hasOwn(header, 'X-One')]);"
            )
        assert outcome.reports[:2] == [["1", "1", "1", None]] * 2
        assert outcome.reports[2] == [False, ["content-length", "x-one"], False]
        assert len(outcome.notes) == 2, "once a name and place"
        assert "write data.header['x-one']" in outcome.notes[0]

    @pytest.mark.parametrize("name", ["status-line", "Status-Line"])
    def test_status_line_can_be_read_and_is_not_listed(self, name: str) -> None:
        with RawServer([receive(), send(answer(b"", status="404 Not Here"))]) as server:
            outcome = run_snippet(
                f"const {{ header }} = await http.createHttp().request('{server.url}');"
                f"report([header['{name}'], Object.keys(header), JSON.stringify(header)]);"
            )
        assert outcome.report == ["HTTP/1.1 404 Not Here", ["content-length"], '{"content-length":"0"}']
        assert len(outcome.notes) == 1

    def test_hops_are_merged_the_later_wins(self) -> None:
        hop = answer(b"", "Location: /b", "X-Both: first", "X-Hop: 1", "Set-Cookie: a=1", status="302 Found")
        last = answer(b"", "X-Both: last", "Set-Cookie: b=2")
        with RawServer([receive(), send(hop), receive(), send(last)]) as server:
            data = request_once(server.url).report["data"]
        assert data["header"] == {
            "content-length": "0",
            "location": "/b",
            "x-both": "last",
            "x-hop": "1",
            "set-cookie": ["a=1", "b=2"],
        }

    def test_informational_responses_are_merged_and_not_reported(self) -> None:
        early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
        data = ask(early + answer(b"hi")).report["data"]
        assert data["responseCode"] == 200
        assert data["header"] == {"content-length": "2", "link": "</a.css>"}

    def test_trailers_are_not_seen(self) -> None:
        chunked = b"2\r\nhi\r\n0\r\nX-Trailer: 1\r\n\r\n"
        response = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Trailer\r\n\r\n" + chunked
        data = ask(response).report["data"]
        assert data["result"] == "hi"
        assert "x-trailer" not in data["header"]

    def test_two_hundred_kilobytes_of_headers(self) -> None:
        lines = [f"x-{index:04}: {'v' * 190}" for index in range(1000)]
        header = ask(answer(b"", *lines)).report["data"]["header"]
        assert len(header) == 1001
        assert header["x-0999"] == "v" * 190


@pytest.mark.parametrize(
    ("set_cookie", "cookies"),
    [
        ([], ""),
        (["a=1"], "127.0.0.1\tFALSE\t/\tFALSE\t0\ta\t1"),
        (["a=1; HttpOnly; Path=/x"], "#HttpOnly_127.0.0.1\tFALSE\t/x\tFALSE\t0\ta\t1"),
        (["a=1; Domain=example.com"], ""),
        (["a=1; Max-Age=0"], ""),
    ],
)
def test_cookies_as_cookie_file_lines(set_cookie: list[str], cookies: str) -> None:
    assert cookies_of(*set_cookie) == cookies


def cookies_of(*set_cookie: str) -> str:
    """What `data.cookies` is for these Set-Cookie headers."""
    cookies = ask(answer(b"", *(f"Set-Cookie: {value}" for value in set_cookie))).report["data"]["cookies"]
    assert isinstance(cookies, str)
    return cookies


def test_several_cookies_are_joined_by_crlf() -> None:
    lines = cookies_of("b=2", "a=1").split("\r\n")
    assert sorted(lines) == ["127.0.0.1\tFALSE\t/\tFALSE\t0\ta\t1", "127.0.0.1\tFALSE\t/\tFALSE\t0\tb\t2"]


@pytest.mark.parametrize(("days", "seen"), [(100, {100}), (4000, {400, 4000})])
def test_expiry_of_a_cookie_in_unix_time(days: int, seen: set[int]) -> None:
    # Newer releases of libcurl than a device has keep no cookie longer than 400 days (RFC 6265bis 5.5).
    now = int(time.time())
    expiry = now + days * 86400
    cookies = cookies_of(f"a=1; Expires={formatdate(expiry, usegmt=True)}")
    line = re.fullmatch(r"127\.0\.0\.1\tFALSE\t/\tFALSE\t(\d+)\ta\t1", cookies)
    assert line is not None
    expires = int(line[1])
    assert round((expires - now) / 86400) in seen
    assert days > 400 or expires == expiry


def test_cookies_of_all_hops() -> None:
    hop = answer(b"", "Location: /b", "Set-Cookie: a=1", status="302 Found")
    with RawServer([receive(), send(hop), receive(), send(answer(b"", "Set-Cookie: b=2"))]) as server:
        lines = request_once(server.url).report["data"]["cookies"].split("\r\n")
    assert sorted(line.split("\t")[5] for line in lines) == ["a", "b"]


BYTES = bytes([0, 1, 255, 128])
# content-type, expectDataType, body, result (None: absent), resultType (None: absent)
RESULTS: list[tuple[str, str, bytes, Any, int | None]] = [
    ("text/plain", "undefined", b"hi", "hi", STRING),
    ("application/json", "undefined", b'{"a":1}', '{"a":1}', STRING),
    ("", "undefined", b"hi", "hi", STRING),
    ("application/octet-stream", "undefined", b"hi", [104, 105], ARRAY_BUFFER),
    ("Application/Octet-Stream; x=y", "undefined", b"hi", [104, 105], ARRAY_BUFFER),
    ("image/png", "undefined", BYTES, [0, 1, 255, 128], ARRAY_BUFFER),
    ("text/x-image-list", "undefined", b"hi", [104, 105], ARRAY_BUFFER),
    ("image/svg+xml", "0", b"<svg/>", "<svg/>", STRING),
    ("image/png", "1", b"[1]", [1], OBJECT),
    ("text/plain", "2", b"hi", [104, 105], ARRAY_BUFFER),
    ("text/plain", "1", b'{"a":[1,null]}', {"a": [1, None]}, OBJECT),
    ("text/plain", "1", b"5", 5, OBJECT),
    ("text/plain", "1", b"null", None, OBJECT),
    ("text/plain", "1", b' "x" ', "x", OBJECT),
    ("text/plain", "0", b"", "", STRING),
    ("text/plain", "undefined", b"", "", STRING),
    ("text/plain", "2", b"", None, None),
    ("image/png", "undefined", b"", None, ARRAY_BUFFER),
    ("image/png", "0", b"", "", STRING),
    ("text/plain", "undefined", b"a\0b", "a\0b", STRING),
    ("text/plain", "undefined", b"\xef\xbb\xbfhi", "\ufeffhi", STRING),
    ("text/plain; charset=iso-8859-1", "undefined", b"\xe4", "\N{REPLACEMENT CHARACTER}", STRING),
    ("text/plain", "undefined", b"a\xffb", "a\N{REPLACEMENT CHARACTER}b", STRING),
    ("text/plain", "undefined", "\U0001f600".encode(), "\U0001f600", STRING),
]


@pytest.mark.parametrize(("content_type", "expected", "body", "result", "kind"), RESULTS)
def test_result_and_result_type(content_type: str, expected: str, body: bytes, result: Any, kind: int | None) -> None:
    lines = [f"Content-Type: {content_type}"] if content_type else []
    expression = (
        "[data.result instanceof ArrayBuffer ? [...new Uint8Array(data.result)] : data.result,"
        "'resultType' in data ? data.resultType : null, 'result' in data]"
    )
    reported = evaluate(answer(body, *lines), expression, f"{{ expectDataType: {expected} }}")
    absent = kind is None or (kind == ARRAY_BUFFER and not body)
    assert reported == [result, kind, not absent]


@pytest.mark.parametrize("body", [b"", b"no json", b'{"a":', b"{'a':1}", b"1 2", b"\xef\xbb\xbf{}"])
def test_object_that_is_not_json_is_undefined_and_noted(body: bytes) -> None:
    with RawServer([receive(), send(answer(body))]) as server:
        code = (
            f"const data = await http.createHttp().request('{server.url}', {{ expectDataType: 1 }});"
            "report(['result' in data, data.result === undefined, data.resultType]);"
        )
        outcome = run_snippet(code)
    assert outcome.report == [True, True, 1]
    assert len(outcome.notes) == 1
    assert "not JSON" in outcome.notes[0]


@pytest.mark.parametrize(("size", "kind"), [(65536, OBJECT), (65537, STRING)])
def test_object_only_up_to_64_kibibytes(size: int, kind: int) -> None:
    body = b'"' + b"x" * (size - 2) + b'"'
    data = ask(answer(body), "{ expectDataType: 1 }").report["data"]
    assert data["resultType"] == kind
    assert data["result"] == ("x" * (size - 2) if kind == OBJECT else body.decode())


def _deflated(body: bytes, window: int) -> bytes:
    compressor = zlib.compressobj(wbits=window)
    return compressor.compress(body) + compressor.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("x-gzip", gzip.compress(b"hello", mtime=0)),
        ("deflate", _deflated(b"hello", 15)),
        ("deflate", _deflated(b"hello", -15)),
        ("br", b"\x0b\x02\x80hello\x03"),
        ("identity", b"hello"),
        ("deflate, gzip", gzip.compress(_deflated(b"hello", 15), mtime=0)),
    ],
)
def test_content_encodings_are_undone_and_headers_stay(encoding: str, body: bytes) -> None:
    data = ask(answer(body, f"Content-Encoding: {encoding}")).report["data"]
    assert data["result"] == "hello"
    assert data["header"] == {"content-encoding": encoding, "content-length": str(len(body))}


@pytest.mark.parametrize(
    ("status", "method", "extra", "code"),
    [
        ("204 No Content", "GET", [], 204),
        ("205 Reset Content", "GET", ["Content-Length: 0"], 205),
        ("304 Not Modified", "GET", [], 304),
        ("206 Partial Content", "GET", ["Content-Length: 0"], 206),
        ("200 OK", "HEAD", ["Content-Length: 500"], 200),
        ("401 Unauthorized", "GET", ["Content-Length: 0"], 401),
        ("404 Not Found", "GET", ["Content-Length: 0"], 404),
        ("500 Oops", "POST", ["Content-Length: 0"], 500),
        ("999 Odd", "GET", ["Content-Length: 0"], 999),
    ],
)
def test_empty_bodies_and_error_statuses_are_successes(status: str, method: str, extra: list[str], code: int) -> None:
    response = answer(b"", *extra, status=status, length=False)
    data = ask(response, f"{{ method: '{method}' }}").report["data"]
    assert (data["responseCode"], data["result"], data["resultType"]) == (code, "", STRING)


def test_a_connection_is_kept_after_head_and_204() -> None:
    responses = [
        answer(b"", "Content-Length: 9", length=False),
        answer(b"", status="204 N", length=False),
        answer(b"x"),
    ]
    steps = [step for response in responses for step in (receive(), send(response))]
    with RawServer(steps) as server:
        code = (
            f"const url = '{server.url}'; await http.createHttp().request(url, {{ method: 'HEAD' }});"
            "await http.createHttp().request(url); report((await http.createHttp().request(url)).result);"
        )
        assert run_snippet(code).report == "x"
        assert server.connections == 1


def test_array_buffer_of_five_mebibytes() -> None:
    size = 5 * 1024 * 1024
    body = bytes(range(256)) * (size // 256)
    expression = "[data.result.byteLength, new Uint8Array(data.result).every((byte, i) => byte === (i & 255))]"
    assert evaluate(answer(body), expression, "{ expectDataType: 2 }") == [size, True]


def test_body_until_the_connection_closes() -> None:
    with RawServer([receive(), send(b"HTTP/1.0 200 OK\r\n\r\nuntil close")]) as server:
        assert request_once(server.url).report["data"]["result"] == "until close"


def test_the_body_of_a_response_to_head_is_not_read() -> None:
    with RawServer([receive(), send(answer(b"uninvited"))]) as first:
        data = request_once(first.url, "{ method: 'HEAD' }").report["data"]
    assert (data["result"], data["header"]) == ("", {"content-length": "9"})


def test_json_is_not_parsed_without_being_asked_for() -> None:
    data = ask(answer(b'{"a":1}', "Content-Type: application/json")).report["data"]
    assert (data["result"], data["resultType"]) == ('{"a":1}', STRING)
