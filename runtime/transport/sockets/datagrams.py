"""A datagram socket on the loop."""

from __future__ import annotations

import socket

from runtime.loop import READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.loop import Loop

_LARGEST = 64 * 1024  # bytes
_TURN = 64


class Datagrams:
    """Sends and receives; `received(data, address)` is called from the loop. It keeps the loop alive while open."""

    def __init__(self, loop: Loop, made: socket.socket, received: Callable[[bytes, Any], None]) -> None:
        made.setblocking(False)
        self._loop = loop
        self._received = received
        self.socket: socket.socket | None = made
        self._failed: Callable[[OSError], None] | None = None
        loop.hold()
        loop.watch(made.fileno(), READ, self._on_ready)

    def on_error(self, failed: Callable[[OSError], None]) -> None:
        """Call `failed(error)` when receiving fails."""
        self._failed = failed

    def send(self, data: bytes, address: Any) -> None:
        """Send one datagram. Raises OSError, also where the system has no room for it."""
        assert self.socket is not None, "send() on a closed socket"
        self.socket.sendto(data, address)

    def close(self) -> None:
        """Receive no more."""
        made, self.socket = self.socket, None
        if made is not None:
            self._loop.unwatch(made.fileno())
            self._loop.release()
            made.close()

    def _on_ready(self, _fd: int, _events: int) -> None:
        for _ in range(_TURN):
            if self.socket is None:
                return
            try:
                data, address = self.socket.recvfrom(_LARGEST)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                if self._failed is not None:
                    self._failed(error)
                return
            self._received(data, address)
