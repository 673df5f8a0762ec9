"""setExtraOptions: a script's names for options of the system's sockets."""

from __future__ import annotations

import socket
import struct

from bindings.net_socket import errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_SOCKET = socket.SOL_SOCKET
# Name -> level and number, for options that are true or false, or a number of bytes.
_SIMPLE = {
    "keepAlive": (_SOCKET, socket.SO_KEEPALIVE),
    "OOBInline": (_SOCKET, socket.SO_OOBINLINE),
    "TCPNoDelay": (socket.IPPROTO_TCP, socket.TCP_NODELAY),
    "receiveBufferSize": (_SOCKET, socket.SO_RCVBUF),
    "sendBufferSize": (_SOCKET, socket.SO_SNDBUF),
    "reuseAddress": (_SOCKET, socket.SO_REUSEADDR),
    "broadcast": (_SOCKET, socket.SO_BROADCAST),
}


def apply(made: socket.socket, options: Mapping[str, Any]) -> None:
    """Set what `options` names; names that are no options do nothing, as on a device. Raises OSError."""
    for name, value in options.items():
        if name in _SIMPLE and isinstance(value, bool | int | float):
            level, number = _SIMPLE[name]
            made.setsockopt(level, number, int(value))
        elif name == "socketLinger" and isinstance(value, dict):
            linger = struct.pack("ii", bool(value.get("on")), int(value.get("linger") or 0))
            made.setsockopt(_SOCKET, socket.SO_LINGER, linger)


def applied(made: socket.socket | None, options: Mapping[str, Any], base: int) -> errors.Problem:
    """As `apply`, where there is a socket yet; returns what went wrong, (0, '') for nothing."""
    try:
        if made is not None:
            apply(made, options)
    except OSError as error:
        return errors.problem_of(error, base)
    return 0, ""
