"""Streams that are held back and go on: over HTTP/2, compressed, chunked, and many at once."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from bindings.net_http.stream import MOST_QUEUED
from tests.bindings.snippets import run_snippet
from tests.servers.h2 import Http2Server
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.tls import HTTP2, Certificates

SIZE = 6 * MOST_QUEUED
BODY = bytes(range(256)) * (SIZE // 256)
# Adds up all that comes, in its order.
SLOW = """
const sum = async (url, options = {}) => {
  const r = http.createHttp(); let size = 0; let check = 0;
  r.on('dataReceive', (data) => { const bytes = new Uint8Array(data); size += bytes.length;
    for (let i = 0; i < bytes.length; i += 97) check = (check * 31 + bytes[i] + (size & 7)) % 1000003; });
  return [await r.requestInStream(url, options), size];
};
"""


def answer(request: Request) -> Response | bytes:
    match request.path:
        case "/gzip":
            return Response(gzip.compress(BODY, 1), headers=[("Content-Encoding", "gzip")])
        case "/chunked":
            pieces = b"".join(
                b"%x\r\n" % 50_000 + BODY[at : at + 50_000] + b"\r\n" for at in range(0, SIZE - 50_000, 50_000)
            )
            return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n"
    return Response(BODY)


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    with HttpServer(answer) as server:
        yield server


@pytest.mark.parametrize("path", ["/plain", "/gzip"])
def test_all_of_it_comes(server: HttpServer, path: str) -> None:
    assert run_snippet(f"{SLOW} report(await sum('{server.url}{path}'));").report == [200, SIZE]


def test_chunks(server: HttpServer) -> None:
    code, size = run_snippet(f"{SLOW} report(await sum('{server.url}/chunked'));").report
    assert (code, size % 50_000, size > SIZE - 100_000) == (200, 0, True)


def test_several_at_once(server: HttpServer) -> None:
    code = f"{SLOW} report(await Promise.all([1, 2, 3].map(() => sum('{server.url}/plain'))));"
    assert run_snippet(code).report == [[200, SIZE]] * 3


def test_streams_of_one_http2_connection(certificates: Certificates) -> None:
    with Http2Server(lambda _: Response(BODY), tls=certificates.good(HTTP2)) as server:
        code = f"{SLOW} report(await Promise.all([1, 2].map(() => sum('{server.url}/', {{ usingProtocol: 1 }}))));"
        outcome = run_snippet(code, cacert=str(certificates.ca_file))
    assert outcome.report == [[200, SIZE]] * 2
