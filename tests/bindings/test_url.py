"""The URL as it is sent or refused: behaviour tables 1.4 (URLs), 3 (composition, rest of the URL) and C19."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bindings.golden_requests import JSON, OK, head, sent
from tests.bindings.snippets import request_once
from tests.servers.raw import RawServer, receive, repeat, send

# No resolver is asked about a name with a label of more than 63 octets (RFC 1035 2.3.4): there is none.
NO_NAME = "a" * 64


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer([repeat(receive(), send(OK))]) as server:
        yield server


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("", "/"),
        ("?", "/?"),
        ("/p?", "/p?"),
        ("/p#f", "/p"),
        ("/p?a=b#f", "/p?a=b"),
        ("/a/../b/./c", "/b/c"),
        ("/ä", "/%c3%a4"),
        ("/p?q=%41", "/p?q=%41"),
        ("/a%20b", "/a%20b"),
    ],
)
def test_url_as_curl_sends_it(server: RawServer, url: str, target: str) -> None:
    request_once(server.url + url)
    # The hex digits are in upper case in newer releases of libcurl, in lower case in older ones.
    assert sent(server).split(b" ")[1].decode().lower() == target


@pytest.mark.parametrize(
    ("url", "data", "target"),
    [
        ("/p?", "''", "/p"),
        ("/p?", "'a=b'", "/p?a=b"),
        ("/p?x=1", "'a=b'", "/p?x=1&a=b"),
        ("/p?x=1?y", "'a=b'", "/p?x=1?y&a=b"),
        ("/p?x=1", "''", "/p?x=1"),
        ("", "'a=b'", "/?a=b"),
        ("/p?x=1#f", "'a=b'", "/p?x=1"),
    ],
)
def test_url_composition(server: RawServer, url: str, data: str, target: str) -> None:
    request_once(server.url + url, f"{{ extraData: {data} }}")
    assert sent(server) == head(server, "GET", target, f"content-type:{JSON}")


def test_a_space_in_extra_data_is_not_encoded_but_refused(server: RawServer) -> None:
    assert request_once(server.url, "{ extraData: 'a b' }").report["error"]["code"] == 2300003
    assert server.requests == []


def test_query_behind_a_fragment_is_lost_as_on_a_device(server: RawServer) -> None:
    request_once(server.url + "/p#f", "{ extraData: 'a=b' }")
    assert sent(server).startswith(b"GET /p HTTP/1.1\r\n")


def test_credentials_in_the_url_become_basic_authorization(server: RawServer) -> None:
    request_once(server.url.replace("//", "//user:pass@") + "/")
    assert "Authorization: Basic dXNlcjpwYXNz" in sent(server).decode().split("\r\n")


def test_url_without_scheme(server: RawServer) -> None:
    request_once(server.url.removeprefix("http://") + "/x")
    assert sent(server) == head(server, "GET", "/x", f"content-type:{JSON}")


@pytest.mark.parametrize("char", ["\r", "\n", "\0", "\r\nX: y", " ", "\t", "\x7f"])
@pytest.mark.parametrize("place", ["/a%sb", "?a%sb", "#a%sb"])
def test_control_characters_in_the_url_are_2300003(server: RawServer, char: str, place: str) -> None:
    outcome = request_once(server.url + place % char)
    assert outcome.report["error"]["code"] == 2300003
    assert server.requests == []


@pytest.mark.parametrize("url", ["", "http://", "https://", "http://127.0.0.1:65536/", "http://127.0.0.1:x/"])
def test_malformed_urls_are_2300003(url: str) -> None:
    assert request_once(url).report["error"]["code"] == 2300003


@pytest.mark.parametrize("url", ["htp://127.0.0.1/", "ftp://127.0.0.1/", "ftp.127.0.0.1", "file:///etc/passwd"])
def test_every_scheme_but_http_and_https_is_2300001(url: str) -> None:
    assert request_once(url).report["error"]["code"] == 2300001


@pytest.mark.parametrize("url", [f"http://{NO_NAME}/", f"http:///{NO_NAME}", NO_NAME, f"mailto:x@{NO_NAME}"])
def test_names_without_an_address_are_2300006(url: str) -> None:
    assert request_once(url).report["error"]["code"] == 2300006
