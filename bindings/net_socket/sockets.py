"""Stream sockets of a script: bound, connected, used, closed. TCP, TLS and local ones differ in how they begin."""

from __future__ import annotations

import errno
import os
import socket

from bindings.net_socket import errors, options
from runtime.transport.sockets.names import look_up
from runtime.transport.sockets.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    from runtime.loop import Loop

    # settle(code, message, value): 0 for success.
    Settle: TypeAlias = Callable[[int, str, Any], None]
    # tell(event, value, other)
    Tell: TypeAlias = Callable[[str, Any, Any], None]

# Windows has none that Python knows.
LOCAL: int = getattr(socket, "AF_UNIX", 0)
MESSAGE, CONNECT, CLOSE, ERROR = "message", "connect", "close", "error"


class StreamSocket:
    """One connection of a script. `tell` hears its events, `settle` of each method its outcome."""

    base = errors.PLAIN

    def __init__(self, loop: Loop, tell: Tell) -> None:
        self.loop = loop
        self._tell: Tell | None = tell
        self._unused: socket.socket | None = None
        self._stream: Stream | None = None
        self._connecting: Settle | None = None
        self._closing: list[Settle] = []
        self._lookup: Any = None
        self._options: dict[str, Any] = {}
        self.is_bound = False
        self.is_closed = False
        self.peer: Any = None

    # Methods --------------------------------------------------------------------------------------------------

    def bind(self, family: int, address: Any, settle: Settle) -> None:
        """Bind to an address of the system's."""
        if self.handle is not None:
            settle(*errors.problem_of(OSError(errno.EINVAL, ""), self.base), None)
            return
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            options.apply(made, self._options)
            made.bind(address)
        except OSError as error:
            made.close()
            settle(*errors.problem_of(error, self.base), None)
            return
        self._unused = made
        self.is_bound = True
        settle(0, "", None)

    def connect_by_name(self, host: str, port: int, family: int, timeout: float, settle: Settle) -> None:
        """Connect to a host; `timeout` in ms, 0 for the system's."""
        if not self._may_connect(settle):
            return

        def found(found_addresses: list[tuple[int, Any]], error: OSError | None) -> None:
            self._lookup = None
            if error is not None:
                self._not_connected(error)
            else:
                self._connect(*found_addresses[0], timeout)

        self._connecting = settle
        self._lookup = look_up(self.loop, host, port, family, found)

    def connect_to_path(self, path: str, timeout: float, settle: Settle) -> None:
        """Connect to a local socket."""
        if self._may_connect(settle):
            self._connecting = settle
            self._connect(LOCAL, path, timeout)

    def send(self, data: bytes, settle: Settle) -> None:
        """Send `data`; settled when the system has taken all of it."""
        if self._stream is None or not self._stream.is_connected:
            settle(*(errors.bad_descriptor if self.handle is None else errors.not_connected)(self.base), None)
            return
        self._stream.write(data, lambda error: self._settled(settle, error))

    def close(self, settle: Settle) -> None:
        """Close what is open."""
        if self.handle is None and self._lookup is None:
            settle(*errors.bad_descriptor(self.base), None)
            return
        self._closing.append(settle)
        if self._lookup is not None:
            self._lookup.cancel()
            self._lookup = None
            self._not_connected(OSError(errno.ECANCELED, ""))
        if self._stream is not None:
            self._stream.finish()
        else:
            self._release_unused()
            self.loop.call_soon(lambda: self.on_closed(None))

    def set_options(self, values: Mapping[str, Any], settle: Settle) -> None:
        """Set options, also those of a socket that there is not yet."""
        self._options.update(values)
        settle(*options.applied(self.handle, values, self.base), None)

    def drop(self) -> None:
        """The run is over."""
        self._tell = None
        if self._lookup is not None:
            self._lookup.cancel()
        self._release_unused()
        if self._stream is not None:
            self._stream.drop()

    # What is asked --------------------------------------------------------------------------------------------

    @property
    def handle(self) -> socket.socket | None:
        """The system's socket, if it is open."""
        return self._stream.handle if self._stream is not None else self._unused

    @property
    def is_connected(self) -> bool:
        """Whether it can send."""
        return self._stream is not None and self._stream.is_connected

    @property
    def tls(self) -> ssl.SSLObject | None:
        """The TLS session, if there is one."""
        return self._stream.tls if self._stream is not None else None

    def adopt(self, accepted: socket.socket, peer: Any, context: ssl.SSLContext | None = None) -> None:
        """Go on with a connection that a server accepted."""
        self.peer = peer
        self.is_bound = True
        self._stream = Stream(self.loop, self)
        self._stream.adopt(accepted, tls=context)

    # The stream's owner ---------------------------------------------------------------------------------------

    def on_connected(self) -> None:
        """Settle connect(), and tell (Owner.on_connected)."""
        settle, self._connecting = self._connecting, None
        handle = self.handle
        if handle is not None and self.peer is None:
            self.peer = handle.getpeername()
        if settle is not None:
            self.loop.call_soon(lambda: settle(0, "", None))
        self.loop.call_soon(lambda: self._news(CONNECT))

    def on_data(self, data: bytes) -> None:
        """Tell (Owner.on_data)."""
        self.loop.call_soon(lambda: self._news(MESSAGE, data, self.peer))

    def on_end(self) -> None:
        """The peer sends no more: a device closes its side, too (Owner.on_end)."""
        if self._stream is not None:
            self._stream.finish()

    def on_closed(self, error: OSError | None) -> None:
        """Settle what waits, and tell (Owner.on_closed)."""
        self._stream = None
        self.is_closed = True
        closing, self._closing = self._closing, []
        if self._connecting is not None:
            self._not_connected(error or OSError(errno.ECONNABORTED, os.strerror(errno.ECONNABORTED)))
        elif error is not None:
            self._news(ERROR, *errors.problem_of(error, self.base))
        for settle in closing:
            settle(0, "", None)
        self._news(CLOSE)

    # Inside ---------------------------------------------------------------------------------------------------

    def tls_context(self) -> tuple[ssl.SSLContext | None, str | None]:
        """What to speak TLS with, and the name to verify; here nothing."""
        return None, None

    def _may_connect(self, settle: Settle) -> bool:
        if self._stream is not None or self._connecting is not None:
            settle(*errors.problem_of(OSError(errno.EISCONN, ""), self.base), None)
            return False
        return True

    def _connect(self, family: int, address: Any, timeout: float) -> None:
        made = self._unused
        self._unused = None
        try:
            if made is None or made.family != family:
                self._release(made)
                made = socket.socket(family, socket.SOCK_STREAM)
                options.apply(made, self._options)
        except OSError as error:
            self._release(made)
            self._not_connected(error)
            return
        self.is_bound = True
        self.is_closed = False
        self.peer = None
        context, name = self.tls_context()
        self._stream = Stream(self.loop, self)
        self._stream.connect(made, address, tls=context, server_name=name, timeout=timeout)

    def _not_connected(self, error: OSError) -> None:
        settle, self._connecting = self._connecting, None
        if settle is not None:
            settle(*errors.problem_of(error, self.base), None)

    def _settled(self, settle: Settle, error: OSError | None) -> None:
        if error is None:
            settle(0, "", None)
        else:
            settle(*errors.problem_of(error, self.base), None)

    def _news(self, event: str, value: Any = None, other: Any = None) -> None:
        if self._tell is not None:
            self._tell(event, value, other)

    def _release_unused(self) -> None:
        unused, self._unused = self._unused, None
        self._release(unused)

    @staticmethod
    def _release(made: socket.socket | None) -> None:
        if made is not None:
            made.close()
