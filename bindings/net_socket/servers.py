"""Listening sockets of a script."""

from __future__ import annotations

import errno
import os
import socket

from bindings.net_socket import errors, options
from runtime.transport.sockets.listener import Listener

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from typing import Any

    from bindings.net_socket.sockets import Settle
    from runtime.loop import Loop


class ServerSocket:
    """One listening socket. `accepted(socket, address, context)` is called for each connection, from the loop."""

    def __init__(
        self,
        loop: Loop,
        accepted: Callable[[socket.socket, Any, ssl.SSLContext | None], None],
        base: int = errors.PLAIN,
    ) -> None:
        self._listener = Listener(loop, lambda made, address: accepted(made, address, self.context))
        self._base = base
        self._path = ""
        self._options: dict[str, Any] = {}
        self.context: ssl.SSLContext | None = None
        self.is_closed = False

    is_connected = False

    def listen(self, family: int, address: Any, settle: Settle, context: ssl.SSLContext | None = None) -> None:
        """Bind and listen; with `context` each connection speaks TLS."""
        if self._listener.socket is not None:
            settle(*errors.problem_of(OSError(errno.EADDRINUSE, ""), self._base), None)
            return
        self.context = context
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            options.apply(made, self._options)
            if os.name == "posix":
                # As servers do there: an address is free again at once. Windows means something else by it.
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._listener.listen(made, address)
        except OSError as error:
            made.close()
            settle(*errors.problem_of(error, self._base), None)
            return
        self._path = address if isinstance(address, str) else ""
        self.is_closed = False
        settle(0, "", None)

    def close(self, settle: Settle) -> None:
        """Accept no more."""
        if self._listener.socket is None:
            settle(*errors.bad_descriptor(self._base), None)
            return
        self.drop()
        self.is_closed = True
        settle(0, "", None)

    def set_options(self, values: Mapping[str, Any], settle: Settle) -> None:
        """Set options of the listening socket, also of one that there is not yet."""
        self._options.update(values)
        settle(*options.applied(self.handle, values, self._base), None)

    @property
    def handle(self) -> socket.socket | None:
        """The system's socket, if it is open."""
        return self._listener.socket

    @property
    def is_bound(self) -> bool:
        """Whether it listens."""
        return self._listener.socket is not None

    def drop(self) -> None:
        """The run is over."""
        self._listener.close()
        if self._path:
            try:
                os.unlink(self._path)
            except OSError:
                return  # Somebody else has removed it.
