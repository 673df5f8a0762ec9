"""What every request sets on its handle of libcurl, and what many do."""

from __future__ import annotations

from runtime.transport import environment, trust
from runtime.transport.libcurl import pycurl
from runtime.transport.options.errors import SETUP_ERROR, NotStartedError
from runtime.transport.proxies import system_proxy
from runtime.transport.request import LARGEST_PORT, NO_PROXY
from runtime.transport.text import encode, text_of
from runtime.transport.url import host_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from runtime.transport.handle import Handle
    from runtime.transport.proxies import SystemProxy
    from runtime.transport.request import Request
    from runtime.transport.routes import Routes
    from runtime.transport.transfer import Transfer

USER_AGENT = "libcurl-agent/1.0"  # Behaviour tables 2.3.
# As devices since 5.0.0 (2.3); where this libcurl cannot undo brotli, whatever it can.
ENCODINGS = "deflate, gzip, br" if "brotli" in pycurl.version else ""
REDIRECT_LIMIT = 30  # Decisions, redirects.

_SUPPRESS_CONNECT_HEADERS = 265  # CURLOPT_SUPPRESS_CONNECT_HEADERS, which pycurl does not name.
HAS_HTTP3 = "nghttp3" in pycurl.version
_VERSIONS = {
    -1: pycurl.CURL_HTTP_VERSION_NONE,
    0: pycurl.CURL_HTTP_VERSION_1_1,
    1: pycurl.CURL_HTTP_VERSION_2_0,
    # Where this libcurl has no HTTP/3: what it prefers.
    2: pycurl.CURL_HTTP_VERSION_3 if HAS_HTTP3 else pycurl.CURL_HTTP_VERSION_NONE,
}


class Manners:
    """How the requests of one client are made. `encodings` is Accept-Encoding, '' for the best there is.

    `redirects` is how many are followed, -1 for any number. `tunnels`: whether a proxy makes a tunnel for http, too.
    """

    __slots__ = ("encodings", "redirects", "tunnels")

    def __init__(self, encodings: str = "", redirects: int = REDIRECT_LIMIT, *, tunnels: bool = False) -> None:
        self.encodings = encodings
        self.redirects = redirects
        self.tunnels = tunnels

    @property
    def name(self) -> str:
        """What tells them from others, '' for those of every client."""
        values = (self.encodings, self.redirects, self.tunnels)
        return "" if values == ("", REDIRECT_LIMIT, False) else f" {values}"


class Configuration:
    """Makes handles ready for transfers, with what holds for all of a client's. `ask` asks the system for its proxy."""

    def __init__(
        self,
        environ: dict[str, str],
        cacert: str,
        resolve: Sequence[str],
        manners: Manners,
        ask: Callable[[], SystemProxy | None] | None = None,
    ) -> None:
        self.manners = manners
        self._trust = trust.TrustStore(environ, cacert)
        self._system_proxy = system_proxy(environ, ask)
        if self._system_proxy is not None:
            environ = self._system_proxy.added_to(environ)
        self._environ = environ
        self._no_proxy = environment.no_proxy(environ)
        self._resolve = list(resolve)

    def close(self) -> None:
        """Remove what is temporary."""
        self._trust.close()

    def apply(self, handle: Handle, transfer: Transfer) -> None:
        """Make `handle` ready for `transfer`. Raises NotStartedError."""
        url = transfer.request.url
        if b"\0" in url:
            raise NotStartedError(pycurl.E_URL_MALFORMAT, "NUL in the url")
        if not url.isascii() and not host_of(url.decode()).isascii():
            # As on a device, whose libcurl knows no international names; this one may.
            raise NotStartedError(pycurl.E_COULDNT_RESOLVE_HOST, "a host name beyond ASCII")
        if self._system_proxy is not None and self._system_proxy.automatic and transfer.request.proxy is None:
            transfer.owner.on_note(
                "automatic proxy",
                f"the system finds its proxy by {self._system_proxy.automatic}, which is not run here: "
                "set http_proxy and https_proxy where one is needed",
            )
        if transfer.request.routes is not None:
            self._keep_in(transfer, transfer.request.routes)
        if not handle.plain:
            self._configure_once(handle)
        if handle.request is not transfer.request or transfer.owner.on_wire is not None:
            try:
                self._configure_request(handle, transfer)
            except (pycurl.error, ValueError) as error:  # The second for a NUL in a text.
                raise NotStartedError(SETUP_ERROR, f"libcurl does not take an option ({error.args[-1]})") from None

    def _keep_in(self, transfer: Transfer, routes: Routes) -> None:
        """Let nothing go where it may not. Raises NotStartedError."""
        request = transfer.request
        asked = [text_of(request.url)]
        if request.proxy is not None:
            asked.append(request.proxy[0])
        else:
            asked.append(environment.proxy_for(asked[0], self._environ, self._no_proxy))
        if request.special is not None:
            socks5 = request.special.socks5
            asked += [request.special.dns_over_https, socks5.address if socks5 is not None else ""]
        for url in asked:
            if not routes.allows(url):
                host = host_of(url)
                transfer.owner.on_note(
                    f"net {host}", f"{host} is not allowed by --net {routes.net}: nothing was sent there"
                )
                raise NotStartedError(pycurl.E_COULDNT_CONNECT, f"{host} is not allowed by --net {routes.net}")

    def _configure_request(self, handle: Handle, transfer: Transfer) -> None:
        request, previous = transfer.request, handle.request
        handle.plain = (
            request.body is None
            and request.proxy is None
            and request.method != b"HEAD"
            and request.special is None
            and request.routes is None
        )
        handle.request = request if handle.plain else None
        setopt = handle.curl.setopt
        setopt(pycurl.URL, request.url)
        if previous is None or _common_options(previous) != _common_options(request):
            setopt(pycurl.CUSTOMREQUEST, request.method)
            setopt(pycurl.HTTPHEADER, request.header_lines)
            setopt(pycurl.TIMEOUT_MS, request.read_timeout)
            setopt(pycurl.CONNECTTIMEOUT_MS, request.connect_timeout)
            setopt(pycurl.HTTP_VERSION, _VERSIONS[request.protocol])
        if request.method == b"HEAD":
            setopt(pycurl.NOBODY, 1)
        if request.body is not None:
            setopt(pycurl.POST, 1)
            setopt(pycurl.POSTFIELDSIZE_LARGE, len(request.body))
            setopt(pycurl.POSTFIELDS, request.body)
        if request.proxy is not None:
            _configure_proxy(setopt, request.proxy)
        elif self._system_proxy is not None:
            setopt(pycurl.PROXY, environment.proxy_for(text_of(request.url), self._environ, self._no_proxy))
        if transfer.owner.on_wire is not None:
            handle.plain = False
        if not handle.is_secure and (transfer.owner.on_wire is not None or request.url[:6].lower() == b"https:"):
            # Only there does libcurl say which TLS version and cipher suite a connection has.
            handle.is_secure = True
            setopt(pycurl.DEBUGFUNCTION, handle.on_wire)
            setopt(pycurl.VERBOSE, 1)
        if request.routes is not None:
            setopt(pycurl.FOLLOWLOCATION, 0)
        if request.special is not None:
            from runtime.transport.options.rare import apply

            apply(handle, request, request.special, self._trust)

    def _configure_once(self, handle: Handle) -> None:
        """What is the same for every request: behaviour tables 2.4."""
        curl = handle.curl
        curl.reset()
        handle.request = None
        handle.is_secure = False
        setopt = curl.setopt
        setopt(pycurl.HEADERFUNCTION, handle.on_header)
        setopt(pycurl.WRITEFUNCTION, handle.on_body)
        setopt(pycurl.FOLLOWLOCATION, 1)
        setopt(pycurl.MAXREDIRS, self.manners.redirects)
        setopt(pycurl.COOKIEFILE, "")
        setopt(pycurl.USERAGENT, USER_AGENT)
        setopt(pycurl.ACCEPT_ENCODING, self.manners.encodings or ENCODINGS)
        setopt(pycurl.NOSIGNAL, 1)
        # So that it can be said what came; it is refused as not HTTP all the same (behaviour tables 1.4).
        setopt(pycurl.HTTP09_ALLOWED, 1)
        setopt(pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_2)
        # Nothing but http and https ever leaves the process, also not by a redirect.
        setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        setopt(pycurl.REDIR_PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        setopt(_SUPPRESS_CONNECT_HEADERS, 1)
        setopt(pycurl.NOPROXY, self._no_proxy)
        if self.manners.tunnels:
            setopt(pycurl.HTTPPROXYTUNNEL, 1)
        if self._resolve:
            setopt(pycurl.RESOLVE, self._resolve)
        self._trust.apply(curl)


def _common_options(request: Request) -> tuple[object, ...]:
    """What every request sets, besides its URL."""
    return request.method, request.header_lines, request.read_timeout, request.connect_timeout, request.protocol


def _configure_proxy(setopt: Callable[[int, Any], None], proxy: tuple[str, int, tuple[str, ...]]) -> None:
    host, port, _ = proxy
    if "\0" in host:
        raise NotStartedError(SETUP_ERROR, "NUL in the proxy's host")
    if port > LARGEST_PORT:
        raise NotStartedError(SETUP_ERROR, f"a proxy's port is at most {LARGEST_PORT}, not {port}")
    scheme, separator, _rest = host.partition("://")
    if separator and scheme.lower() not in ("http", "https"):
        raise NotStartedError(SETUP_ERROR, f"a proxy is asked by http or https, not by {scheme}")
    setopt(pycurl.NOPROXY, "")
    setopt(pycurl.PROXY, encode(host))
    if proxy != NO_PROXY:
        setopt(pycurl.PROXYPORT, port)
