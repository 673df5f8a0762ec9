"""response.py, whose functions are pure: behaviour tables 4 and decisions C2, C16, set-cookie, strings."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindings.net_http.response import ARRAY_BUFFER, OBJECT, STRING, cookie_text, result_type
from runtime.transport.headers import Block, HeaderCollector
from runtime.transport.text import text_of

NOT_GIVEN = -1


def collect(*lines: str | bytes) -> tuple[HeaderCollector, list[bool]]:
    """What collected these lines, CRLF added, and what it said after each block."""
    collector, block, told = HeaderCollector(), [], []
    for line in lines:
        block.append((line if isinstance(line, bytes) else line.encode()) + b"\r\n")
        if block[-1] == b"\r\n":
            told.append(collector.add(Block(block)))
            block = []
    return collector, told


def flat(collector: HeaderCollector) -> list[str]:
    """name, value, name, value, …"""
    pairs = collector.pairs(cookies_last=True)
    return pairs[: pairs.index("set-cookie")] if "set-cookie" in pairs else pairs


def headers(*lines: str | bytes) -> list[str]:
    """The headers of one 200 response."""
    return flat(collect("HTTP/1.1 200 OK", *lines, "")[0])


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        ([], []),
        (["B: 1", "a: 2"], ["a", "2", "b", "1"]),
        (["X: 1", "x: 2"], ["x", "2"]),
        (["x:1", "y:  2  "], ["x", "1", "y", "2"]),
        (["x:\t1\t"], ["x", "\t1\t"]),
        (["x: a:b"], ["x", "a:b"]),
        (["x:", "y:   "], []),
        (["x: 1", "x:"], []),
        (["no colon"], []),
        (["ÄX: 1"], ["Äx", "1"]),
        ([b"x: \xff"], ["x", "\N{REPLACEMENT CHARACTER}"]),
        (["z: 1", "ä: 2", "\U0001f600: 3", "\uff00: 4"], ["z", "1", "ä", "2", "\uff00", "4", "\U0001f600", "3"]),
        ([": v"], ["", "v"]),
    ],
)
def test_headers_in_byte_order_of_their_lower_case_names(lines: list[str | bytes], pairs: list[str]) -> None:
    assert headers(*lines) == pairs


def test_lower_case_is_that_of_ascii() -> None:
    # Bytes of another script are not changed: the name stays what was sent.
    assert headers("Ä: 1") == ["Ä", "1"]


def test_the_end_of_a_block_is_told_once() -> None:
    assert collect("HTTP/1.1 200 OK", "x: 1", "", "x: 2", "")[1] == [True, False]


@pytest.mark.parametrize("status", ["100 Continue", "103 Early Hints", "101 Switching Protocols", "199"])
def test_informational_responses_are_collected_and_not_told(status: str) -> None:
    collector, told = collect(f"HTTP/1.1 {status}", "x: 1", "")
    assert told == [False]
    assert flat(collector) == ["x", "1"]


@pytest.mark.parametrize("status", ["200", "204 No Content", "302 Found", "404", "999 Odd"])
def test_every_other_response_is_told(status: str) -> None:
    assert collect(f"HTTP/1.1 {status}", "")[1] == [True]


def test_a_bare_line_feed_ends_lines_and_blocks_too() -> None:
    collector = HeaderCollector()
    assert collector.add(Block([b"HTTP/1.1 200 OK\n", b"x: 1\n", b"\n"]))
    assert flat(collector) == ["x", "1"]


def test_responses_are_merged_and_the_last_status_line_counts() -> None:
    lines = ["HTTP/1.1 302 Found", "both: 1", "hop: 1", "", "HTTP/2 200", "both: 2", ""]
    collector, told = collect(*lines)
    assert told.count(True) == 2
    assert flat(collector) == ["both", "2", "hop", "1"]
    assert collector.status_line == "HTTP/2 200"


def test_a_block_that_several_have_taken_is_as_it_was() -> None:
    block = Block([b"HTTP/1.1 302 Found\r\n", b"x: 1\r\n", b"Set-Cookie: a=1\r\n", b"\r\n"])
    one, other = HeaderCollector(), HeaderCollector()
    for collector in (one, one, other):
        collector.add(block)
    one.add(Block([b"HTTP/1.1 200 OK\r\n", b"x: 2\r\n", b"y: 3\r\n", b"\r\n"]))
    assert (flat(one)[:4], one.cookies) == (["x", "2", "y", "3"], ["a=1", "a=1"])
    assert (flat(other)[:2], other.cookies, other.is_redirect) == (["x", "1"], ["a=1"], True)
    assert (block.fields, block.cookies) == ({"x": "1"}, ["a=1"])


def test_trailers_are_not_collected() -> None:
    collector, _ = collect("HTTP/1.1 200 OK", "x: 1", "", "x: 2", "trailer: 1", "Set-Cookie: a=1", "")
    assert (flat(collector), collector.cookies) == (["x", "1"], [])


def test_trailers_of_a_redirect_come_with_the_block_of_the_next_response() -> None:
    collector = HeaderCollector()
    assert collector.add(Block([b"trailer: 1\r\n", b"HTTP/1.1 200 OK\r\n", b"x: 1\r\n", b"\r\n"]))
    assert (flat(collector), collector.status_line) == (["x", "1"], "HTTP/1.1 200 OK")


def test_set_cookie_is_kept_apart_with_all_its_values() -> None:
    lines = ["HTTP/1.1 302 Found", "Set-Cookie: a=1; Path=/", "", "HTTP/1.1 200 OK", "SET-COOKIE:  b=2  ", ""]
    collector, _ = collect(*lines)
    assert collector.cookies == ["a=1; Path=/", "b=2"]


@pytest.mark.parametrize(
    ("cookies_last", "names"), [(False, ["a", "set-cookie", "t"]), (True, ["a", "t", "set-cookie"])]
)
def test_where_set_cookie_is_in_the_header_object(cookies_last: bool, names: list[str]) -> None:
    collector, _ = collect("HTTP/1.1 200 OK", "T: 1", "Set-Cookie: a=1", "A: 1", "set-cookie: b=2", "")
    pairs = collector.pairs(cookies_last=cookies_last)
    assert pairs[::2] == names
    assert pairs[2 * names.index("set-cookie") + 1] == ["a=1", "b=2"]


@pytest.mark.parametrize(
    ("lines", "content_type"),
    [([], ""), (["Content-Type: Image/PNG"], "image/png"), (["content-type: a", "Content-Type: b"], "b")],
)
def test_content_type_in_lower_case(lines: list[str], content_type: str) -> None:
    assert collect("HTTP/1.1 200 OK", *lines, "")[0].content_type() == content_type


@given(st.lists(st.binary(max_size=30), max_size=8))
def test_no_line_is_too_odd(lines: list[bytes]) -> None:
    collector, _ = collect(b"HTTP/1.1 200 OK", *lines, "")
    pairs = collector.pairs(cookies_last=False)
    assert len(pairs) % 2 == 0
    assert all(pairs[1::2])
    assert json.dumps(pairs)


@pytest.mark.parametrize(
    ("expected", "content_type", "size", "kind"),
    [
        (NOT_GIVEN, "", 5, STRING),
        (NOT_GIVEN, "application/json", 5, STRING),
        (NOT_GIVEN, "application/octet-stream", 5, ARRAY_BUFFER),
        (NOT_GIVEN, "application/octet-stream; charset=x", 5, ARRAY_BUFFER),
        (NOT_GIVEN, "image/png", 0, ARRAY_BUFFER),
        (NOT_GIVEN, "text/x-image-list", 5, ARRAY_BUFFER),
        (NOT_GIVEN, "video/mp4", 5, STRING),
        (STRING, "image/png", 5, STRING),
        (ARRAY_BUFFER, "text/plain", 5, ARRAY_BUFFER),
        (OBJECT, "image/png", 65536, OBJECT),
        (OBJECT, "image/png", 65537, ARRAY_BUFFER),
        (OBJECT, "text/plain", 65537, STRING),
        (OBJECT, "text/plain", 0, OBJECT),
    ],
)
def test_result_type(expected: int, content_type: str, size: int, kind: int) -> None:
    assert result_type(expected, content_type, size) == kind


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", ""),
        ("ä中😀".encode(), "ä中😀"),
        (b"a\0b", "a\0b"),
        (b"\xef\xbb\xbfx", "\ufeffx"),
        (b"a\xffb", "a\N{REPLACEMENT CHARACTER}b"),
        # A sequence that is cut short is one replacement character, an encoded surrogate three (Unicode 3.9).
        (b"\xe4\xb8", "\N{REPLACEMENT CHARACTER}"),
        (b"\xed\xa0\x80", "\N{REPLACEMENT CHARACTER}" * 3),
    ],
)
def test_text_of(body: bytes, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(("cookies", "text"), [([], ""), ([b"a"], "a"), ([b"a", b"b"], "a\r\nb")])
def test_cookie_text(cookies: list[bytes], text: str) -> None:
    assert cookie_text(cookies) == text
