"""HTTP/1.1 requests as a server reads them (RFC 9112), without any socket.

Strict on purpose: what two parsers could read differently is refused with 400 instead of guessed at. However
the bytes of a connection are split into `receive` calls, the requests and errors that come out are the same.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD_LIMIT = 64 * 1024
BODY_LIMIT = 100 * 1024 * 1024
_CHUNK_LINE_LIMIT = 1024

_ALPHANUMERIC = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TOKEN = _ALPHANUMERIC + b"!#$%&'*+-.^_`|~"
_HEX_DIGITS = b"0123456789ABCDEFabcdef"
_FIELD_BYTES = bytes([0x09, *range(0x20, 0x7F), *range(0x80, 0x100)])
_CR = 0x0D
_LF = 0x0A


class HttpError(Exception):
    """A request that is answered with an error: `status`, and `detail` as the plain text to say why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(status, detail)
        self.status = status
        self.detail = detail


class Request:
    """One request. Header names are lower-case; the values of a repeated header are joined with ","."""

    __slots__ = (
        "authority",
        "body",
        "client",
        "headers",
        "method",
        "minor_version",
        "path",
        "query",
        "target",
    )

    def __init__(self, method: str, target: str, minor_version: int, headers: dict[str, str]) -> None:
        self.method = method
        self.target = target
        self.minor_version = minor_version
        self.headers = headers
        self.authority, self.path, self.query = _split_target(method, target, headers.get("host", ""))
        self.body = b""
        self.client = ""

    @property
    def keep_alive(self) -> bool:
        """Whether the connection stays open after the answer (RFC 9112 section 9.3)."""
        options = self.headers.get("connection")
        if options is None:
            return self.minor_version >= 1
        tokens = [token.strip() for token in options.lower().split(",")]
        return "close" not in tokens and (self.minor_version >= 1 or "keep-alive" in tokens)

    @property
    def url(self) -> str:
        """The request's URL: what the client asked for, absolute."""
        query = f"?{self.query}" if "?" in self.target else ""
        return f"http://{self.authority}{self.path}{query}"


class RequestParser:
    """The requests of one connection: `receive` the bytes, then alternate `read_head` and `read_body`."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._scanned = 0  # How much of the buffer is known not to end a block of lines.
        self._blank_line_skipped = False
        self._remaining: int | None = 0  # Of the body; None when it is chunked.
        self._chunks: bytearray | None = None
        self._in_trailers = False

    def receive(self, data: bytes) -> None:
        """Take what the connection delivered."""
        self._buffer += data

    @property
    def buffered(self) -> int:
        """How many bytes were received and belong to no returned request yet."""
        return len(self._buffer)

    def read_head(self) -> Request | None:
        """The next request, its body still missing, or None when more bytes are needed. Raises HttpError."""
        buffer = self._buffer
        # One empty line before a request is tolerated (RFC 9112 section 2.2).
        if buffer[:1] == b"\r" and not self._blank_line_skipped:
            if len(buffer) == 1:
                return None
            if buffer[1] == _LF:
                del buffer[:2]
                self._blank_line_skipped = True
        if not buffer:
            return None
        # Answered at once, because a TLS client would otherwise wait for ever for its handshake.
        if buffer[0] not in _TOKEN:
            raise HttpError(400, "This is not an HTTP request. The server speaks plain HTTP, no TLS.")
        block = self._take_block()
        if block is None:
            return None
        self._blank_line_skipped = False
        request = _parse_head(block)
        self._remaining = _body_length(request)
        self._chunks = bytearray() if self._remaining is None else None
        return request

    def expects_continue(self, request: Request) -> bool:
        """Whether the client of `request`, whose head was just read, waits for a 100 before its body."""
        if self._remaining == 0 or request.minor_version < 1:
            return False
        return request.headers.get("expect", "").lower() == "100-continue"

    def read_body(self, request: Request) -> bool:
        """Whether the body of `request` is complete now, and set. Raises HttpError."""
        if self._chunks is not None:
            if not self._read_chunks(self._chunks):
                return False
            request.body = bytes(self._chunks)
            self._chunks = None
        elif self._remaining:
            if len(self._buffer) < self._remaining:
                return False
            with memoryview(self._buffer) as view:
                request.body = bytes(view[: self._remaining])
            del self._buffer[: self._remaining]
        return True

    def _read_chunks(self, body: bytearray) -> bool:
        buffer = self._buffer
        while not self._in_trailers:
            line_end = buffer.find(b"\n", 0, _CHUNK_LINE_LIMIT)
            if line_end < 0:
                if len(buffer) >= _CHUNK_LINE_LIMIT:
                    raise HttpError(400, "The line with a chunk's size is too long.")
                return False
            size = _parse_chunk_size(bytes(buffer[: line_end + 1]))
            if len(body) + size > BODY_LIMIT:
                raise _body_too_large()
            if size == 0:
                self._in_trailers = True
                del buffer[: line_end + 1]
                break
            start = line_end + 1
            end = start + size
            # Of the two bytes behind the data each is looked at when it comes: a wrong one is not waited on.
            if not b"\r\n".startswith(buffer[end : end + 2]):
                raise HttpError(400, "A chunk is longer than its size says.")
            if len(buffer) < end + 2:
                return False
            body += memoryview(buffer)[start:end]
            del buffer[: end + 2]
        return self._skip_trailers()

    def _skip_trailers(self) -> bool:
        if b"\r\n".startswith(self._buffer[:2]):
            if len(self._buffer) < 2:
                return False
            del self._buffer[:2]
        else:
            block = self._take_block()
            if block is None:
                return False
            _parse_fields(_split_lines(block))
        self._in_trailers = False
        return True

    def _take_block(self) -> bytes | None:
        """Remove and return the lines up to the next empty line, or None when that has not come yet."""
        buffer = self._buffer
        end = buffer.find(b"\r\n\r\n", max(0, self._scanned - 3), HEAD_LIMIT)
        if end >= 0:
            block = bytes(buffer[:end])
            del buffer[: end + 4]
            self._scanned = 0
            return block
        stop = min(len(buffer), HEAD_LIMIT)
        line_end = buffer.find(b"\n", self._scanned, stop)
        while line_end >= 0:
            if line_end == 0 or buffer[line_end - 1] != _CR:
                raise _bad_line_break()
            line_end = buffer.find(b"\n", line_end + 1, stop)
        if len(buffer) >= HEAD_LIMIT:
            raise HttpError(431, f"The request's headers are longer than {HEAD_LIMIT} bytes.")
        self._scanned = len(buffer)
        return None


def _bad_line_break() -> HttpError:
    return HttpError(400, "Lines must end in CR LF and contain no control characters.")


def _body_too_large() -> HttpError:
    return HttpError(413, f"The request's body is longer than {BODY_LIMIT} bytes.")


def _split_lines(block: bytes) -> list[bytes]:
    lines = block.split(b"\r\n")
    # What is left after deleting everything that a line may contain must be the line breaks.
    if len(block.translate(None, _FIELD_BYTES)) != 2 * (len(lines) - 1):
        raise _bad_line_break()
    return lines


def _parse_head(block: bytes) -> Request:
    lines = _split_lines(block)
    parts = lines[0].split(b" ")
    if len(parts) != 3 or not parts[1] or b"\t" in lines[0] or not is_token(parts[0]):
        raise HttpError(400, "The request line is not: method, space, target, space, HTTP/1.1.")
    method, target, version = parts
    headers = _parse_fields(lines[1:])
    if version != b"HTTP/1.1" and version != b"HTTP/1.0":
        if len(version) != 8 or version[:5] != b"HTTP/" or version[6:7] != b"." or not version[5::2].isdigit():
            raise HttpError(400, "The request line does not end in an HTTP version.")
        if version[5:6] != b"1":
            raise HttpError(505, "The server speaks HTTP/1.1 only.")
    minor_version = int(version[7:])
    if minor_version >= 1 and "host" not in headers:
        raise HttpError(400, "The Host header is missing.")
    return Request(method.decode("ascii"), _decode(target), minor_version, headers)


def _parse_fields(lines: Iterable[bytes]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in lines:
        raw_name, colon, raw_value = line.partition(b":")
        # Refuses obsolete line folding and space before the colon too (RFC 9112 section 5).
        if not colon or not is_token(raw_name):
            raise HttpError(400, "A header is not: name, colon, value.")
        name = raw_name.decode("ascii").lower()
        value = _decode(raw_value.strip(b" \t"))
        if name not in fields:
            fields[name] = value
        elif name == "host":
            raise HttpError(400, "There are several Host headers.")
        else:
            fields[name] += ("; " if name == "cookie" else ",") + value
    return fields


def is_token(name: bytes) -> bool:
    """Whether `name` may be a method or the name of a header (RFC 9110 section 5.6.2)."""
    return bool(name) and not name.translate(None, _TOKEN)


def _decode(value: bytes) -> str:
    # Clients send UTF-8; older ones mean Latin-1, which can stand for any bytes.
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _split_target(method: str, target: str, host: str) -> tuple[str, str, str]:
    """Authority, path and query of a request target (RFC 9112 section 3.2)."""
    if target[:1] != "/":
        if target == "*" and method == "OPTIONS":
            return host, "", ""
        if target[:7].lower() != "http://":
            if method == "CONNECT":
                raise HttpError(501, "The server is not a proxy.")
            raise HttpError(400, "The request's target is neither a path nor an http: URL.")
        before_query = target[7:].partition("?")[0]
        host = before_query.partition("/")[0]
        target = target[7 + len(host) :]
        if target[:1] != "/":
            target = "/" + target
    path, _, query = target.partition("?")
    return host, path, query


def _body_length(request: Request) -> int | None:
    """In bytes, or None for a chunked body (RFC 9112 section 6.3)."""
    length = request.headers.get("content-length")
    codings = request.headers.get("transfer-encoding")
    if codings is not None:
        if length is not None:
            raise HttpError(400, "There is both a Content-Length and a Transfer-Encoding.")
        if request.minor_version == 0:
            raise HttpError(400, "HTTP/1.0 has no Transfer-Encoding.")
        names = [coding.strip() for coding in codings.lower().split(",")]
        if names.count("chunked") != 1 or names[-1] != "chunked":
            raise HttpError(400, "The Transfer-Encoding must end in chunked.")
        if len(names) > 1:
            raise HttpError(501, "The server knows no Transfer-Encoding but chunked.")
        return None
    if length is None:
        return 0
    # Also refuses a list, even of equal lengths.
    if not (length.isascii() and length.isdigit()):
        raise HttpError(400, "The Content-Length is not a number.")
    if len(length.lstrip("0")) > 18 or int(length) > BODY_LIMIT:
        raise _body_too_large()
    return int(length)


def _parse_chunk_size(line: bytes) -> int:
    if line[-2:] != b"\r\n" or line[:-2].translate(None, _FIELD_BYTES):
        raise _bad_line_break()
    digits, semicolon, _ = line[:-2].partition(b";")
    if semicolon:
        digits = digits.rstrip(b" \t")
    if not digits or len(digits) > 16 or digits.translate(None, _HEX_DIGITS):
        raise HttpError(400, "A chunk's size is not a hexadecimal number.")
    return int(digits, 16)
