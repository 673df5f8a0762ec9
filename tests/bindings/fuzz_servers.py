"""What a hostile server sends, made of valid responses that were damaged, and the server that sends it."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import h2.config
import h2.connection
from hypothesis import strategies as st

from tests.servers.messages import Request
from tests.servers.raw import Peer, RawServer

Ending = Literal["close", "reset", "stay"]

_PAUSE_MS = 1
_LONGEST = 4096


def _http2_frames() -> bytes:
    """What an HTTP/2 server says from its 101 to the end of the response on stream 1."""
    client = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
    settings = client.initiate_upgrade_connection()
    server = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    server.initiate_upgrade_connection(settings)
    server.send_headers(1, [(":status", "200"), ("content-type", "text/plain"), ("x-a", "b" * 30)])
    server.send_data(1, b"body of stream 1", end_stream=True)
    switching = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    return switching + server.data_to_send()


def _response(*lines: str, body: bytes = b"", status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


_CHUNKS = b"5\r\nhello\r\n1a;ext=1\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX-Trailer: 1\r\n\r\n"
_BOMB = gzip.compress(b"\0" * 8_000_000, mtime=0)

# deflate as RFC 9110 8.4.1.2 has it. Without zlib's head libcurl can undo it only where two bytes come at once.
VALID = [
    _response("Content-Length: 5", "Content-Type: text/plain", body=b"hello"),
    _response("Content-Length: 7", "Content-Type: application/json", body=b'{"a":1}'),
    _response("Transfer-Encoding: chunked", "Trailer: X-Trailer", body=_CHUNKS),
    _response("Content-Type: image/png", "Connection: close", body=bytes(range(256))),
    _response("Set-Cookie: a=1; Path=/; HttpOnly", "Set-Cookie: b=2; Max-Age=0", "Content-Length: 0"),
    _response("Content-Encoding: gzip", body=gzip.compress(b"hello " * 100, mtime=0)),
    _response("Content-Encoding: deflate", body=zlib.compress(b"hello " * 100)),
    _response("Content-Encoding: deflate, gzip", body=gzip.compress(zlib.compress(b"hello " * 100), mtime=0)),
    _response("Content-Encoding: br", body=b"\x0b\x02\x80hello\x03"),
    _response("Content-Encoding: gzip", f"Content-Length: {len(_BOMB)}", body=_BOMB),
    _response(status="204 No Content"),
    _response("ETag: x", status="304 Not Modified"),
    _response("Content-Length: 3", body=b"abc", status="500 Oops"),
    _response(status="100 Continue") + _response("Link: </a>", status="103 Early Hints") + _response(body=b"late"),
    _response("X-Folded: one", " two", "\tthree", "Content-Length: 2", body=b"hi"),
    _response("X-Bytes: \N{SNOWMAN}", "x-bytes: 2", "__proto__: x", "1: one", "Content-Length: 0"),
    _response("Content-Range: bytes 0-1/10", "Content-Length: 2", body=b"ab", status="206 Partial Content"),
    _response("Location: /again", "Set-Cookie: hop=1", "Content-Length: 0", status="302 Found"),
    _response("Location: https://other.example/x", "Content-Length: 3", body=b"bye", status="307 Temporary Redirect"),
    _response('WWW-Authenticate: Basic realm="x"', "Content-Length: 0", status="401 Unauthorized"),
    _response('Proxy-Authenticate: Digest realm="x", nonce="y"', status="407 Proxy Authentication Required"),
    b"HTTP/1.0 200 OK\n\nbare line feeds",
    _http2_frames(),
]

_TOKENS = [
    b"\r\n", b"\r\n\r\n", b"\n", b"\r", b"\0", b":", b" ", b"\t", b",", b";", b"-1", b"0", b"00000000000000000001",
    b"18446744073709551616", b"9223372036854775807", b"7fffffffffffffff", b"ffffffffffffffff", b"0x10", b"\xff",
    b"\x80", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 100 \r\n\r\n", b"HTTP/2 200\r\n\r\n", b"HTTP/0.9",
    b"Content-Length: 3\r\n", b"Content-Length: -5\r\n", b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: gzip\r\n", b"Content-Encoding: gzip, br, deflate\r\n", b"Connection: close\r\n",
    b"Connection: keep-alive, upgrade\r\n", b"Upgrade: h2c\r\n", b"Location: \r\n",
    b"Location: file:///etc/passwd\r\n", b"Set-Cookie: =\r\n", b": x\r\n", b"Retry-After: 999999999999\r\n",
    b"Strict-Transport-Security: max-age=1\r\n", b"\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    b"\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    b"\x00\x00\x04\x03\x00\x00\x00\x00\x01\x00\x00\x00\x07",
]  # fmt: skip


@dataclass(frozen=True)
class HostileResponse:
    """`data` in slices cut at `cuts`, then the connection ends as `ending` says."""

    data: bytes
    cuts: tuple[int, ...]
    ending: Ending

    @property
    def slices(self) -> list[bytes]:
        edges = sorted({0, len(self.data), *(cut for cut in self.cuts if cut < len(self.data))})
        return [self.data[start:end] for start, end in pairwise(edges)]

    def whole(self) -> HostileResponse:
        """The same bytes in one piece."""
        return HostileResponse(self.data, (), self.ending)

    def __repr__(self) -> str:
        shown = self.data if len(self.data) <= _LONGEST else self.data[:_LONGEST] + b"..."
        return f"HostileResponse({shown!r}, {self.cuts}, {self.ending!r})"


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A valid response with up to six changes: bytes changed, removed, doubled, moved, or tokens put in."""
    data = bytearray(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(0, 6))):
        # What breaks the status line hides everything behind it: that is left for one change of four.
        first = min(draw(st.sampled_from([0, 13, 13, 13])), len(data))
        start = draw(st.integers(first, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["token", "token", "byte", "remove", "double", "cut off", "move", "other"])):
            case "token":
                data[start:start] = draw(st.sampled_from(_TOKENS))
            case "byte":
                data[start : start + 1] = draw(st.binary(min_size=1, max_size=1))
            case "remove":
                del data[start:end]
            case "double":
                data[end:end] = data[start:end] * draw(st.sampled_from([1, 2, 300]))
            case "cut off":
                del data[start:]
            case "move":
                piece = data[start:end]
                del data[start:end]
                target = draw(st.integers(0, len(data)))
                data[target:target] = piece
            case "other":
                data[start:start] = draw(st.sampled_from(VALID))
    return bytes(data)


def hostile_responses() -> st.SearchStrategy[HostileResponse]:
    """Damaged responses in any slicing."""
    endings: list[Ending] = ["close", "close", "close", "reset", "stay"]
    cuts = st.lists(st.integers(1, 400), max_size=6).map(tuple)
    return st.builds(HostileResponse, damaged(), cuts, st.sampled_from(endings))


class HostileServer(RawServer):
    """Answers the first request of every connection with `response`, then ends it as that says."""

    def __init__(self) -> None:
        super().__init__(self._serve)
        self.response = HostileResponse(VALID[0], (), "close")

    def _serve(self, peer: Peer) -> None:
        response = self.response
        peer.receive_request(record=False)
        for piece in response.slices:
            peer.send(piece)
            peer.pause(_PAUSE_MS if response.cuts else 0)
        if response.ending == "reset":
            peer.reset()
        elif response.ending == "stay":
            peer.wait_for_hang_up()


class StrictServer(RawServer):
    """Answers every request, and fails when what a client sends is not exactly one request at a time."""

    def __init__(self) -> None:
        super().__init__(self._serve)

    def _serve(self, peer: Peer) -> None:
        while True:
            request = peer.receive_request(record=False)
            _check_lines(request)
            if pending := peer.take_pending():
                raise AssertionError(f"behind {request.raw!r} came {pending!r}")
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")


def _check_lines(request: Request) -> None:
    for line in (request.request_line, *request.header_lines):
        if any(char in line for char in b"\r\n\0"):
            raise AssertionError(f"a line of the request is broken: {line!r}")
    if not request.request_line.endswith(b" HTTP/1.1"):
        raise AssertionError(f"not a request line: {request.request_line!r}")


def request_options() -> st.SearchStrategy[str]:
    """Options that decide how a response is read; what a `Location` leads to stays behind the server as a proxy."""
    members = st.fixed_dictionaries(
        {},
        optional={
            "method": st.sampled_from(["'HEAD'", "'POST'", "'CONNECT'"]),
            "expectDataType": st.sampled_from(["0", "1", "2"]),
            "usingProtocol": st.sampled_from(["0", "1"]),
            "maxLimit": st.sampled_from(["0", "3", "100", "1e8"]),
        },
    )
    return members.map(lambda chosen: "{ " + ", ".join(f"{name}: {value}" for name, value in chosen.items()) + " }")


def times_to_destroy() -> st.SearchStrategy[int | None]:
    """After how many ms destroy() is called; mostly never."""
    return st.sampled_from([None, None, None, None, 0, 2, 10])
