"""Sockets that misbehave below HTTP: ports that refuse or never answer, connections that are reset."""

from __future__ import annotations

import selectors
import socket
import struct
from typing import Self

_FILLERS = 16
_CONNECT_PATIENCE = 0.2


def free_port(host: str = "127.0.0.1") -> int:
    """A port nobody listens on at the moment. Another process may take it; `RefusedPort` prevents that."""
    with RefusedPort(host) as refused:
        return refused.port


def ipv6_works() -> bool:
    """Whether this machine has ::1."""
    try:
        free_port("::1")
    except OSError:
        return False
    return True


def wait_readable(*sockets: socket.socket) -> list[socket.socket]:
    """Those of `sockets` that can be read, at least one. Unlike select() it takes any number of open files."""
    with selectors.DefaultSelector() as selector:
        for each in sockets:
            selector.register(each, selectors.EVENT_READ, each)
        return [key.data for key, _ in selector.select()]


def reset(connection: socket.socket) -> None:
    """Close with RST instead of FIN: what was not read yet is lost on both sides."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class _BoundPort:
    """A TCP port that is taken but where nobody accepts."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        try:
            self._socket.bind((host, 0))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]

    @property
    def url(self) -> str:
        """http://host:port, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


class RefusedPort(_BoundPort):
    """A port that refuses connections for as long as it is held: bound, but not listening."""


class BlackHole(_BoundPort):
    """A port that never answers: its backlog is full, so the kernel drops every further attempt to connect.

    Raises RuntimeError where the kernel goes on accepting.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__(host)
        self._fillers: list[socket.socket] = []
        self._socket.listen(0)
        while self._connects():
            if len(self._fillers) == _FILLERS:
                self.close()
                raise RuntimeError(f"the backlog of {self.url} is not full after {_FILLERS} connections")

    def _connects(self) -> bool:
        filler = socket.socket(self._socket.family)
        self._fillers.append(filler)
        filler.setblocking(False)
        filler.connect_ex((self.host, self.port))
        with selectors.DefaultSelector() as selector:
            selector.register(filler, selectors.EVENT_WRITE)
            return bool(selector.select(_CONNECT_PATIENCE))

    def close(self) -> None:
        """Give the port back; waiting clients get a reset."""
        for filler in self._fillers:
            filler.close()
        super().close()
