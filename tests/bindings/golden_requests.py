"""How a request looks on the wire: the form that behaviour tables 2.3 prints."""

from __future__ import annotations

from tests.servers.raw import RawServer

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
GET_LIKE = ("GET", "HEAD", "OPTIONS", "DELETE", "TRACE", "CONNECT")
POST_LIKE = ("POST", "PUT")
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def head(server: RawServer, method: str, target: str, *lines: str) -> bytes:
    """The head of a request: what curl puts first, then `lines`."""
    first = [
        f"{method} {target} HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "User-Agent: libcurl-agent/1.0",
        "Accept: */*",
        "Accept-Encoding: deflate, gzip, br",
    ]
    return "\r\n".join([*first, *lines, "", ""]).encode()


def sent(server: RawServer) -> bytes:
    """The one request that arrived: head and body."""
    (request,) = server.requests
    return request.head + request.body
