"""What few requests ask for (special.py), as options of libcurl. Loaded by the first that does."""

from __future__ import annotations

from runtime.transport.libcurl import pycurl
from runtime.transport.options.errors import SETUP_ERROR, NotStartedError
from runtime.transport.options.special import ANY, BASIC, DIGEST, NTLM
from runtime.transport.text import encode
from runtime.transport.url import authority_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.transport.handle import Handle
    from runtime.transport.options.special import Special
    from runtime.transport.request import Request
    from runtime.transport.trust import TrustStore

# How much of a stream is received at once, in bytes: with libcurl's own 16 KiB a third of the time is the system's.
_STREAM_BUFFER = 128 * 1024

_FAMILIES = {4: pycurl.IPRESOLVE_V4, 6: pycurl.IPRESOLVE_V6}
_KINDS = {
    BASIC: pycurl.HTTPAUTH_BASIC,
    DIGEST: pycurl.HTTPAUTH_DIGEST,
    NTLM: pycurl.HTTPAUTH_NTLM,
    ANY: pycurl.HTTPAUTH_ANY,
}
_TLS = {
    4: (pycurl.SSLVERSION_TLSv1_0, pycurl.SSLVERSION_MAX_TLSv1_0),
    5: (pycurl.SSLVERSION_TLSv1_1, pycurl.SSLVERSION_MAX_TLSv1_1),
    6: (pycurl.SSLVERSION_TLSv1_2, pycurl.SSLVERSION_MAX_TLSv1_2),
    7: (pycurl.SSLVERSION_TLSv1_3, pycurl.SSLVERSION_MAX_TLSv1_3),
}


def apply(handle: Handle, request: Request, special: Special, trust: TrustStore) -> None:
    """Set what `special` asks for. Raises NotStartedError, or libcurl's own error."""
    setopt = handle.curl.setopt
    _body(handle, request, special)
    _connection(setopt, special)
    _proxies(setopt, special)
    _tls(setopt, special, trust)
    if special.range:
        setopt(pycurl.RANGE, special.range)
        setopt(pycurl.USERAGENT, "")  # A device sends none with a range (behaviour tables 3).
    if not special.follow:
        setopt(pycurl.FOLLOWLOCATION, 0)
    if special.redirect_limit is not None:
        setopt(pycurl.MAXREDIRS, special.redirect_limit)
    if special.authentication:
        setopt(pycurl.HTTPAUTH, _KINDS[special.authentication])
        setopt(pycurl.USERNAME, encode(special.username))
        setopt(pycurl.PASSWORD, encode(special.password))
    if special.cookies is not None and handle.transfer is not None and not handle.transfer.earlier_hops:
        handle.transfer.given_cookies = special.cookies.lines()
        for line in handle.transfer.given_cookies:
            setopt(pycurl.COOKIELIST, line)
    if special.server_name:
        _server_name(setopt, request, special.server_name)
    if special.validate is not None and handle.transfer is not None:
        from runtime.transport.validation import prepare

        prepare(handle, handle.transfer)
    if special.streaming:
        setopt(pycurl.BUFFERSIZE, _STREAM_BUFFER)
    if special.progress:
        setopt(pycurl.XFERINFOFUNCTION, handle.on_progress)
        setopt(pycurl.NOPROGRESS, 0)


def _body(handle: Handle, request: Request, special: Special) -> None:
    if not special.parts:
        return
    mime = pycurl.CurlMime(handle.curl)
    for part in special.parts:
        added = mime.addpart()
        added.name(encode(part.name))
        if part.data:
            added.data(part.data)
        else:
            if "\0" in part.path:
                raise NotStartedError(pycurl.E_READ_ERROR, "NUL in the path of a part")
            try:
                added.filedata(encode(part.path))
            except pycurl.error:
                raise NotStartedError(pycurl.E_READ_ERROR, f"{part.path} cannot be read") from None
        if part.filename:
            added.filename(encode(part.filename))
        if part.content_type:
            added.type(encode(part.content_type))
    # libcurl writes its own, with the boundary.
    lines = [line for line in request.header_lines if not line.startswith((b"content-type:", b"content-type;"))]
    handle.curl.setopt(pycurl.HTTPHEADER, lines)
    handle.curl.setopt(pycurl.MIMEPOST, mime)
    handle.mime = mime


def _connection(setopt: Callable[[int, Any], None], special: Special) -> None:
    if special.address_family:
        setopt(pycurl.IPRESOLVE, _FAMILIES[special.address_family])
    if special.dns_over_https:
        setopt(pycurl.DOH_URL, encode(special.dns_over_https))
    if special.fresh_connection:
        setopt(pycurl.FRESH_CONNECT, 1)
        setopt(pycurl.FORBID_REUSE, 1)
    if special.longest_idle >= 0:
        setopt(pycurl.MAXAGE_CONN, special.longest_idle)


def _proxies(setopt: Callable[[int, Any], None], special: Special) -> None:
    credentials = special.proxy_credentials
    if special.socks5 is not None:
        socks = special.socks5
        if "\0" in socks.host:
            raise NotStartedError(SETUP_ERROR, "NUL in the proxy's host")
        setopt(pycurl.NOPROXY, "")
        setopt(pycurl.PROXY, encode(socks.address))
        setopt(pycurl.PROXYPORT, socks.port)
        setopt(pycurl.PROXYTYPE, pycurl.PROXYTYPE_SOCKS5_HOSTNAME if socks.remote_dns else pycurl.PROXYTYPE_SOCKS5)
        credentials = (socks.username, socks.password) if socks.username and socks.password else None
    if credentials is not None:
        setopt(pycurl.PROXYUSERNAME, encode(credentials[0]))
        setopt(pycurl.PROXYPASSWORD, encode(credentials[1]))


def _tls(setopt: Callable[[int, Any], None], special: Special, trust: TrustStore) -> None:
    for option, text in (
        (pycurl.SSLCERT, special.certificate),
        (pycurl.SSLKEY, special.certificate_key),
        (pycurl.SSLCERTTYPE, special.certificate_type),
        (pycurl.KEYPASSWD, special.certificate_password),
        (pycurl.PINNEDPUBLICKEY, special.pinned_keys),
        (pycurl.SSL_CIPHER_LIST, special.ciphers),
        (pycurl.TLS13_CIPHERS, special.ciphers_13),
    ):
        if text:
            setopt(option, encode(text))
    if special.tls_versions is not None:
        least, most = special.tls_versions
        setopt(pycurl.SSLVERSION, _TLS[least][0] | _TLS[most][1])
    if special.ca_data:
        # All that is trusted in one piece, which is part of what libcurl knows a connection by.
        setopt(pycurl.CAINFO_BLOB, trust.extended(special.ca_data))
    if not special.verify:
        setopt(pycurl.SSL_VERIFYPEER, 0)
        setopt(pycurl.SSL_VERIFYHOST, 0)
    if not special.partial_chain:
        setopt(pycurl.SSL_OPTIONS, trust.options | pycurl.SSLOPT_NO_PARTIALCHAIN)


def _server_name(setopt: Callable[[int, Any], None], request: Request, name: str) -> None:
    """Ask for `name` in the handshake, though the request goes to the host of its url."""
    url = request.url.decode("utf-8", "replace")
    if not url.lower().startswith("https:"):
        return
    start, end = authority_span(url)
    credentials, at, place = url[start:end].rpartition("@")
    host, _, port = place.partition(":") if not place.startswith("[") else place.rpartition("]:")
    host = f"{host}]" if place.startswith("[") and not host.endswith("]") else host
    setopt(pycurl.URL, encode(f"{url[:start]}{credentials}{at}{name}{':' + port if port else ''}{url[end:]}"))
    setopt(pycurl.CONNECT_TO, [f"{name}:{port or 443}:{host}:{port or 443}"])
    if not any(line.startswith(b"host:") for line in request.header_lines):
        setopt(pycurl.HTTPHEADER, [*request.header_lines, encode(f"Host: {place}")])
