"""Which hosts are this machine itself."""

from __future__ import annotations

# As in the server: without the enums.
from _socket import AF_INET, AF_INET6, inet_pton

_HOST_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")
_IPV6_LOOPBACK = bytes(15) + b"\x01"


def is_loopback_authority(authority: str) -> bool:
    """Whether `authority`, with or without a port, is 127.0.0.0/8, [::1], localhost or under it (RFC 6761).

    Only forms that every client reads alike count: no 127.1, no octal numbers, no user name.
    """
    if authority[:1] == "[":
        host, bracket, port = authority[1:].partition("]")
        return bool(bracket) and (not port or _is_port(port)) and _is_ipv6_loopback(host)
    host, colon, port = authority.lower().partition(":")
    if colon and not _is_port(":" + port):
        return False
    if not _HOST_NAME_CHARACTERS.issuperset(host):
        return False
    name = host.removesuffix(".")
    return name == "localhost" or name.endswith(".localhost") or _is_ipv4_loopback(host)


def _is_port(text: str) -> bool:
    # A colon without a port means the default port (RFC 3986 section 3.2.3).
    digits = text[1:]
    return text[0] == ":" and len(digits) <= 5 and (not digits or (digits.isascii() and digits.isdigit()))


def _is_ipv4_loopback(host: str) -> bool:
    try:
        return inet_pton(AF_INET, host)[0] == 127
    except OSError:
        return False


def _is_ipv6_loopback(host: str) -> bool:
    try:
        return inet_pton(AF_INET6, host) == _IPV6_LOOPBACK
    except OSError:
        return False
