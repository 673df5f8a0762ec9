"""Framing of requests: every rule is one of RFC 9112, and no way to split the bytes changes what comes out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runtime.example_server.http1.requests import BODY_LIMIT, HEAD_LIMIT, HttpError, RequestParser

Outcome = list[tuple[str, str, dict[str, str], bytes] | int]


def outcome(pieces: list[bytes]) -> Outcome:
    """The requests that a parser makes of `pieces`, and at the end the status of the error, if there is one."""
    parser = RequestParser()
    found: Outcome = []
    request = None
    try:
        for piece in pieces:
            parser.receive(piece)
            while True:
                if request is None:
                    request = parser.read_head()
                if request is None or not parser.read_body(request):
                    break
                found.append((request.method, request.target, request.headers, request.body))
                request = None
    except HttpError as error:
        found.append(error.status)
    return found


def head(*lines: str) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def test_a_request_with_a_body_of_known_length() -> None:
    sent = head("POST /a?b=c HTTP/1.1", "Host: h", "Content-Length: 3", "X-Two:  padded\t") + b"abc"
    assert outcome([sent]) == [("POST", "/a?b=c", {"host": "h", "content-length": "3", "x-two": "padded"}, b"abc")]


def test_a_chunked_body_with_extensions_and_trailers() -> None:
    sent = head("POST / HTTP/1.1", "Host: h", "Transfer-Encoding: Chunked") + (
        b'4\r\nWiki\r\nA ;name="value"\r\n0123456789\r\n0\r\nTrailer: ignored\r\n\r\n'
    )
    expected = ("POST", "/", {"host": "h", "transfer-encoding": "Chunked"}, b"Wiki0123456789")
    assert outcome([sent + sent]) == [expected, expected]


def test_pipelined_requests_come_out_in_order() -> None:
    one = head("GET /1 HTTP/1.1", "Host: h")
    two = head("POST /2 HTTP/1.1", "Host: h", "Content-Length: 2") + b"hi"
    three = head("GET /3 HTTP/1.1", "Host: h")
    found = outcome([one + two + three])
    assert found == outcome([bytes([byte]) for byte in one + two + three])
    assert [entry[1] for entry in found if not isinstance(entry, int)] == ["/1", "/2", "/3"]


def test_a_short_request_behind_a_long_one_that_came_in_two_pieces() -> None:
    long, short = head("GET / HTTP/1.1", "Host: h", "A: " + "x" * 99), head("GET / HTTP/1.1", "Host: h")
    assert outcome([long[:-1], long[-1:] + short]) == outcome([long + short])
    assert len(outcome([long + short])) == 2


def test_one_empty_line_before_a_request_is_skipped() -> None:
    sent = b"\r\n" + head("GET / HTTP/1.1", "Host: h")
    assert outcome([sent + sent]) == outcome([head("GET / HTTP/1.1", "Host: h") * 2])


def test_repeated_headers_are_joined() -> None:
    sent = head("GET / HTTP/1.1", "Host: h", "A: 1", "Cookie: x=1", "a: 2", "Cookie: y=2")
    assert outcome([sent]) == [("GET", "/", {"host": "h", "a": "1,2", "cookie": "x=1; y=2"}, b"")]


def test_header_values_are_utf_8_or_else_latin_1() -> None:
    sent = b"GET / HTTP/1.1\r\nHost: h\r\nA: \xe4\xbd\xa0\r\nB: \xe9\r\n\r\n"
    assert outcome([sent]) == [("GET", "/", {"host": "h", "a": "你", "b": "é"}, b"")]


@pytest.mark.parametrize(
    ("method", "target", "authority", "path", "query", "url"),
    [
        ("GET", "/p/q?a=?", "h:1", "/p/q", "a=?", "http://h:1/p/q?a=?"),
        ("GET", "/?", "h:1", "/", "", "http://h:1/?"),
        ("GET", "http://other:2/p?q", "other:2", "/p", "q", "http://other:2/p?q"),
        ("GET", "HTTP://other", "other", "/", "", "http://other/"),
        ("GET", "http://other?q/r", "other", "/", "q/r", "http://other/?q/r"),
        ("OPTIONS", "*", "h:1", "", "", "http://h:1"),
        ("CONNECT", "/p", "h:1", "/p", "", "http://h:1/p"),
    ],
)
def test_the_forms_of_a_target(method: str, target: str, authority: str, path: str, query: str, url: str) -> None:
    parser = RequestParser()
    parser.receive(head(f"{method} {target} HTTP/1.1", "Host: h:1"))
    request = parser.read_head()
    assert request is not None
    assert (request.authority, request.path, request.query, request.url) == (authority, path, query, url)


@pytest.mark.parametrize(
    ("version", "connection", "kept"),
    [
        ("1.1", None, True),
        ("1.1", "Close", False),
        ("1.1", "x, close", False),
        ("1.1", "closed", True),
        ("1.0", None, False),
        ("1.0", "Keep-Alive", True),
        ("1.0", "keep-alive, close", False),
    ],
)
def test_whether_the_connection_is_kept(version: str, connection: str | None, kept: bool) -> None:
    lines = [f"GET / HTTP/{version}", "Host: h"] + ([f"Connection: {connection}"] if connection else [])
    parser = RequestParser()
    parser.receive(head(*lines))
    request = parser.read_head()
    assert request is not None
    assert request.keep_alive is kept


REFUSED = {
    "two spaces in the request line": (b"GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    "a tab in the request line": (b"GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    "HTTP/0.9": (b"GET /\r\nHost: h\r\n\r\n", 400),
    "a space behind the version": (b"GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400),
    "a method that is no token": (b"G(T / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    "lower-case version": (b"GET / http/1.1\r\nHost: h\r\n\r\n", 400),
    "a version that is no number": (b"GET / HTTP/1.x\r\nHost: h\r\n\r\n", 400),
    "another protocol": (b"GET / ICAP/1.1\r\nHost: h\r\n\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    "HTTP/3": (b"GET / HTTP/3.0\r\nHost: h\r\n\r\n", 505),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    "a relative target": (b"GET x HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    "another scheme": (b"GET https://h/ HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    "the asterisk with GET": (b"GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    "a tunnel": (b"CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", 501),
    "no Host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "two Hosts": (b"GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", 400),
    "no colon": (b"GET / HTTP/1.1\r\nHost: h\r\nabc\r\n\r\n", 400),
    "no name": (b"GET / HTTP/1.1\r\nHost: h\r\n: x\r\n\r\n", 400),
    "a space before the colon": (b"GET / HTTP/1.1\r\nHost: h\r\nA : x\r\n\r\n", 400),
    "a folded line": (b"GET / HTTP/1.1\r\nHost: h\r\nA: x\r\n y\r\n\r\n", 400),
    "a folded first line": (b"GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400),
    "NUL in a value": (b"GET / HTTP/1.1\r\nHost: h\r\nA: x\0y\r\n\r\n", 400),
    "NUL in the target": (b"GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    "DEL in a value": (b"GET / HTTP/1.1\r\nHost: h\r\nA: \x7f\r\n\r\n", 400),
    "a bare CR in a value": (b"GET / HTTP/1.1\r\nHost: h\r\nA: x\ry\r\n\r\n", 400),
    "a bare LF in a value": (b"GET / HTTP/1.1\r\nHost: h\r\nA: x\nB: y\r\n\r\n", 400),
    "only bare LFs": (b"GET / HTTP/1.1\nHost: h\n\n", 400),
    "CR and LF apart": (b"GET / HTTP/1.1\r\nHost: h\r\nA: x\ry\nz\r\n\r\n", 400),
    "two empty lines first": (b"\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
}

BAD_FRAMING = {
    "both lengths": (["Content-Length: 3", "Transfer-Encoding: chunked"], 400),
    "both lengths, the other way round": (["Transfer-Encoding: chunked", "Content-Length: 3"], 400),
    "differing lengths": (["Content-Length: 3", "Content-Length: 4"], 400),
    "a list of lengths": (["Content-Length: 3, 3"], 400),
    "a signed length": (["Content-Length: +3"], 400),
    "a negative length": (["Content-Length: -3"], 400),
    "a hexadecimal length": (["Content-Length: 0x3"], 400),
    "an empty length": (["Content-Length:"], 400),
    "a fraction": (["Content-Length: 3.0"], 400),
    "digits that are not ASCII": (["Content-Length: ³"], 400),
    "a body over the limit": ([f"Content-Length: {BODY_LIMIT + 1}"], 413),
    "a length of 5000 digits": (["Content-Length: " + "9" * 5000], 413),
    "chunked twice": (["Transfer-Encoding: chunked, chunked"], 400),
    "chunked twice on two lines": (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], 400),
    "chunked not last": (["Transfer-Encoding: chunked, gzip"], 400),
    "identity": (["Transfer-Encoding: identity"], 400),
    "almost chunked": (["Transfer-Encoding: xchunked"], 400),
    "chunked with a vertical tab": (["Transfer-Encoding: \x0bchunked"], 400),
    "another coding below": (["Transfer-Encoding: gzip, chunked"], 501),
}

BAD_CHUNKS = {
    "no size": b"\r\n",
    "not hexadecimal": b"g\r\n",
    "a prefix": b"0x3\r\nabc\r\n0\r\n\r\n",
    "a sign": b"+3\r\nabc\r\n0\r\n\r\n",
    "an underscore": b"1_0\r\n0123456789abcdef\r\n0\r\n\r\n",
    "space before the size": b" 3\r\nabc\r\n0\r\n\r\n",
    "space behind the size": b"3 \r\nabc\r\n0\r\n\r\n",
    "a size ended by LF": b"3\nabc\r\n0\r\n\r\n",
    "a CR in an extension": b"3;a\rb\r\nabc\r\n0\r\n\r\n",
    "a NUL in an extension": b"3;a\0b\r\nabc\r\n0\r\n\r\n",
    "17 digits": b"0" * 16 + b"3\r\nabc\r\n0\r\n\r\n",
    "an endless extension": b"3;" + b"a" * 2000,
    "a chunk longer than its size": b"3\r\nabcd\r\n0\r\n\r\n",
    "a chunk without its line break": b"3\r\nabcXX0\r\n\r\n",
    "a chunk ended by LF": b"3\r\nabc\n0\r\n\r\n",
    "a bad trailer": b"0\r\nno colon\r\n\r\n",
    "a trailer ended by LF": b"0\r\nA: b\n\n",
    "a folded trailer": b"0\r\nA: b\r\n c\r\n\r\n",
}


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_malformed_heads(sent: bytes, status: int) -> None:
    assert outcome([sent]) == [status]


@pytest.mark.parametrize(("lines", "status"), BAD_FRAMING.values(), ids=BAD_FRAMING.keys())
def test_framing_that_two_parsers_could_read_differently(lines: list[str], status: int) -> None:
    sent = head("POST / HTTP/1.1", "Host: h", *lines) + b"abc"
    assert outcome([sent]) == [status]


@pytest.mark.parametrize("body", BAD_CHUNKS.values(), ids=BAD_CHUNKS.keys())
def test_malformed_chunks(body: bytes) -> None:
    assert outcome([head("POST / HTTP/1.1", "Host: h", "Transfer-Encoding: chunked") + body]) == [400]


def test_http_1_0_has_no_chunks() -> None:
    assert outcome([head("POST / HTTP/1.0", "Transfer-Encoding: chunked") + b"0\r\n\r\n"]) == [400]


def test_http_1_0_needs_no_host() -> None:
    assert outcome([head("GET / HTTP/1.0")]) == [("GET", "/", {}, b"")]


def test_chunks_beyond_the_limit_are_refused_before_they_arrive() -> None:
    sent = head("POST / HTTP/1.1", "Host: h", "Transfer-Encoding: chunked")
    assert outcome([sent + b"1\r\na\r\n%x\r\n" % BODY_LIMIT]) == [413]


@pytest.mark.parametrize(("size", "status"), [(HEAD_LIMIT, None), (HEAD_LIMIT + 1, 431)])
def test_the_limit_of_a_head(size: int, status: int | None) -> None:
    start = b"GET / HTTP/1.1\r\nHost: h\r\nA: "
    sent = start + b"x" * (size - len(start) - 4) + b"\r\n\r\n"
    found = outcome([sent])
    assert found == [status] if status else len(found) == 1 and not isinstance(found[0], int)
    assert outcome([sent[:1000], sent[1000:-2], sent[-2:]]) == found


def test_a_head_that_never_ends_is_refused_at_the_limit() -> None:
    assert outcome([b"GET / HTTP/1.1\r\n" + b"x" * HEAD_LIMIT]) == [431]
    assert outcome([b"x" * (HEAD_LIMIT - 1)]) == []


def test_expecting_to_be_told_to_continue() -> None:
    def expects(*lines: str) -> bool:
        parser = RequestParser()
        parser.receive(head(*lines))
        request = parser.read_head()
        assert request is not None
        return parser.expects_continue(request)

    expect = "Expect: 100-Continue"
    assert expects("POST / HTTP/1.1", "Host: h", "Content-Length: 1", expect)
    assert expects("POST / HTTP/1.1", "Host: h", "Transfer-Encoding: chunked", expect)
    assert not expects("POST / HTTP/1.1", "Host: h", "Content-Length: 0", expect)
    assert not expects("GET / HTTP/1.1", "Host: h", expect)
    assert not expects("POST / HTTP/1.0", "Content-Length: 1", expect)
    assert not expects("POST / HTTP/1.1", "Host: h", "Content-Length: 1")


# Bytes that look enough like HTTP to get far into the parser.
FRAGMENTS = st.one_of(
    st.sampled_from(
        [
            b"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
            b"POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
            b"POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"5\r\nhello\r\n",
            b"0\r\n\r\n",
            b"0\r\nA: b\r\n\r\n",
            b"POST / HTTP/1.1\r\n",
            b"Host: h\r\n",
            b"Content-Length: 2\r\n",
            b"A: b\r\n",
            b" folded\r\n",
            b"\r\n",
            b"\r",
            b"\n",
            b"\0",
            b";x",
            b"HTTP/2.0",
        ]
    ),
    st.binary(max_size=6),
)


@given(st.lists(FRAGMENTS, max_size=12).map(b"".join), st.lists(st.integers(0, 400), max_size=12))
@example(b"GET / HTTP/9.9\r\nHost: h\nA: b\r\n\r\n", [26])
@example(b"\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", [1])
def test_splitting_changes_nothing(sent: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    pieces = [sent[start:end] for start, end in pairwise(edges)]
    whole = outcome([sent])
    assert outcome(pieces) == whole
    assert outcome([bytes([byte]) for byte in sent]) == whole
