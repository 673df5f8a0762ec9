"""What the system's errors are to a script: 2301000 + errno, for TLS and servers 2303100 + errno, and others' codes."""

from __future__ import annotations

import errno
import os
import socket

Problem = tuple[int, str]

PLAIN, TLS = 2301000, 2303100
# Listening sockets and the connections they accept count like TLS.
SERVER = TLS
TLS_LIBRARY = 2303505
TLS_LIBRARY_TEXT = "An error occurred in the TLS system call"
PARAMETER: Problem = (401, "Parameter error")
NO_SESSION: Problem = (2303501, "SSL is null")
NO_BIND: Problem = (2303600, "No bind socket")
INVALID_DESCRIPTOR: Problem = (2303601, "Invalid socket FD")
NOT_CONNECTED: Problem = (2303602, "Socket is not connected")
# A device closes the descriptor -1.
NEVER_OPEN: Problem = (2300999, "No error information")
# A device is Linux; other systems number these otherwise.
_LINUX = {
    "EPERM": 1, "ENOENT": 2, "EINTR": 4, "EIO": 5, "EBADF": 9, "EAGAIN": 11, "EACCES": 13, "EEXIST": 17, "EINVAL": 22,
    "EMFILE": 24, "EPIPE": 32, "EDOM": 33, "EPROTO": 71, "ENOTSOCK": 88, "EDESTADDRREQ": 89, "EMSGSIZE": 90,
    "EPROTOTYPE": 91, "EAFNOSUPPORT": 97, "EADDRINUSE": 98, "EADDRNOTAVAIL": 99, "ENETDOWN": 100, "ENETUNREACH": 101,
    "ECONNABORTED": 103, "ECONNRESET": 104, "ENOBUFS": 105, "EISCONN": 106, "ENOTCONN": 107, "ETIMEDOUT": 110,
    "ECONNREFUSED": 111, "EHOSTUNREACH": 113, "EALREADY": 114, "EINPROGRESS": 115, "ECANCELED": 125,
}  # fmt: skip

# What a device adds to 2301000 or 2303100 -> the system's name for it.
NAMES = {number: name for name, number in _LINUX.items()}


def number_of(name: str) -> int:
    """The number that this system has for an error of NAMES; 0 if it has none."""
    number: int = getattr(errno, name, 0)
    return number


def problem_of(error: OSError, base: int = PLAIN) -> Problem:
    """Code and message of `error`; `base` is PLAIN or TLS."""
    if isinstance(error, socket.gaierror):
        # A device goes on with the address 255.255.255.255, which no stream reaches.
        error = OSError(errno.ENETUNREACH, "")
    # A path that is too long for a local socket has no number.
    system = error.errno or errno.EINVAL
    number = _LINUX.get(errno.errorcode.get(system, ""), system)
    if base == TLS and (not isinstance(error.errno, int) or type(error).__module__ == "ssl"):
        return TLS_LIBRARY, f"{TLS_LIBRARY_TEXT}: {getattr(error, 'reason', None) or error}"
    return base + number, os.strerror(system)


def problem_of_connecting(error: OSError) -> Problem:
    """What a TCP connect() that failed is: a device does not read what became of one that it waited for."""
    waited = (errno.ECONNREFUSED, errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.ECONNRESET, errno.ECONNABORTED)
    return problem_of(OSError(errno.EINPROGRESS, "") if error.errno in waited else error)


def not_connected(base: int = PLAIN) -> Problem:
    """What sending on a socket that is not connected is."""
    return problem_of(OSError(errno.ENOTCONN, ""), base)


def bad_descriptor(base: int = PLAIN) -> Problem:
    """What using a socket that was closed, or never bound, is."""
    return problem_of(OSError(errno.EBADF, ""), base)
