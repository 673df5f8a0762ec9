"""Addresses as scripts write them, `{ address, port, family }`, and as the system does."""

from __future__ import annotations

import socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

IPV4, IPV6 = 1, 2
_FAMILIES = {IPV4: socket.AF_INET, IPV6: socket.AF_INET6}


def family_of(number: int) -> int:
    """The system's family for a script's 1 (IPv4) or 2 (IPv6)."""
    return _FAMILIES.get(number, socket.AF_INET)


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
