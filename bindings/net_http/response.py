"""Cookies and body -> the members of an HttpResponse: behaviour tables 4. Pure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.transport.transfer import Peers

STRING = 0
OBJECT = 1
ARRAY_BUFFER = 2

# Above this an OBJECT is not parsed but delivered by content type: behaviour tables 4.3, step 2.
OBJECT_LIMIT = 65536

_BINARY_TYPES = ("application/octet-stream", "image")


def result_type(expected: int, content_type: str, size: int) -> int:
    """STRING, OBJECT or ARRAY_BUFFER for a body of `size` bytes: behaviour tables 4.3, C16.

    `expected` is expectDataType, -1 if it was not given.
    """
    if expected in (STRING, ARRAY_BUFFER):
        return expected
    if expected == OBJECT and size <= OBJECT_LIMIT:
        return OBJECT
    if any(kind in content_type for kind in _BINARY_TYPES):
        return ARRAY_BUFFER
    return STRING


def cookie_text(cookies: list[bytes]) -> str:
    """curl's cookie list as a device shows it: cookie-file lines joined by CRLF (4.2)."""
    return b"\r\n".join(cookies).decode("utf-8", "replace")


def with_last_cookie(pairs: list[Any]) -> list[Any]:
    """name, value, … of a header object in which set-cookie is text: the last one's, as of devices before API 11."""
    return [value[-1] if isinstance(value, list) else value for value in pairs]


_PROTOCOLS = {1: "HTTP/1.0", 2: "HTTP/1.1", 3: "HTTP/2", 30: "HTTP/3"}
_TLS_VERSIONS = {"TLSv1": 4, "TLSv1.0": 4, "TLSv1.1": 5, "TLSv1.2": 6, "TLSv1.3": 7}


def connection_facts(peers: Peers | None) -> tuple[Any, ...]:
    """What connectionExtraInfo has of a connection (A4.2), in order; None is a connection of an earlier process."""
    if peers is None:
        return ("Unknown/Non-HTTP", None, None, "", "", -1, -1, False)
    version = suite = None
    if peers.tls is not None:
        from bindings.net_http.suites import STANDARD_NAMES

        name, cipher = peers.tls
        version, suite = _TLS_VERSIONS.get(name), STANDARD_NAMES.get(cipher)
    return (
        _PROTOCOLS.get(peers.version, "Unknown/Non-HTTP"),
        version,
        suite,
        peers.local_ip,
        peers.remote_ip,
        peers.local_port,
        peers.remote_port,
        peers.uses_proxy,
    )
