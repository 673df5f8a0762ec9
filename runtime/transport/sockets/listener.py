"""A listening socket on the loop."""

from __future__ import annotations

import errno
import socket

from runtime.loop import READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.loop import Loop

_BACKLOG = 128
# What one turn of the loop accepts at most.
_TURN = 64
# Errors of one connection and not of the listener.
_PASSING = (errno.ECONNABORTED, errno.EINTR, errno.EPROTO)


class Listener:
    """Accepts connections; `accepted(socket, address)` is called for each from the loop. It keeps the loop alive."""

    def __init__(self, loop: Loop, accepted: Callable[[socket.socket, Any], None]) -> None:
        self._loop = loop
        self._accepted = accepted
        self.socket: socket.socket | None = None
        self._port = 0

    def listen(self, made: socket.socket, address: Any) -> None:
        """Bind `made`, a new socket, to `address` and listen. Raises OSError, and then `made` is closed."""
        try:
            made.setblocking(False)
            made.bind(address)
            made.listen(_BACKLOG)
        except OSError:
            made.close()
            raise
        self.socket = made
        self._port = port_of(made)
        if self._port:
            self._loop.answered_ports.add(self._port)
        self._loop.hold()
        self._loop.watch(made.fileno(), READ, self._on_ready)

    def close(self) -> None:
        """Accept no more."""
        made, self.socket = self.socket, None
        if made is not None:
            self._loop.unwatch(made.fileno())
            self._loop.answered_ports.discard(self._port)
            self._loop.release()
            made.close()

    def _on_ready(self, _fd: int, _events: int) -> None:
        for _ in range(_TURN):
            if self.socket is None:
                return
            try:
                accepted, address = self.socket.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                if error.errno not in _PASSING:
                    return  # Too many open files, say: the next turn tries again.
                continue
            self._accepted(accepted, address)


def port_of(made: socket.socket) -> int:
    """The port that `made` is bound to, 0 for one without ports."""
    name = made.getsockname()
    return name[1] if made.family in (socket.AF_INET, socket.AF_INET6) else 0
