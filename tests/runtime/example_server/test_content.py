"""The contents of the example server: its codings as libcurl decodes them, its texts and its image."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

import pytest

from tests.runtime.example_server.running_server import RunningExampleServer, fetch


@pytest.fixture(scope="module")
def server() -> Iterator[RunningExampleServer]:
    with RunningExampleServer() as running:
        yield running


@pytest.mark.parametrize(
    ("path", "member", "coding"),
    [("/gzip", "gzipped", "gzip"), ("/deflate", "deflated", "deflate"), ("/brotli", "brotli", "br")],
)
@pytest.mark.parametrize("padding", [0, 30_000])
def test_content_codings(server: RunningExampleServer, path: str, member: str, coding: str, padding: int) -> None:
    assert server.ask("GET", path).headers["Content-Encoding"] == coding
    # Quotation marks are escaped: the longer body has more than the 64 KiB of one brotli meta-block.
    header = "X: " + '"' * padding + "é" * (padding // 3)
    status, body = fetch(server.url + path, ACCEPT_ENCODING="", HTTPHEADER=[header.encode()])
    value = json.loads(body)
    assert (status, value[member], value["method"]) == (200, True, "GET")
    assert value["headers"].get("X", "") == '"' * padding + "é" * (padding // 3)
    assert len(body) > padding * 3


@pytest.mark.parametrize(
    ("path", "content_type", "part"),
    [
        ("/html", "text/html; charset=utf-8", "<h1>"),
        ("/xml", "application/xml", "<slideshow "),
        ("/json", "application/json", '"slideshow"'),
        ("/encoding/utf8", "text/plain; charset=utf-8", "你好"),
    ],
)
def test_fixed_contents(server: RunningExampleServer, path: str, content_type: str, part: str) -> None:
    answer = server.ask("GET", path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, content_type)
    assert part in answer.body.decode()


def test_the_fixed_json_and_xml_are_valid(server: RunningExampleServer) -> None:
    from xml.etree import ElementTree

    assert json.loads(server.ask("GET", "/json").body)["slideshow"]["slides"]
    assert ElementTree.fromstring(server.ask("GET", "/xml").body).tag == "slideshow"


def test_the_image_is_a_png(server: RunningExampleServer) -> None:
    answer = server.ask("GET", "/image/png")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.body[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    chunks: dict[bytes, bytes] = {}
    while at < len(answer.body):
        size = int.from_bytes(answer.body[at : at + 4], "big")
        kind, data = answer.body[at + 4 : at + 8], answer.body[at + 8 : at + 8 + size]
        assert int.from_bytes(answer.body[at + 8 + size : at + 12 + size], "big") == zlib.crc32(kind + data)
        chunks[kind] = data
        at += 12 + size
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height = int.from_bytes(chunks[b"IHDR"][:4], "big"), int.from_bytes(chunks[b"IHDR"][4:8], "big")
    # Eight bits, RGB, each row behind the number of its filter.
    assert chunks[b"IHDR"][8:] == b"\x08\x02\0\0\0"
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * (1 + 3 * width)
