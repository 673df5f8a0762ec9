"""Addresses as scripts write them, `{ address, port, family }`, and as the system does."""

from __future__ import annotations

import re
import socket
import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

IPV4, IPV6 = 1, 2
_FAMILIES = {IPV4: socket.AF_INET, IPV6: socket.AF_INET6}


def family_of(number: int) -> int:
    """The system's family for a script's 1 (IPv4) or 2 (IPv6)."""
    return _FAMILIES.get(number, socket.AF_INET)


def other_than(family: int) -> int:
    """The system's other family of the two."""
    return socket.AF_INET if family == socket.AF_INET6 else socket.AF_INET6


def is_literal(host: str, family: int) -> bool:
    """Whether `host` is an address of `family`, written out."""
    try:
        socket.inet_pton(family, host)
    except (OSError, ValueError):
        return False
    return True


def is_name(host: str) -> bool:
    """Whether `host` is a name, and no address however written."""
    return bool(re.match(r"\s*[^\W\d]", host)) and ":" not in host


def bindable(host: str, family: int) -> str | None:
    """The address that a device binds for `host`, None where it refuses.

    It looks no name up: what is no IPv4 address counts by the number it begins with, as inet_ntoa has it, and a scope
    is dropped.
    """
    plain = host.partition("%")[0]
    if family == socket.AF_INET6:
        return plain if is_literal(plain, family) else None
    if is_literal(plain, socket.AF_INET6):
        return None
    if is_literal(host, family):
        return host
    number = re.match(r"\s*[+-]?\d+", host, re.ASCII)
    value = min(int(number[0]), 2**31 - 1) if number is not None else 0
    return socket.inet_ntoa(struct.pack("=I", value)) if value >= 0 else None


def bind_address(host: str, port: int, family: int) -> Any:
    """What `socket.bind` takes. An empty host is every interface."""
    if family == socket.AF_INET6:
        return (host or "::", port, 0, 0)
    return (host or "0.0.0.0", port)


def written(address: Any, family: int) -> tuple[str, int, int]:
    """`address` of the system as (address, port, family) of a script."""
    if not isinstance(address, tuple):
        return str(address or ""), 0, IPV4
    return address[0], address[1], IPV6 if family == socket.AF_INET6 else IPV4
