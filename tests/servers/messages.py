"""HTTP/1.1 requests as a server gets them: framed by RFC 9112, kept byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlsplit

_HEAD_LIMIT = 1024 * 1024
_HEAD_END = b"\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class MalformedRequestError(Exception):
    """The client broke the framing rules of RFC 9112."""


@dataclass(frozen=True)
class Request:
    """One request.

    raw: every byte of it
    head: up to and with the empty line
    body: the content, without chunk framing
    """

    raw: bytes
    head: bytes
    body: bytes

    @cached_property
    def request_line(self) -> bytes:
        """The first line, without its CRLF."""
        return self.head.partition(b"\r\n")[0]

    @cached_property
    def header_lines(self) -> tuple[bytes, ...]:
        """The header lines in the order sent, each without its CRLF."""
        return tuple(self.head[: -len(_HEAD_END)].split(b"\r\n")[1:])

    @cached_property
    def method(self) -> str:
        return self.request_line.split(b" ")[0].decode("latin-1")

    @cached_property
    def target(self) -> str:
        """The request target as sent: a path with query, a whole URL (to a proxy) or host:port (CONNECT)."""
        parts = self.request_line.split(b" ")
        if len(parts) != 3:
            raise MalformedRequestError(f"not a request line: {self.request_line!r}")
        return parts[1].decode("latin-1")

    @cached_property
    def path(self) -> str:
        """The target without its query, still percent-encoded."""
        return self.target.partition("?")[0]

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """The decoded pairs of the query, in order, empty values included."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """Name (lower-cased) and value (stripped) of every header line, in order."""
        return [_split_header(line) for line in self.header_lines]

    def header(self, name: str) -> str | None:
        """The value of the one header of this name; None without one, ValueError with several."""
        values = [value for key, value in self.headers if key == name.lower()]
        if len(values) > 1:
            raise ValueError(f"{name} was sent {len(values)} times: {values}")
        return values[0] if values else None


def _split_header(line: bytes) -> tuple[str, str]:
    name, _, value = line.decode("latin-1").partition(":")
    return name.lower(), value.strip(" \t")


class RequestParser:
    """Cuts the bytes of one connection into requests, however they are sliced."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._head_size = 0
        self._head = b""
        self._content_length: int | None = 0
        self._continue_wanted = False
        self._chunks: list[bytes] = []
        self._chunk_cursor = 0

    def feed(self, data: bytes) -> None:
        """Take in the next bytes of the connection."""
        self._buffer += data

    @property
    def has_pending(self) -> bool:
        """Whether there are bytes that belong to no complete request yet."""
        return bool(self._buffer)

    def take_pending(self) -> bytes:
        """These bytes, which are then forgotten."""
        pending = bytes(self._buffer)
        self._buffer.clear()
        self._head_size = 0
        return pending

    def next(self) -> Request | None:
        """The next complete request, None while it is incomplete. Raises MalformedRequestError."""
        if not self._head_size and not self._read_head():
            return None
        length = self._content_length
        size = self._read_chunks() if length is None else self._head_size + length
        if not size or len(self._buffer) < size:
            return None
        raw = bytes(memoryview(self._buffer)[:size])
        body = b"".join(self._chunks) if length is None else raw[self._head_size :]
        request = Request(raw, self._head, body)
        del self._buffer[:size]
        self._head_size = 0
        self._continue_wanted = False
        return request

    def take_continue(self) -> bool:
        """Whether the client now waits for 100 Continue (RFC 9110 10.1.1); true once for each request."""
        wanted = self._continue_wanted and len(self._buffer) == self._head_size
        if wanted:
            self._continue_wanted = False
        return wanted

    def _read_head(self) -> bool:
        end = self._buffer.find(_HEAD_END)
        if end < 0:
            if len(self._buffer) > _HEAD_LIMIT:
                raise MalformedRequestError(f"no end of the head within {_HEAD_LIMIT} bytes")
            return False
        self._head_size = end + len(_HEAD_END)
        self._head = bytes(self._buffer[: self._head_size])
        headers = [_split_header(line) for line in self._head[: -len(_HEAD_END)].split(b"\r\n")[1:]]
        self._content_length = _content_length(headers)
        self._continue_wanted = any(n == "expect" and v.lower() == "100-continue" for n, v in headers)
        self._chunks = []
        self._chunk_cursor = self._head_size
        return True

    def _read_chunks(self) -> int:
        """The size of the whole request once the last chunk and the trailers are here, else 0."""
        while True:
            line_end = self._buffer.find(b"\r\n", self._chunk_cursor)
            if line_end < 0:
                return 0
            size = _chunk_size(bytes(self._buffer[self._chunk_cursor : line_end]))
            if size == 0:
                # RFC 9112 7.1: the last chunk is followed by trailers and an empty line.
                end = self._buffer.find(_HEAD_END, line_end)
                return end + len(_HEAD_END) if end >= 0 else 0
            start = line_end + 2
            if len(self._buffer) < start + size + 2:
                return 0
            if self._buffer[start + size : start + size + 2] != b"\r\n":
                raise MalformedRequestError("a chunk is longer than its size says")
            self._chunks.append(bytes(self._buffer[start : start + size]))
            self._chunk_cursor = start + size + 2


def _content_length(headers: Sequence[tuple[str, str]]) -> int | None:
    """The length of the body; None when it is chunked (RFC 9112 6.3)."""
    lengths = [value for name, value in headers if name == "content-length"]
    codings = [value.lower() for name, value in headers if name == "transfer-encoding"]
    if codings:
        if codings != ["chunked"] or lengths:
            raise MalformedRequestError(f"transfer-encoding {codings} with content-length {lengths}")
        return None
    if not lengths:
        return 0
    if len(lengths) > 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
        raise MalformedRequestError(f"content-length {lengths}")
    return int(lengths[0])


def _chunk_size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip()
    # int() would also take a sign, underscores and 0x.
    if not digits or digits.strip(b"0123456789abcdefABCDEF"):
        raise MalformedRequestError(f"not a chunk size: {line!r}")
    return int(digits, 16)
