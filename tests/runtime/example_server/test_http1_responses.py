"""Framing of responses: the rules of RFC 9112 section 6 and RFC 9110."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import pytest

from runtime.example_server.http1.responses import Response, http_date, transmit


def pieces(*items: bytes | float) -> Iterator[bytes | float]:
    return iter(items)


def sent_head(response: Response, method: str = "GET", minor_version: int = 1, keep: bool = True) -> list[str]:
    """The lines of the head, which must be all that is sent at first."""
    start = transmit(response, method, minor_version, keep).start
    assert start.endswith(b"\r\n\r\n")
    return start.decode().split("\r\n")[:-2]


def body(response: Response, minor_version: int = 1) -> bytes:
    transmission = transmit(response, "GET", minor_version, True)
    later = [piece for piece in transmission.pieces or () if isinstance(piece, bytes)]
    return transmission.start.partition(b"\r\n\r\n")[2] + b"".join(later)


def test_a_whole_body_has_its_length() -> None:
    response = Response(200, b"abc", content_type="text/x", headers=[("A", "é")])
    lines = transmit(response, "GET", 1, True).start.decode().split("\r\n")
    assert lines[0] == "HTTP/1.1 200 OK"
    assert lines[1].startswith("Date: ")
    assert lines[2:] == [
        "Server: ohosrun-example", "Content-Type: text/x", "A: é", "Content-Length: 3", "", "abc"
    ]  # fmt: skip


def test_pieces_of_known_length_are_sent_as_they_are() -> None:
    response = Response(pieces=pieces(b"ab", 5.0, b"c"), length=3)
    assert "Content-Length: 3" in sent_head(response)
    assert body(response) == b"abc"


def test_pieces_of_unknown_length_are_chunks() -> None:
    assert "Transfer-Encoding: chunked" in sent_head(Response(pieces=pieces()))
    assert body(Response(pieces=pieces(b"a" * 26, b"", 5.0, b"c"))) == (
        b"1a\r\n" + b"a" * 26 + b"\r\n1\r\nc\r\n0\r\n\r\n"
    )


def test_http_1_0_gets_pieces_of_unknown_length_until_the_connection_is_closed() -> None:
    transmission = transmit(Response(pieces=pieces(b"ab")), "GET", 0, True)
    assert not transmission.keep_alive
    assert b"Transfer-Encoding" not in transmission.start
    assert b"Connection: close" in transmission.start
    assert body(Response(pieces=pieces(b"ab")), 0) == b"ab"


def test_what_is_said_of_the_connection() -> None:
    assert not [line for line in sent_head(Response()) if line.startswith("Connection")]
    assert "Connection: keep-alive" in sent_head(Response(), minor_version=0)
    assert "Connection: close" in sent_head(Response(), keep=False)


def test_an_answer_to_head_has_the_headers_of_get_and_no_body() -> None:
    assert "Content-Length: 3" in sent_head(Response(200, b"abc"), "HEAD")
    chunked = transmit(Response(pieces=pieces(b"a")), "HEAD", 1, True)
    assert b"Transfer-Encoding: chunked\r\n" in chunked.start
    assert chunked.pieces is None


@pytest.mark.parametrize(("status", "length"), [(204, None), (205, "Content-Length: 0"), (304, None)])
def test_statuses_without_a_body(status: int, length: str | None) -> None:
    for response in (Response(status, b"abc"), Response(status, pieces=pieces(b"abc"), length=3)):
        lines = sent_head(response)
        lengths = [line for line in lines if line.startswith(("Content-Length", "Transfer-Encoding"))]
        assert lengths == ([length] if length else [])
        assert transmit(response, "GET", 1, True).pieces is None


def test_an_interim_status_goes_ahead() -> None:
    response = Response()
    response.interim = 103
    assert sent_head(response)[:3] == ["HTTP/1.1 103 Early Hints", "", "HTTP/1.1 200 OK"]
    assert sent_head(response, minor_version=0)[0] == "HTTP/1.1 200 OK"


def test_a_status_without_a_registered_phrase_has_an_empty_one() -> None:
    assert sent_head(Response(599))[0] == "HTTP/1.1 599 "


@pytest.mark.parametrize("seconds", [0, 784111777, 951782400, 1709164800, 4102444799])
def test_dates_read_back_as_they_were(seconds: int) -> None:
    assert parsedate_to_datetime(http_date(seconds)).timestamp() == seconds


def test_the_date_of_the_standard() -> None:
    # The example of RFC 9110 section 5.6.7.
    assert http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT"
