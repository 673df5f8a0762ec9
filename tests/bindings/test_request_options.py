"""options.py, whose functions are pure: behaviour tables 2.1, 2.3, 3 and decisions C18, C19."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindings.net_http.options import compose_url, header_lines, percent_encode, proxy_for, query_of
from runtime.transport.request import NO_PROXY
from runtime.transport.text import ascii_lower, encode
from runtime.transport.url import host_of

JSON = "application/json"
TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        ("a", b"a"),
        ("ä中😀", b"\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80"),
        ("a\0b", b"a\0b"),
        ("\ud800", b"\xef\xbf\xbd"),
        ("x\udc00y\ud83d", b"x\xef\xbf\xbdy\xef\xbf\xbd"),
        # Two halves that arrive apart are one character all the same.
        ("\ud83d\ude00", "😀".encode()),
    ],
)
def test_encode(text: str, data: bytes) -> None:
    assert encode(text) == data


@given(TEXT)
def test_encode_always_gives_valid_utf_8(text: str) -> None:
    assert encode(text).decode() is not None


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("", ""),
        ("AZaz09-._~", "AZaz09-._~"),
        (" +/?&=#%", "%20%2B%2F%3F%26%3D%23%25"),
        ("%41", "%2541"),
        ("!*'()", "%21%2A%27%28%29"),
        ("é", "%C3%A9"),
        ("٣", "%D9%A3"),
        ("\0", "%00"),
        ("\ud800", "%EF%BF%BD"),
    ],
)
def test_percent_encode(text: str, encoded: str) -> None:
    assert percent_encode(text) == encoded


@given(st.text())
def test_percent_encode_keeps_the_unreserved_characters_of_rfc_3986_only(text: str) -> None:
    assert percent_encode(text) == quote(text, safe="-._~")
    assert unquote_to_bytes(percent_encode(text)) == text.encode()


@pytest.mark.parametrize(
    ("members", "query", "needed_encoding"),
    [
        ([], "", False),
        (["a", "b"], "a=b", False),
        (["a", "b", "c", "d"], "a=b&c=d", False),
        (["a", "b c"], "a=b%20c", True),
        (["a b", "c"], "a%20b=c", True),
        (["", "x", "a", "", "k", "v"], "k=v", False),
        (["", "ä", "ä", ""], "", False),
        (["a", "1", "a", "2"], "a=1&a=2", False),
    ],
)
def test_query_of(members: list[str], query: str, needed_encoding: bool) -> None:
    assert query_of(members) == (query, needed_encoding)


@pytest.mark.parametrize(
    ("url", "query", "composed"),
    [
        ("http://h/p", None, "http://h/p"),
        ("http://h/p?", None, "http://h/p?"),
        ("http://h/p", "", "http://h/p"),
        ("http://h/p?", "", "http://h/p"),
        ("http://h/p?x=1", "", "http://h/p?x=1"),
        ("http://h/p", "a=b", "http://h/p?a=b"),
        ("http://h/p?", "a=b", "http://h/p?a=b"),
        ("http://h/p?x=1", "a=b", "http://h/p?x=1&a=b"),
        ("http://h/p?x=1?y=2", "a=b", "http://h/p?x=1?y=2&a=b"),
        ("http://h/p?x=1&", "a=b", "http://h/p?x=1&&a=b"),
        ("http://h/p#f", "a=b", "http://h/p#f?a=b"),
        ("", "a=b", "?a=b"),
    ],
)
def test_compose_url(url: str, query: str | None, composed: str) -> None:
    assert compose_url(url, query) == composed


@pytest.mark.parametrize(
    ("headers", "lines"),
    [
        ([], [b"content-type:application/json"]),
        (["Content-Type", "a/b"], [b"content-type:a/b"]),
        (["B", "1", "a", "2"], [b"a:2", b"b:1", b"content-type:application/json"]),
        (["X", "1", "x", "2"], [b"content-type:application/json", b"x:2"]),
        # What libcurl needs to be told to send a header without a value, and to leave out one of its own.
        (["e", ""], [b"content-type:application/json", b"e;"]),
        (["a:b", ""], [b"a:b:", b"content-type:application/json"]),
        (["Accept", " "], [b"accept: ", b"content-type:application/json"]),
        # Byte order, not that of UTF-16.
        (["\U0001f600", "1", "\uff00", "2", "z", "3"],
         [b"content-type:application/json", b"z:3", b"\xef\xbc\x80:2", b"\xf0\x9f\x98\x80:1"]),
    ],
)  # fmt: skip
def test_header_lines(headers: list[str], lines: list[bytes]) -> None:
    assert header_lines(headers, JSON) == lines


@given(st.lists(st.tuples(TEXT, TEXT), max_size=6))
def test_header_lines_are_sorted_and_one_for_each_name(headers: list[tuple[str, str]]) -> None:
    lines = header_lines([text for pair in headers for text in pair], JSON)
    names = {encode(name_in_lower_case) for name_in_lower_case in (ascii_lower(name) for name, _ in headers)}
    assert len(lines) == len(names | {b"content-type"})


@pytest.mark.parametrize(
    ("text", "lower"),
    [
        ("", ""),
        ("Content-TYPE", "content-type"),
        ("ÄX", "Äx"),
        ("İK", "İk"),
        ("\N{KELVIN SIGN}", "\N{KELVIN SIGN}"),
        ("[@`{", "[@`{"),
    ],
)
def test_ascii_lower_changes_a_to_z_only(text: str, lower: str) -> None:
    assert ascii_lower(text) == lower


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://Example.COM/path", "example.com"),
        ("http://h:80/p", "h"),
        ("http://user:p@ss@h:80", "h"),
        ("http://h?x=a@b", "h"),
        ("http://h#a@b", "h"),
        ("http://[::1]:80/", "::1"),
        ("http://[FE80::1]", "fe80::1"),
        ("http:///h/p", "h"),
        ("http:/h/p", "h"),
        ("http:/user:p@h/p", "h"),
        ("h:80/p?x=a@b", "h"),
        ("h:80/p", "h"),
        ("h/p?to=http://other/", "h"),
        ("h?to=http://other/", "h"),
        ("http://", ""),
        ("", ""),
    ],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


PROXY = ("proxy", 8080, ())


@pytest.mark.parametrize(
    ("exclusions", "host", "excluded"),
    [
        ([], "h.example", False),
        (["h.example"], "h.example", True),
        (["H.Example"], "h.example", True),
        ([" h.example "], "h.example", True),
        (["example"], "h.example", False),
        (["*.example"], "h.example", True),
        (["*.example"], "example", False),
        (["h.*"], "h.example", True),
        (["*"], "h.example", True),
        (["", " "], "h.example", False),
        (["other", "h.example"], "h.example", True),
        (["[::1]"], "[::1]", False),
        (["::1"], "[::1]", True),
        (["[h].example"], "h.example", False),
    ],
)
def test_exclusion_list(exclusions: list[str], host: str, excluded: bool) -> None:
    chosen = proxy_for(f"http://{host}:1234/p", "proxy", 8080, exclusions)
    assert chosen == (NO_PROXY if excluded else ("proxy", 8080, tuple(exclusions)))


def test_no_host_is_no_proxy() -> None:
    assert proxy_for("http://h/", "", 8080, []) == NO_PROXY
    assert proxy_for("http://h/", "proxy", 8080, []) == PROXY
