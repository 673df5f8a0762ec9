"""What special.js hands over, by name -> what the transport is asked for. Loaded by the first request that has any."""

from __future__ import annotations

from bindings.net_http import notes
from bindings.net_http.options import is_excluded
from bindings.net_http.suites import SUITES
from runtime.transport.options.special import ANY, BASIC, DIGEST, NTLM, Part, Socks5, Special
from runtime.transport.text import encode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bindings.net_http.device import Device
    from runtime.modules.contract import Host

_KINDS = {"basic": BASIC, "digest": DIGEST, "ntlm": NTLM}
_PEM_BEGIN = "-----BEGIN "


class OptionError(Exception):
    """A request that fails with `code` for an option; `reason` is a topic of notes.reason, or ''."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


def special_of(given: Any, url: str, method: str, host: Host, site: str, device: Device) -> Special:
    """`given` by special.js for a request to `url`. Raises OptionError."""
    values: dict[str, Any] = given.to_python()
    special = Special()
    if values.get("tlcp"):
        raise OptionError(2300999)
    special.range = values.get("range", "")
    if special.range and method == "PUT" and not device.put_range:
        raise OptionError(2300999, "range")
    if "redirectLimit" in values:
        special.redirect_limit = int(values["redirectLimit"])
    special.follow = values.get("follow", True)
    if "lines" in values:
        special.header_lines = [encode(str(line)) for line in values["lines"]]
    special.parts = _parts(given, values.get("parts", ()), host)
    _set_certificate(special, values.get("certificate"), url, host)
    special.pinned_keys = values.get("pins", "")
    _set_authorities(special, values, url, host)
    special.verify = values.get("verify", True)
    # Who asks is known when the request has its number.
    special.validate = True if values.get("validates") else None
    if "tlsVersions" in values:
        _set_tls(special, values["tlsVersions"], values.get("suites") or [])
    special.partial_chain = values.get("partialChain", True)
    special.server_name = values.get("serverName", "")
    if "login" in values:
        _set_login(special, values["login"], host, site)
    special.address_family = values.get("addressFamily", 0)
    special.dns_over_https = values.get("dnsOverHttps", "")
    if "proxyLogin" in values:
        username, password = values["proxyLogin"]
        special.proxy_credentials = (username, password)
    if "socks5" in values:
        name, port, remote_dns, username, password, *exclusions = values["socks5"]
        if not is_excluded(url, exclusions):
            special.socks5 = Socks5(name, int(port), remote_dns, username, password)
    special.fresh_connection = values.get("freshConnection", False)
    special.longest_idle = int(values.get("longestIdle", -1))
    return special


def _file(path: str, host: Host, code: int) -> str:
    """Where the file is that the program means; one that cannot be read fails the request with `code`."""
    try:
        return host.sandbox.resolve_readable(path) if path else ""
    except OSError:
        raise OptionError(code) from None


def _parts(given: Any, parts: list[list[str]], host: Host) -> tuple[Part, ...]:
    found = []
    for number, (name, content_type, filename, path) in enumerate(parts):
        content = given.get("contents").get(number)
        data = content.to_bytes() if getattr(content, "is_object", False) else encode(str(content))
        found.append(Part(name, content_type, filename, data, _file(path, host, 2300026)))
    return tuple(found)


def _set_certificate(special: Special, certificate: list[str] | None, url: str, host: Host) -> None:
    if certificate is None:
        return
    path, kind, key, password = certificate
    try:
        special.certificate = _file(path, host, 2300058)
        special.certificate_key = _file(key, host, 2300058)
    except OptionError:
        if _is_secure(url):
            raise
        return  # Files are read in a handshake, and here is none.
    special.certificate_type = kind
    special.certificate_password = password


def _set_authorities(special: Special, values: dict[str, Any], url: str, host: Host) -> None:
    path, data = values.get("caPath", ""), values.get("caData", "")
    if path:
        try:
            with open(host.sandbox.resolve_readable(path), "rb") as file:
                pem = file.read()
        except OSError:
            return  # As on a device, which only logs it: what every request trusts is trusted.
        if _is_certificate(text_of(pem)):
            special.ca_data = pem
    elif data and _is_secure(url):
        if not _is_certificate(data):
            raise OptionError(2300077)
        special.ca_data = encode(data)


def _is_secure(url: str) -> bool:
    return url[:6].lower() == "https:"


def _is_certificate(pem: str) -> bool:
    """Whether at least one certificate or revocation list can be read from `pem`."""
    if _PEM_BEGIN not in pem:
        return False
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError):
        return "BEGIN X509 CRL" in pem
    return True


def _set_tls(special: Special, versions: list[float], suites: list[str]) -> None:
    special.tls_versions = (int(versions[0]), int(versions[1]))
    known = [suite for suite in suites if suite in SUITES]
    special.ciphers_13 = ":".join(suite for suite in known if SUITES[suite] == suite)
    special.ciphers = ":".join(SUITES[suite] for suite in known if SUITES[suite] != suite)


def _set_login(special: Special, login: list[str], host: Host, site: str) -> None:
    from runtime.transport.libcurl import pycurl

    special.username, special.password, kind = login
    special.authentication = _KINDS.get(kind, ANY)
    if special.authentication == NTLM and not pycurl.version_info()[4] & pycurl.VERSION_NTLM:
        special.authentication = ""
        host.note("ntlm", notes.text("ntlm"), site)
