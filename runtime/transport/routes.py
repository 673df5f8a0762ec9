"""Where requests may go (--net), and where they go instead (--map). Pure."""

from __future__ import annotations

from runtime.transport.url import authority_span, host_of, port_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from runtime.settings.table import Settings

ALL, LOOPBACK, ANY_URL = "all", "loopback", "*"


def routes_for(settings: Settings, substitute: Callable[[str], str]) -> Routes | None:
    """The routes of a run; None where every request may go where it wants. `substitute` replaces placeholders."""
    if settings.net in ("", ALL) and not settings.map:
        return None
    return Routes(settings.net or ALL, settings.map, settings.resolve, substitute)


class Routes:
    """`net` is all, loopback, or hosts with commas between them; `*.example.com` is every host below that one.

    What is on this machine may always be asked. `mapping` is FROM -> TO; `resolve` are curl's HOST:PORT:ADDRESS
    entries.
    """

    def __init__(
        self, net: str, mapping: Mapping[str, str], resolve: Sequence[str], substitute: Callable[[str], str]
    ) -> None:
        self.net = net
        names = [name.strip().lower().rstrip(".") for name in net.split(",")]
        self._everything = ALL in names
        self._hosts = frozenset(names)
        self._domains = tuple(name.removeprefix("*") for name in names if name.startswith("*."))
        self._resolve = [entry.removeprefix("+").lower().split(":", 2) for entry in resolve]
        # The longest first, `*` last.
        self._mapping = sorted(mapping.items(), key=lambda pair: (pair[0] != ANY_URL, len(pair[0])), reverse=True)
        self._substitute = substitute

    def target(self, url: str) -> str:
        """Where a request for `url` goes: the same, or what it is mapped to."""
        for begin, target in self._mapping:
            rest = _rest(url, begin)
            if rest is not None:
                base = self._substitute(target)
                return base.removesuffix("/") + rest if rest.startswith("/") else base + rest
        return url

    def allows(self, url: str) -> bool:
        """Whether the host of `url` may be asked."""
        if self._everything:
            return True
        host = host_of(url).rstrip(".")
        if not host:
            return True  # Nobody is asked: it is no url.
        if host in self._hosts or any(host.endswith(domain) for domain in self._domains):
            return True
        return self._is_here(host, port_of(url))

    def _is_here(self, host: str, port: int) -> bool:
        addresses = [
            address.strip("[]")
            for entry in self._resolve
            if len(entry) == 3 and entry[0] in (host, "*") and entry[1] == str(port)
            for address in entry[2].split(",")
        ]
        return all(map(is_loopback, addresses)) if addresses else host == "localhost" or is_loopback(host)


def everywhere() -> Routes:
    """Those of a request whose hops are looked at for another reason."""
    return Routes(ALL, {}, (), str)


def _rest(url: str, begin: str) -> str | None:
    """What follows `begin`, where that is what `url` begins with or `*`; None where it is not."""
    start, end = authority_span(url)
    if begin == ANY_URL:
        return url[end:]
    if "://" not in begin:
        url, end = url[start:], end - start
    elif not start:
        url, end = f"http://{url}", end + 7  # As curl guesses.
    # Schemes and hosts are written in any case, paths are not.
    head = url[:end].lower() + url[end:]
    begin_end = authority_span(begin)[1]
    begin = begin[:begin_end].lower() + begin[begin_end:]
    rest = url[len(begin) :]
    if not begin or not head.startswith(begin):
        return None
    if begin.endswith("/"):
        return "/" + rest
    return rest if rest[:1] in ("", "/", "?", "#") else None


def is_loopback(host: str) -> bool:
    """Whether `host` is an address of this machine alone, in any of the forms in which curl takes one."""
    import socket

    try:
        return socket.inet_aton(host)[0] in (0, 127)
    except (OSError, ValueError):
        pass
    try:
        address = socket.inet_pton(socket.AF_INET6, host.partition("%")[0])
    except (OSError, ValueError):
        return False
    if address[:12] == b"\0" * 10 + b"\xff\xff":
        return address[12] in (0, 127)
    return address[:15] == b"\0" * 15 and address[15] in (0, 1)


def forwarded_lines(asked: str) -> list[bytes]:
    """The header lines that tell the target of a mapping what was asked for."""
    start, end = authority_span(asked)
    scheme = asked[:start].partition(":")[0].lower() or "http"
    host = asked[start:end].rpartition("@")[2]
    return [b"x-forwarded-host:" + host.encode(), b"x-forwarded-proto:" + scheme.encode()]
