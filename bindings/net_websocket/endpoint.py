"""Where a WebSocket connects to: the url, and what the options make of it."""

from __future__ import annotations

from fnmatch import fnmatchcase

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl

_PORTS = {"ws": 80, "wss": 443}


class UrlError(Exception):
    """The url is not that of a WebSocket (RFC 6455, section 3)."""

    def __init__(self, url: str, *, has_no_host: bool = False) -> None:
        super().__init__(url)
        self.has_no_host = has_no_host


class Endpoint:
    """Host, port and what to say there. `proxy` is (host, port) or None.

    In ms: `timeout` for each step, 0 for none; `ping_interval` of silence, and `pong_timeout` after it.
    """

    __slots__ = (
        "headers", "host", "host_header", "ping_interval", "pong_timeout", "port", "protocols", "proxy", "target",
        "timeout", "tls",
    )  # fmt: skip

    def __init__(self, url: str, protocol: str, headers: list[tuple[str, str]], tls: ssl.SSLContext | None) -> None:
        """Raises UrlError."""
        scheme, self.host, port, self.target = _parts(url)
        self.port = port or _PORTS[scheme]
        self.host_header = self.authority_host if port in (0, _PORTS[scheme]) else f"{self.authority_host}:{port}"
        self.protocols = [name.strip() for name in protocol.split(",") if name.strip()]
        self.headers = [(name.encode(), value.encode()) for name, value in headers]
        self.tls = tls if scheme == "wss" else None
        self.proxy: tuple[str, int] | None = None
        self.timeout = 0.0
        self.ping_interval = self.pong_timeout = 0.0

    @property
    def authority_host(self) -> str:
        """The host as a url has it: an IPv6 address in brackets."""
        return f"[{self.host}]" if ":" in self.host else self.host


def is_secure(url: str) -> bool:
    """Whether the url asks for TLS."""
    return url[:4].lower() == "wss:"


def is_excluded(host: str, exclusions: object) -> bool:
    """Whether the exclusion list of a proxy names `host`; `*` stands for any text."""
    if not isinstance(exclusions, list):
        return False
    target = host.lower()
    return any(
        isinstance(each, str) and fnmatchcase(target, each.strip().lower().replace("[", "[[]")) for each in exclusions
    )


def _parts(url: str) -> tuple[str, str, int, str]:
    from urllib.parse import quote, urlsplit

    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise UrlError(url) from None
    if parts.scheme in _PORTS and not host and "//" in url:
        raise UrlError(url, has_no_host=True)
    if parts.scheme not in _PORTS or not host or any(char <= " " for char in host):
        raise UrlError(url)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return parts.scheme, host, port or 0, f"{path}?{query}" if query else path
