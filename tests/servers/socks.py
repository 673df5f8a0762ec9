"""A SOCKS5 proxy (RFC 1928, 1929) that leads to loopback servers only."""

from __future__ import annotations

import contextlib
import socket
import struct

from tests.servers.proxy import relay
from tests.servers.raw import Peer, RawServer

_IPV4, _NAME = 1, 3
_CONNECT_SECONDS = 5


class Socks5Proxy(RawServer):
    """`targets` are the hosts and ports that were asked for, as they came: a name, or an address that was resolved.

    port: where every request is taken, whatever it asks for; 0: to the port that it asks for
    credentials: user and password that a client must have
    """

    def __init__(self, port: int, credentials: tuple[str, str] | None = None) -> None:
        super().__init__(self._serve)
        self.targets: list[tuple[str, int]] = []
        self._port = port
        self._credentials = credentials

    def _serve(self, peer: Peer) -> None:
        connection = peer.connection
        _, count = _take(connection, 2)
        methods = _take(connection, count)
        wanted = 2 if self._credentials else 0
        if wanted not in methods:
            connection.sendall(b"\x05\xff")
            return
        connection.sendall(bytes([5, wanted]))
        if self._credentials:
            given = tuple(_take(connection, _take(connection, size)[-1]).decode() for size in (2, 1))
            connection.sendall(b"\x01\x00" if given == self._credentials else b"\x01\x01")
            if given != self._credentials:
                return
        _, _, _, kind = _take(connection, 4)
        raw = _take(connection, 4) if kind == _IPV4 else _take(connection, _take(connection, 1)[0])
        host = socket.inet_ntoa(raw) if kind == _IPV4 else raw.decode()
        port = struct.unpack("!H", _take(connection, 2))[0]
        self.targets.append((host, port))
        with socket.create_connection(("127.0.0.1", self._port or port), _CONNECT_SECONDS) as upstream:
            connection.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
            with contextlib.suppress(ConnectionError):
                relay(connection, upstream)


def _take(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise ConnectionError("the client went away")
        data += piece
    return data
