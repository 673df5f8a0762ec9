"""What a transport is asked to send. Pure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from runtime.transport.options.special import Special
    from runtime.transport.routes import Routes

    Proxy: TypeAlias = tuple[str, int, tuple[str, ...]]  # Host, port and the hosts that are asked directly.

LARGEST_PORT = 65535
PROXY_FROM_ENVIRONMENT = None
NO_PROXY = ("", 0, ())


class Request:
    """One request. Times are ms, sizes bytes; 0 is "no limit" for times.

    `protocol`: 0 is HTTP/1.1, 1 is HTTP/2, -1 what libcurl prefers. `priority`: the higher starts first. `proxy`: host,
    port and the hosts that are asked without it. `max_limit`: a longer body fails. `using_cache`: whether a stored
    response may answer it. `cached_as`: the url that names it in the cache, where that is another. `special`: what few
    requests ask for. `routes`: where it may go; then each redirect is looked at, and `asked` is the url before --map.
    """

    __slots__ = (
        "asked",
        "body",
        "cached_as",
        "connect_timeout",
        "header_lines",
        "max_limit",
        "method",
        "priority",
        "protocol",
        "proxy",
        "read_timeout",
        "routes",
        "special",
        "url",
        "using_cache",
    )

    def __init__(
        self,
        *,
        url: bytes,
        method: bytes,
        header_lines: list[bytes],
        body: bytes | None = None,
        priority: int = 1,
        read_timeout: int = 0,
        connect_timeout: int = 0,
        protocol: int = -1,
        proxy: Proxy | None = PROXY_FROM_ENVIRONMENT,
        max_limit: int,
        using_cache: bool = True,
        cached_as: bytes = b"",
        special: Special | None = None,
        routes: Routes | None = None,
        asked: bytes = b"",
    ) -> None:
        self.url = url
        self.method = method
        self.header_lines = header_lines
        self.body = body
        self.priority = priority
        self.read_timeout = read_timeout
        self.connect_timeout = connect_timeout
        self.protocol = protocol
        self.proxy = proxy
        self.max_limit = max_limit
        self.using_cache = using_cache
        self.cached_as = cached_as
        self.special = special
        self.routes = routes
        self.asked = asked

    @property
    def names_proxy(self) -> bool:
        """Whether it asks a proxy that is not the environment's."""
        return bool(self.proxy and self.proxy[0]) or (self.special is not None and self.special.socks5 is not None)
