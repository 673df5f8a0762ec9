"""A connected socket on the loop, in the clear or with TLS.

The owner is told what happened from inside the loop's socket callbacks or from tasks; to enter the program it queues a
macrotask of its own. All of `Owner` is called at most in this order: on_connected, on_data…, on_end, on_closed; the
last exactly once, whatever happens.
"""

from __future__ import annotations

import errno
import os
import socket
from collections import deque

from runtime.loop import READ, WRITE
from runtime.transport.sockets.tls import TlsSession

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from typing import Any, Protocol, TypeAlias

    from runtime.loop import Loop, Timer

    Written: TypeAlias = Callable[[OSError | None], None]

    class Owner(Protocol):
        """Whom a stream tells."""

        def on_connected(self) -> None:
            """It can be written to; with TLS the peer has been verified."""

        def on_data(self, data: bytes) -> None:
            """Bytes have come."""

        def on_end(self) -> None:
            """The peer sends no more."""

        def on_closed(self, error: OSError | None) -> None:
            """It is over; `error` says why, unless either side closed it in order."""


_PIECE = 64 * 1024  # bytes
# What one turn of the loop reads at most, so that a fast peer leaves room for the others.
_TURN = 16 * _PIECE
_IN_PROGRESS = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY, getattr(errno, "WSAEWOULDBLOCK", -1))


class Stream:
    """One connection. It keeps the loop alive from `connect` or `adopt` to the end."""

    def __init__(self, loop: Loop, owner: Owner) -> None:
        self._loop = loop
        self._owner: Owner | None = owner
        self._socket: socket.socket | None = None
        self._fd = -1
        self._tls: TlsSession | None = None
        self._outgoing: deque[tuple[memoryview, Written | None]] = deque()
        self._is_connecting = False
        self._is_closing = False
        self._is_paused = False
        self._has_ended = False
        self._timer: Timer | None = None
        self._keeps_alive = False
        # The system's, of the socket.
        self.family = 0
        self.is_connected = False
        # Whether there is a connection below TLS, or was one.
        self.is_reached = False

    # Beginning ------------------------------------------------------------------------------------------------

    def connect(
        self,
        made: socket.socket,
        address: Any,
        *,
        tls: ssl.SSLContext | None = None,
        server_name: str | None = None,
        timeout: float = 0,
    ) -> None:
        """Connect `made`, a new socket, to `address`; `timeout` in ms, 0 for the system's."""
        self._take(made)
        if tls is not None:
            self._tls = TlsSession(tls, server_name, server_side=False)
        if timeout:
            self._timer = self._loop.call_later(timeout, self._time_out)
        try:
            code = made.connect_ex(address)
        except OSError as error:
            self._fail_soon(error)
            return
        except (ValueError, TypeError, OverflowError, UnicodeError):
            self._fail_soon(OSError(errno.EINVAL, os.strerror(errno.EINVAL)))
            return
        if code and code not in _IN_PROGRESS:
            self._fail_soon(OSError(code, os.strerror(code)))
            return
        self._is_connecting = True
        self._loop.watch(self._fd, WRITE, self._on_ready)

    def adopt(self, accepted: socket.socket, *, tls: ssl.SSLContext | None = None) -> None:
        """Go on with a socket that a listener accepted, or that is connected and unused."""
        self._take(accepted)
        if tls is not None:
            self._tls = TlsSession(tls, None, server_side=True)
        self._loop.call_soon(self._begin)

    def start_tls(self, context: ssl.SSLContext, server_name: str | None, *, timeout: float = 0) -> None:
        """Speak TLS from here on; on_connected is called again when the peer has been verified."""
        self.is_connected = False
        self._is_paused = False
        self._tls = TlsSession(context, server_name, server_side=False)
        if timeout:
            self._timer = self._loop.call_later(timeout, self._time_out)
        self._begin()

    def hand_over(self, owner: Owner) -> None:
        """Tell `owner` from here on, and nobody else. It is paused until it speaks TLS."""
        self._owner = owner
        self.pause()

    def _take(self, made: socket.socket) -> None:
        made.setblocking(False)
        self._socket = made
        self.family = made.family
        self._fd = made.fileno()
        self._keeps_alive = True
        self._loop.hold()

    def _begin(self) -> None:
        if self._socket is None:
            return
        self._is_connecting = False
        self.is_reached = True
        if self._tls is None:
            self._connected()
        else:
            self._shake_hands()
        self._watch()

    def _connected(self) -> None:
        if self._timer is not None:
            self._loop.cancel(self._timer)
            self._timer = None
        self.is_connected = True
        if self._owner is not None:
            self._owner.on_connected()

    def _time_out(self) -> None:
        self.close(OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT)))

    # Use ------------------------------------------------------------------------------------------------------

    def write(self, data: bytes, written: Written | None = None) -> None:
        """Send `data`; `written(error)` is called when the system has taken it, or cannot."""
        if self._socket is None or self._is_closing:
            if written is not None:
                failure = OSError(errno.EPIPE, os.strerror(errno.EPIPE))
                self._loop.call_soon(lambda: written(failure))
            return
        self._outgoing.append((memoryview(data), written))
        if self.is_connected:
            self._flush()
            self._watch()

    @property
    def unsent(self) -> int:
        """How many bytes wait for the system to take them."""
        return sum(len(view) for view, _written in self._outgoing)

    def pause(self) -> None:
        """Read nothing until `resume`; the peer's window fills."""
        self._is_paused = True
        self._watch()

    def resume(self) -> None:
        """Read again."""
        self._is_paused = False
        self._watch()

    def rest(self) -> None:
        """Stay open without keeping the loop alive: the peer has said that nothing more comes."""
        if self._keeps_alive and self._socket is not None:
            self._keeps_alive = False
            self._loop.release()

    def finish(self) -> None:
        """Close when everything was sent."""
        self._is_closing = True
        if not self._outgoing:
            self.close()

    def close(self, error: OSError | None = None) -> None:
        """Close now. on_closed follows as a task; what was not sent is dropped."""
        made, self._socket = self._socket, None
        if made is None:
            return
        self.is_connected = False
        if self._timer is not None:
            self._loop.cancel(self._timer)
            self._timer = None
        if self._tls is not None and error is None:
            self._tls.say_goodbye(made)
        self._loop.unwatch(self._fd)
        made.close()
        failure = error or OSError(errno.ECANCELED, os.strerror(errno.ECANCELED))
        unsent, self._outgoing = self._outgoing, deque()
        self._loop.call_soon(lambda: self._closed(error, failure, unsent))

    def _closed(
        self, error: OSError | None, failure: OSError, unsent: deque[tuple[memoryview, Written | None]]
    ) -> None:
        if self._keeps_alive:
            self._keeps_alive = False
            self._loop.release()
        for _view, written in unsent:
            if written is not None:
                written(failure)
        owner, self._owner = self._owner, None
        if owner is not None:
            owner.on_closed(error)

    def drop(self) -> None:
        """Close and tell nobody: the run is over."""
        self._owner = None
        self._outgoing.clear()
        self.close()

    @property
    def handle(self) -> socket.socket | None:
        """The system's socket while it is open: for its options, addresses and number."""
        return self._socket

    @property
    def tls(self) -> ssl.SSLObject | None:
        """The TLS session, where there is one."""
        return self._tls.session if self._tls is not None else None

    # The loop -------------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        if self._socket is None or self._is_connecting:
            return
        events = 0 if self._is_paused or self._has_ended else READ
        if self._outgoing if self._tls is None else self._tls.has_outgoing:
            events |= WRITE
        if events:
            self._loop.watch(self._fd, events, self._on_ready)
        else:
            self._loop.unwatch(self._fd)

    def _on_ready(self, _fd: int, events: int) -> None:
        made = self._socket
        if made is None:
            return
        if self._is_connecting:
            code = made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                self.close(OSError(code, os.strerror(code)))
            else:
                self._begin()
            return
        try:
            if events & WRITE:
                self._flush()
            if events & READ and self._socket is not None:
                self._read(made)
        except OSError as error:
            self.close(error)
        self._watch()

    def _read(self, made: socket.socket) -> None:
        taken = 0
        while taken < _TURN and self._socket is not None and not self._is_paused:
            try:
                data = made.recv(_PIECE)
            except (BlockingIOError, InterruptedError):
                return
            if not data:
                self._end()
                return
            taken += len(data)
            self._received(data)
            if len(data) < _PIECE:
                return

    def _received(self, data: bytes) -> None:
        if self._tls is None:
            self._tell_data(data)
            return
        self._tls.incoming.write(data)
        if not self.is_connected:
            self._shake_hands()
        if self.is_connected:
            plain, is_over = self._tls.read()
            if plain:
                self._tell_data(plain)
            if is_over:
                self._end()
        self._send_encrypted()

    def _tell_data(self, data: bytes) -> None:
        if self._owner is not None:
            self._owner.on_data(data)

    def _end(self) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        if self._tls is not None and not self.is_connected:
            self.close(OSError(errno.ECONNRESET, "the peer hung up during the TLS handshake"))
        elif self._owner is not None:
            self._owner.on_end()

    def _shake_hands(self) -> None:
        assert self._tls is not None, "a handshake without TLS"
        try:
            is_done = self._tls.shake_hands()
        except OSError as error:
            self._send_encrypted()
            self.close(error)
            return
        self._send_encrypted()
        if is_done:
            self._connected()
            self._flush()

    def _flush(self) -> None:
        """Give the system what it takes."""
        made = self._socket
        if made is None:
            return
        if self._tls is not None:
            self._flush_tls()
            return
        while self._outgoing:
            view, written = self._outgoing[0]
            try:
                sent = made.send(view)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                self.close(error)
                return
            if sent < len(view):
                self._outgoing[0] = (view[sent:], written)
                return
            self._outgoing.popleft()
            if written is not None:
                self._loop.call_soon(lambda written=written: written(None))  # type: ignore[misc]
        if self._is_closing:
            self.close()

    def _flush_tls(self) -> None:
        assert self._tls is not None, "TLS without a session"
        while self._outgoing and self.is_connected and not self._tls.has_outgoing:
            view, written = self._outgoing.popleft()
            self._tls.session.write(view)
            self._send_encrypted()
            if written is not None:
                self._loop.call_soon(lambda written=written: written(None))  # type: ignore[misc]
        self._send_encrypted()
        if self._is_closing and not self._outgoing and not self._tls.has_outgoing:
            self.close()

    def _send_encrypted(self) -> None:
        if self._tls is None or self._socket is None:
            return
        try:
            self._tls.send(self._socket)
        except OSError as error:
            self.close(error)

    def _fail_soon(self, error: OSError) -> None:
        self._loop.call_soon(lambda: self.close(error))
