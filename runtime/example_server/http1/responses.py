"""HTTP/1.1 responses as a server sends them (RFC 9112), without any socket."""

from __future__ import annotations

from time import gmtime, time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    # A body in pieces; a number among them is a pause in ms before the next piece.
    Pieces = Iterator[bytes | float]

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# RFC 9110 section 15, RFC 2518, 6585 and 8297. Any other status has an empty phrase (RFC 9112 section 4).
REASONS = {
    100: "Continue", 101: "Switching Protocols", 102: "Processing", 103: "Early Hints",
    200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content",
    205: "Reset Content", 206: "Partial Content",
    300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
    305: "Use Proxy", 307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required",
    408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    416: "Range Not Satisfiable", 417: "Expectation Failed", 421: "Misdirected Request",
    422: "Unprocessable Content", 426: "Upgrade Required", 428: "Precondition Required",
    429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout", 505: "HTTP Version Not Supported",
}  # fmt: skip


class Response:
    """One answer: a whole `body`, or `pieces` whose total is `length` bytes if that is known.

    `delay` is the time in ms before anything is sent; `interim` a 1xx status that goes ahead of the answer. One that
    `hangs_up` is no answer: the connection ends.
    """

    __slots__ = ("body", "content_type", "delay", "hangs_up", "headers", "interim", "length", "pieces", "status")

    def __init__(
        self,
        status: int = 200,
        body: bytes = b"",
        *,
        content_type: str = "text/plain; charset=utf-8",
        headers: Sequence[tuple[str, str]] = (),
        pieces: Pieces | None = None,
        length: int | None = None,
    ) -> None:
        self.status = status
        self.body = body
        self.content_type = content_type
        self.headers = headers
        self.pieces = pieces
        self.length = length
        self.delay = 0.0
        self.interim: int | None = None
        self.hangs_up = False


class Transmission:
    """How a response goes over the wire: `start`, then `pieces`; then the connection is kept or not."""

    __slots__ = ("keep_alive", "pieces", "start")

    def __init__(self, start: bytes, pieces: Pieces | None, keep_alive: bool) -> None:
        self.start = start
        self.pieces = pieces
        self.keep_alive = keep_alive


def transmit(response: Response, method: str, minor_version: int, keep_alive: bool) -> Transmission:
    """Frame `response` for a request of `method` and HTTP/1.`minor_version` (RFC 9112 section 6)."""
    status = response.status
    lines = []
    if response.interim is not None and minor_version >= 1:
        lines.append(_status_line(response.interim) + "\r\n")
    lines.append(f"{_status_line(status)}Date: {http_date(time())}\r\nServer: ohosrun-example\r\n")
    # A 304 describes the stored response, not itself: a type of its own would replace the stored one.
    if status != 304:
        lines.append(f"Content-Type: {response.content_type}\r\n")
    lines.extend([f"{name}: {value}\r\n" for name, value in response.headers])
    length = len(response.body) if response.pieces is None else response.length
    if status == 205:
        length = 0
    chunked = False
    if status not in (204, 304):
        if length is not None:
            lines.append(f"Content-Length: {length}\r\n")
        elif minor_version >= 1:
            chunked = True
            lines.append("Transfer-Encoding: chunked\r\n")
        else:
            keep_alive = False
    if not keep_alive:
        lines.append("Connection: close\r\n")
    elif minor_version == 0:
        lines.append("Connection: keep-alive\r\n")
    lines.append("\r\n")
    head = "".join(lines).encode()
    if method == "HEAD" or status in (204, 205, 304):
        return Transmission(head, None, keep_alive)
    if response.pieces is None:
        return Transmission(head + response.body, None, keep_alive)
    return Transmission(head, _chunked(response.pieces) if chunked else response.pieces, keep_alive)


def _status_line(status: int) -> str:
    return f"HTTP/1.1 {status} {REASONS.get(status, '')}\r\n"


def _chunked(pieces: Pieces) -> Pieces:
    for piece in pieces:
        if not isinstance(piece, bytes):
            yield piece
        elif piece:
            yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def http_date(seconds: float) -> str:
    """The date of RFC 9110 section 5.6.7, from seconds since 1970."""
    year, month, day, hour, minute, second, weekday, _, _ = gmtime(seconds)
    return "%s, %02d %s %d %02d:%02d:%02d GMT" % (  # noqa: UP031
        _DAYS[weekday], day, _MONTHS[month - 1], year, hour, minute, second,
    )  # fmt: skip
