"""What an interceptor's request needs between two hops. Pure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def resolved(url: str, location: str) -> str:
    """Where a redirect from `url` to `location` leads."""
    from urllib.parse import urljoin

    return urljoin(url, location)


def is_same_server(url: str, other: str) -> bool:
    """Whether credentials for the server of `url` are for that of `other`, too: the same scheme, host and port."""
    from runtime.transport.url import server_of

    return server_of(url) == server_of(other)


def in_byte_order(names: Any) -> list[str]:
    """The names of headers, sorted as they are sent."""
    from runtime.transport.text import encode

    return sorted(map(str, names.to_python()), key=encode)


def parsed_header(text: str, cookies_last: bool) -> list[Any]:
    """Raw lines of a header as name, value, name, value, … in byte order."""
    from runtime.transport.headers import HeaderCollector
    from runtime.transport.text import encode

    headers = HeaderCollector()
    headers.add([b"HTTP/1.1 200\n", *(encode(line) + b"\n" for line in text.split("\n"))])
    return headers.pairs(cookies_last=cookies_last)
