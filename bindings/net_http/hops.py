"""Where a request goes, for who has to know before: interceptors between two hops, and who stands still meanwhile."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.modules.contract import Host
    from runtime.transport.routes import Routes


def resolved(url: str, location: str) -> str:
    """Where a redirect from `url` to `location` leads."""
    from urllib.parse import urljoin

    return urljoin(url, location)


def is_same_server(url: str, other: str) -> bool:
    """Whether credentials for the server of `url` are for that of `other`, too: the same scheme, host and port."""
    from runtime.transport.url import server_of

    return server_of(url) == server_of(other)


def is_own_server(host: Host, routes: Routes | None, url: str) -> bool:
    """Whether a socket that the program itself listens on would have to answer."""
    ports = host.loop.answered_ports
    if not ports:
        return False
    from runtime.transport.routes import is_loopback
    from runtime.transport.url import host_of, port_of

    url = host.substitute(url)
    url = routes.target(url) if routes is not None else url
    name = host_of(url)
    return port_of(url) in ports and (name == "localhost" or is_loopback(name))


def in_byte_order(names: Any) -> list[str]:
    """The names of headers, sorted as they are sent."""
    from runtime.transport.text import encode

    return sorted(map(str, names.to_python()), key=encode)


def parsed_header(text: str, cookies_last: bool) -> list[Any]:
    """Raw lines of a header as name, value, name, value, … in byte order."""
    from runtime.transport.headers import Block, HeaderCollector
    from runtime.transport.text import encode

    headers = HeaderCollector()
    headers.add(Block([b"HTTP/1.1 200\n", *(encode(line) + b"\n" for line in text.split("\n"))]))
    return headers.pairs(cookies_last=cookies_last)
