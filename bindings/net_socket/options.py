"""setExtraOptions and getExtraOptions: a script's names for options of the system's sockets."""

from __future__ import annotations

import errno
import os
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
# What a listening local socket says of the connections to come, in bytes.
_BUFFER_OF_SERVER = 8192
_LARGEST = 2**31 - 1


def apply(made: socket.socket, options: Mapping[str, Any]) -> None:
    """Set what `options` names; names that are no options do nothing, as on a device. Raises OSError."""
    for name, value in options.items():
        if name in _SIMPLE and isinstance(value, bool | int | float):
            level, number = _SIMPLE[name]
            made.setsockopt(level, number, _whole(value))
        elif name == "socketLinger" and isinstance(value, dict):
            linger = struct.pack("ii", bool(value.get("on")), _whole(value.get("linger")))
            made.setsockopt(_SOCKET, socket.SO_LINGER, linger)


def applied(
    made: socket.socket, options: Mapping[str, Any], base: int, *, minds_timeout: bool = False
) -> errors.Problem:
    """As `apply`; returns what went wrong, (0, '') for nothing.

    With `minds_timeout` a socketTimeout that the system does not take is an error, as on a device; else it is ignored.
    """
    try:
        apply(made, options)
        timeout = _whole(options.get("socketTimeout"))
        if minds_timeout and timeout < 0 and timeout % 1000:
            raise OSError(errno.EDOM, "")
    except OSError as error:
        return errors.problem_of(error, base)
    return 0, ""


def read(made: socket.socket, options: Mapping[str, Any], *, is_server: bool) -> list[int]:
    """receiveBufferSize and sendBufferSize in bytes, and timeout in ms, of a local socket. Raises OSError.

    `options` are those that were set; a server answers with them, or with what its connections begin with.
    """
    sizes: list[int] = []
    for name in ("receiveBufferSize", "sendBufferSize"):
        if is_server:
            sizes.append(_whole(options.get(name, _BUFFER_OF_SERVER)))
        else:
            sizes.append(made.getsockopt(*_SIMPLE[name]))
    return [*sizes, _whole(options.get("socketTimeout"))]


def share_address(made: socket.socket) -> None:
    """An address is free again at once, as servers have it. Windows means something else by the option."""
    if os.name == "posix":
        made.setsockopt(_SOCKET, socket.SO_REUSEADDR, 1)


def _whole(value: object) -> int:
    """`value` as the system's int: 0 for what is no number."""
    if not isinstance(value, bool | int | float) or value != value:
        return 0
    return int(max(min(value, _LARGEST), -_LARGEST))
