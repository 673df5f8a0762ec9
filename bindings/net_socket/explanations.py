"""What the codes of sockets mean: those of the system, by their names, and others' own. Tables."""

from __future__ import annotations

import os

from bindings.kit.explanations import explanation
from bindings.net_socket import errors, proxies

# Error of the system -> (what it means, what usually causes it, what to check)
_SYSTEM = {
    "EACCES": ("The system does not allow it.", "A port below 1024, a broadcast without leave.", "The port."),
    "EINVAL": ("An argument is none that the system takes.", "An address or a length that is none.", "The arguments."),
    "EBADF": (
        "The socket is closed, or was never bound.",
        "A call after close(), or before bind(), connect() or listen().",
        "The order of the calls.",
    ),
    "EADDRINUSE": (
        "Something has this address and port already.",
        "An earlier run that is still there, two sockets that bind one port.",
        "The port; 0 lets the system choose, and getLocalAddress() tells which.",
    ),
    "EADDRNOTAVAIL": (
        "The address is none of this machine.",
        "bind() to the address of a server, or of another machine.",
        "The address: '0.0.0.0' is every one, '127.0.0.1' this machine alone.",
    ),
    "ENETUNREACH": ("No way leads to this network.", "No network, a name that has no address.", "The address."),
    "EHOSTUNREACH": ("No way leads to this host.", "A host that is off, a firewall.", "The address."),
    "ECONNREFUSED": ("Nothing listens there.", "A server that is not running, another port.", "Address and port."),
    "ECONNRESET": ("The peer cut the connection.", "A server that crashed or gave up.", "What the server says."),
    "EPIPE": ("The peer takes no more.", "Sending after it has closed its side.", "When the peer closes."),
    "EISCONN": ("The socket has a connection already.", "connect() twice.", "A socket for each connection."),
    "ENOTCONN": ("The socket has no connection.", "send() before connect() has succeeded.", "The order of the calls."),
    "ETIMEDOUT": ("No answer in time.", "A firewall that drops, a host that is off.", "Address, port, the time limit."),
    "EINPROGRESS": (
        "The connection was not made: a device says so of each that is refused.",
        "A server that is not running, another port, a firewall.",
        "Address and port; the note that ohosrun prints with it.",
    ),
    "EMSGSIZE": ("The message is too large for one datagram.", "More than 65507 bytes by UDP.", "Its size."),
    "EMFILE": ("As many sockets are open as may be.", "Sockets that are never closed.", "close(); ulimit -n."),
}
_OTHER = (
    "The system refused the operation: {0}.",
    "Rare.",
    "What the system says about {0}.",
)
_TLS = (
    "TLS failed.",
    "A certificate that is not trusted or not for this host, no version in common.",
    "secureOptions of connect().",
)
_PROXY = ("The SOCKS5 proxy failed.", "Its address, user or password is wrong, or it refuses.", "The option proxy.")
_OWN = {
    errors.TLS_LIBRARY: (errors.TLS_LIBRARY_TEXT, *_TLS),
    errors.NO_SESSION[0]: (errors.NO_SESSION[1], "There is no TLS session.", "A call before connect().", "The order."),
    errors.NO_BIND[0]: (errors.NO_BIND[1], "The socket was not bound.", "A call before bind().", "The order."),
    errors.INVALID_DESCRIPTOR[0]: (
        errors.INVALID_DESCRIPTOR[1], "The socket is closed.", "A call after close().", "The order."
    ),
    errors.NOT_CONNECTED[0]: (
        errors.NOT_CONNECTED[1], "The socket has no connection.", "A call before connect().", "The order."
    ),
    **{code: (message, *_PROXY) for code, message in proxies.PROBLEMS},
}  # fmt: skip

CODES = f"2301xxx and 2303xxx (sockets), such as {errors.PLAIN + 111}"


def explain(code: int) -> str | None:
    """The explanation of `code` in a few lines; None if no socket fails with it."""
    if code in _OWN:
        return explanation(code, *_OWN[code])
    for base in (errors.PLAIN, errors.TLS):
        name = errors.NAMES.get(code - base)
        if name is not None:
            meaning, causes, check = _SYSTEM.get(name) or (text.format(name) for text in _OTHER)
            return explanation(code, os.strerror(errors.number_of(name)), meaning, causes, check)
    return None
