"""What few requests ask for. A request that asks for none of it has no such object, and costs what it always did."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.transport.options.cookies import CookieStore

# Kinds of authentication: what the server is offered.
BASIC, DIGEST, NTLM, ANY = "basic", "digest", "ntlm", "any"


class Part:
    """One part of a multipart/form-data body: `data`, or what is in the file `path`. '' is libcurl's own choice."""

    __slots__ = ("content_type", "data", "filename", "name", "path")

    def __init__(self, name: str, content_type: str, filename: str, data: bytes, path: str) -> None:
        self.name = name
        self.content_type = content_type
        self.filename = filename
        self.data = data
        self.path = path


class Socks5:
    """A SOCKS5 proxy for every host but `exclusions`. `remote_dns`: whether it resolves the names."""

    __slots__ = ("exclusions", "host", "password", "port", "remote_dns", "username")

    def __init__(self, host: str, port: int, remote_dns: bool, username: str, password: str) -> None:
        self.host = host
        self.port = port
        self.remote_dns = remote_dns
        self.username = username
        self.password = password

    @property
    def address(self) -> str:
        """`host` without its scheme: what is asked."""
        return self.host.rpartition("://")[2]


class Special:
    """One attribute a wish; each default is "as every other request"."""

    __slots__ = (
        "address_family",
        "authentication",
        "ca_data",
        "certificate",
        "certificate_key",
        "certificate_password",
        "certificate_type",
        "ciphers",
        "ciphers_13",
        "cookies",
        "dns_over_https",
        "follow",
        "fresh_connection",
        "header_lines",
        "longest_idle",
        "partial_chain",
        "parts",
        "password",
        "pinned_keys",
        "progress",
        "proxy_credentials",
        "range",
        "redirect_limit",
        "server_name",
        "socks5",
        "streaming",
        "tls_versions",
        "username",
        "validate",
        "verify",
    )

    def __init__(self) -> None:
        # The body goes to the owner as it comes; how much of it, and of the request's, too.
        self.streaming = False
        self.progress = False
        self.range = ""  # The value of the header Range without its unit: "1-9", "1-" or "-9".
        self.follow = True  # Redirects.
        self.header_lines: list[bytes] | None = None  # Exactly these, instead of the request's.
        self.redirect_limit: int | None = None  # None: the client's.
        self.parts: tuple[Part, ...] = ()
        # Paths, "PEM", "DER" or "P12", and the password of the key.
        self.certificate = self.certificate_key = self.certificate_type = self.certificate_password = ""
        self.pinned_keys = ""  # "sha256//BASE64;sha256//BASE64".
        self.ca_data = b""  # PEM that is trusted besides what every request trusts.
        self.verify = True
        # Called with (host, address, PEM of each certificate, answer); `answer(bool)` says whether to go on. Such a
        # request has routes: each hop is one of its own.
        self.validate: Any = None
        self.tls_versions: tuple[int, int] | None = None  # 4 is TLS 1.0, 7 is TLS 1.3.
        self.ciphers = self.ciphers_13 = ""  # As OpenSSL calls them, joined by colons.
        self.partial_chain = True
        self.server_name = ""
        self.authentication = self.username = self.password = ""
        self.address_family = 0  # 4 or 6; 0 is either.
        self.dns_over_https = ""
        self.proxy_credentials: tuple[str, str] | None = None
        self.socks5: Socks5 | None = None
        self.fresh_connection = False
        self.longest_idle = -1  # s; -1 is libcurl's own.
        # Cookies of earlier requests; the request's own are put there when it has ended.
        self.cookies: CookieStore | None = None
