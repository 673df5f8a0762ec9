"""The client's side of SOCKS 5 (RFC 1928), with user name and password (RFC 1929); bytes in, bytes out."""

from __future__ import annotations

import socket
import struct

_VERSION, _CONNECT = 5, 1
_NO_PASSWORD, _PASSWORD = 0, 2
_IPV4, _NAME, _IPV6 = 1, 3, 4
# Bytes of the address in a reply; that of a name begins with its length.
_SIZES = {_IPV4: 4, _IPV6: 16}


class Socks5Error(Exception):
    """The proxy does not do it."""


class NoMethodError(Socks5Error):
    """The proxy wants another kind of proof than a password."""


class PasswordError(Socks5Error):
    """The proxy wants a user name and a password, and not these."""


class UnreachableError(Socks5Error):
    """The proxy does not reach the host."""


class MalformedError(Socks5Error):
    """What the proxy answers is no SOCKS 5."""


class TooLongError(Socks5Error):
    """A name or a password that the protocol cannot carry."""


class Handshake:
    """The way through a proxy to `host` and `port`: send `hello()`, then what `receive()` returns, until `is_done`."""

    def __init__(self, host: str, port: int, username: str = "", password: str = "") -> None:
        self._host, self._port = host, port
        self._username, self._password = username.encode(), password.encode()
        self._received = bytearray()
        self._read = self._read_method
        self.is_done = False

    def hello(self) -> bytes:
        """What to begin with."""
        return bytes([_VERSION, 2, _NO_PASSWORD, _PASSWORD])

    def receive(self, data: bytes) -> bytes:
        """What to send upon `data`, maybe nothing yet. Raises Socks5Error."""
        self._received += data
        answer = bytearray()
        while not self.is_done:
            more = self._read()
            if more is None:
                break
            answer += more
        return bytes(answer)

    @property
    def rest(self) -> bytes:
        """What came behind the handshake."""
        return bytes(self._received)

    def _read_method(self) -> bytes | None:
        head = self._take(2)
        if head is None:
            return None
        if head[0] != _VERSION:
            raise MalformedError
        if head[1] == _NO_PASSWORD:
            self._read = self._read_reply
            return self._request()
        if head[1] != _PASSWORD:
            raise NoMethodError
        if not self._username or not self._password:
            raise PasswordError
        self._read = self._read_verdict
        return b"\x01" + _sized(self._username) + _sized(self._password)

    def _read_verdict(self) -> bytes | None:
        verdict = self._take(2)
        if verdict is None:
            return None
        if verdict[1] != 0:
            raise PasswordError
        self._read = self._read_reply
        return self._request()

    def _request(self) -> bytes:
        return bytes([_VERSION, _CONNECT, 0]) + _address(self._host) + struct.pack("!H", self._port)

    def _read_reply(self) -> bytes | None:
        if len(self._received) < 5:
            return None
        version, status, _reserved, kind, first = self._received[:5]
        size = 1 + first if kind == _NAME else _SIZES.get(kind)
        if version != _VERSION or size is None:
            raise MalformedError
        if status != 0:
            raise UnreachableError
        if self._take(4 + size + 2) is None:
            return None
        self.is_done = True
        return b""

    def _take(self, count: int) -> bytes | None:
        if len(self._received) < count:
            return None
        taken = bytes(self._received[:count])
        del self._received[:count]
        return taken


def _address(host: str) -> bytes:
    for kind, family in ((_IPV4, socket.AF_INET), (_IPV6, socket.AF_INET6)):
        try:
            return bytes([kind]) + socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
    return bytes([_NAME]) + _sized(host.encode("utf-8", "replace"))


def _sized(text: bytes) -> bytes:
    if len(text) > 255:
        raise TooLongError
    return bytes([len(text)]) + text
