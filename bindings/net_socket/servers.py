"""Listening sockets of a script."""

from __future__ import annotations

import errno
import os
import socket
import stat

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

    base = errors.SERVER
    # What it is to use one that does not listen.
    unused: errors.Problem = errors.bad_descriptor(errors.SERVER)

    def __init__(
        self,
        loop: Loop,
        accepted: Callable[[socket.socket, Any, ssl.SSLContext | None], None],
    ) -> None:
        self._loop = loop
        self._accepted = lambda made, address: accepted(made, address, self.context)
        self._listener = Listener(loop, self._accepted)
        # Those of listen() before the last: a device leaves them open.
        self._earlier: list[Listener] = []
        self._path = ""
        self.options: dict[str, Any] = {}
        self.context: ssl.SSLContext | None = None
        # PEM of what a TLS server shows its clients.
        self.certificate = ""
        # The numbers of the connections that are open.
        self.clients: set[int] = set()
        self.is_closed = False
        # Whether there is a system's socket, on a device: also where listen() failed.
        self.is_made = False

    def listen(self, family: int, address: Any, settle: Settle, context: ssl.SSLContext | None = None) -> None:
        """Bind and listen, with `context` so that each connection speaks TLS.

        Where the port is taken the system chooses another one, as on a device.
        """
        before = self._listener
        if before.socket is not None:
            self._listener = Listener(self._loop, self._accepted)
        self.context = context
        self.is_made = True
        try:
            self._listen(family, address)
        except OSError as error:
            self._listener = before
            settle(*errors.problem_of(error, self.base), None)
            return
        if self._listener is not before:
            self._earlier.append(before)
        self._path = address if isinstance(address, str) else ""
        self.is_closed = False
        settle(0, "", None)

    def _listen(self, family: int, address: Any) -> None:
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            if isinstance(address, str):
                _remove(address)
            else:
                options.share_address(made)
            self._listener.listen(made, address)
        except OSError as error:
            made.close()
            if error.errno != errno.EADDRINUSE or isinstance(address, str) or not address[1]:
                raise
            self._listen(family, (address[0], 0, *address[2:]))

    def close(self, settle: Settle) -> None:
        """Accept no more."""
        if self._listener.socket is None:
            settle(*self.unused, None)
            return
        self.drop()
        self.is_closed, self.is_made = True, False
        settle(0, "", None)

    def set_options(self, values: Mapping[str, Any], settle: Settle) -> None:
        """Set options of the listening socket; what is accepted by it has them, too."""
        if self.handle is None:
            settle(*self.unused, None)
            return
        self.options.update(values)
        settle(*options.applied(self.handle, values, self.base), None)

    @property
    def handle(self) -> socket.socket | None:
        """The system's socket, if it is open."""
        return self._listener.socket

    @property
    def is_bound(self) -> bool:
        """Whether it listens."""
        return self._listener.socket is not None

    @property
    def is_connected(self) -> bool:
        """Whether any connection that it accepted is open."""
        return bool(self.clients)

    def drop(self) -> None:
        """The run is over."""
        for each in (self._listener, *self._earlier):
            each.close()
        self._earlier.clear()
        if self._path:
            _remove(self._path)


class TlsServer(ServerSocket):
    """A listening socket whose connections speak TLS."""

    unused = errors.NO_BIND


class LocalServer(ServerSocket):
    """A listening local socket."""

    base = errors.PLAIN
    unused = errors.bad_descriptor(errors.PLAIN)


def _remove(path: str) -> None:
    """The file of a local socket that nobody listens on stands in the way of the next one."""
    try:
        if stat.S_ISSOCK(os.stat(path).st_mode):
            os.unlink(path)
    except OSError:
        return  # There is none.
