"""Stream sockets of a script: bound, connected, used, closed. TLS and local ones differ in how they begin."""

from __future__ import annotations

import errno
import socket

from bindings.net_socket import errors, options
from bindings.net_socket.proxies import Passage
from runtime.transport.sockets.names import look_up
from runtime.transport.sockets.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    from bindings.net_socket.proxies import Proxy
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

    def __init__(self, loop: Loop, tell: Tell, base: int = errors.PLAIN) -> None:
        self.loop = loop
        self.base = base
        # What it is to use one that is not open, and to send on one that is not connected.
        self.unused = errors.bad_descriptor(base)
        self.unconnected = errors.not_connected(base)
        # What it is to close one that never was open.
        self.never_open: errors.Problem = errors.NEVER_OPEN
        # Why the last connect() failed, where the script's error does not say it.
        self.reason = ""
        self._tell: Tell | None = tell
        self._unused: socket.socket | None = None
        self._stream: Stream | None = None
        self._connecting: Settle | None = None
        self._closing: list[Settle] = []
        self._lookup: Any = None
        self._passage: Passage | None = None
        self._problem: errors.Problem | None = None
        self._timeout = 0.0
        self.options: dict[str, Any] = {}
        # PEM of what it shows its peer, where it speaks TLS.
        self.certificate = ""
        self.is_accepted = False
        self.is_bound = False
        self.is_closed = False
        self.peer: Any = None

    # Methods --------------------------------------------------------------------------------------------------

    def bind(self, family: int, address: Any, settle: Settle) -> None:
        """Bind to an address of the system's; where the port is taken the system chooses one, as on a device.

        Where it fails the system's socket stays, for close().
        """
        if self.is_closed or self.is_bound or self._stream is not None:
            settle(*(self.unused if self.is_closed else errors.problem_of(OSError(errno.EINVAL, ""), self.base)), None)
            return
        self._release_unused()
        self._unused = socket.socket(family, socket.SOCK_STREAM)
        try:
            bind(self._unused, address)
        except OSError as error:
            settle(*errors.problem_of(error, self.base), None)
            return
        self.is_bound = True
        settle(0, "", None)

    def connect_by_name(
        self, host: str, port: int, family: int, timeout: float, settle: Settle, proxy: Proxy | None = None
    ) -> None:
        """Connect to a host; `timeout` in ms, 0 for the system's."""
        if not self._may_connect(settle):
            return

        def found(found_addresses: list[tuple[int, Any]], error: OSError | None) -> None:
            self._lookup = None
            if error is not None:
                self._not_connected(self._passage.if_over if self._passage else self.connect_problem(error))
            else:
                self._connect(*found_addresses[0])

        self._connecting = settle
        self._timeout = timeout
        self._passage = None
        if proxy is not None:
            self._passage = Passage(proxy, host, port)
            host, port, family = proxy.host, proxy.port, proxy.family
        self._lookup = look_up(self.loop, host, port, family, found)

    def connect_to_path(self, path: str, timeout: float, settle: Settle) -> None:
        """Connect to a local socket."""
        if self._may_connect(settle):
            self._connecting = settle
            self._timeout = timeout
            self._connect(LOCAL, path)

    def send(self, data: bytes, settle: Settle) -> None:
        """Send `data`; settled when the system has taken all of it."""
        if self._stream is None or not self._stream.is_connected:
            settle(*(self.unused if self.handle is None else self.unconnected), None)
            return
        self._stream.write(data, lambda error: self._settled(settle, error))

    def close(self, settle: Settle) -> None:
        """Close what is open."""
        if self.handle is None and self._lookup is None:
            settle(*(self.unused if self.is_closed else self.never_open), None)
            return
        self._closing.append(settle)
        if self._lookup is not None:
            self._lookup.cancel()
            self._lookup = None
        if self._stream is not None:
            self._stream.finish()
        else:
            self._release_unused()
            self.loop.call_soon(lambda: self.on_closed(None))

    def set_options(self, values: Mapping[str, Any], settle: Settle) -> None:
        """Set options of a socket that is open."""
        if self.handle is None:
            settle(*self.unused, None)
            return
        self.options.update(values)
        is_plain = self.base == errors.PLAIN and self.handle.family != LOCAL
        settle(*options.applied(self.handle, values, self.base, minds_timeout=is_plain), None)

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
        self.is_accepted = self.is_bound = True
        self._stream = Stream(self.loop, self)
        self._stream.adopt(accepted, tls=context)

    def give_up(self) -> Stream | None:
        """Let another one have the connection; this socket is closed by it."""
        stream, self._stream = self._stream, None
        self.is_closed = True
        return stream

    # The stream's owner ---------------------------------------------------------------------------------------

    def on_connected(self) -> None:
        """Go through the proxy, or settle connect() and tell (Owner.on_connected)."""
        stream = self._stream
        if stream is None:
            return
        if self._passage is not None:
            stream.write(self._passage.begin())
            return
        settle, self._connecting = self._connecting, None
        if stream.handle is not None and self.peer is None:
            self.peer = stream.handle.getpeername()
        # A device tells before it answers.
        self.loop.call_soon(lambda: self._news(CONNECT))
        if settle is not None:
            settle(0, "", None)

    def on_data(self, data: bytes) -> None:
        """Tell, once it is the host that speaks (Owner.on_data)."""
        if self._passage is not None:
            self._go_through(self._passage, data)
        else:
            self.loop.call_soon(lambda: self._news(MESSAGE, data, self.peer))

    def on_end(self) -> None:
        """The peer sends no more (Owner.on_end).

        A device tells, and leaves its own side open until close(); what a server accepted it closes at once.
        """
        stream = self._stream
        if stream is None:
            return
        if self.is_accepted or self._connecting is not None:
            stream.finish()
            return
        stream.rest()
        self.loop.call_soon(lambda: self._news(CLOSE))

    def on_closed(self, error: OSError | None) -> None:
        """Settle what waits, and tell (Owner.on_closed)."""
        stream, self._stream = self._stream, None
        closing, self._closing = self._closing, []
        if self._connecting is not None:
            self._not_connected(self._reason(error or OSError(errno.ECANCELED, ""), stream))
            if not closing:
                self._keep_place(stream)
                return
        if error is not None and not closing and not self.is_accepted:
            self._keep_place(stream)
            self._news(ERROR, *errors.problem_of(error, self.base))
            return
        self.is_closed = True
        self._news(CLOSE)
        for settle in closing:
            settle(0, "", None)

    # Inside ---------------------------------------------------------------------------------------------------

    def tls_context(self) -> tuple[ssl.SSLContext | None, str | None]:
        """What to speak TLS with, and the name to verify; here nothing."""
        return None, None

    def connect_problem(self, error: OSError, *, is_reached: bool = False) -> errors.Problem:
        """What a connect() that failed is to the script; `is_reached`: the host was there, and TLS failed."""
        problem = errors.problem_of_connecting(error)
        if problem != (plain := errors.problem_of(error)):
            self.reason = plain[1]
        return problem

    def _may_connect(self, settle: Settle) -> bool:
        if self.is_closed:
            # A device makes no second socket for one object.
            settle(*self.unused, None)
            return False
        if self._stream is not None or self._connecting is not None:
            settle(*errors.problem_of(OSError(errno.EISCONN, ""), self.base), None)
            return False
        return True

    def _connect(self, family: int, address: Any) -> None:
        made = self._unused
        self._unused = None
        try:
            if made is None or made.family != family:
                self._release(made)
                made = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:
            self._release(made)
            self._not_connected(self.connect_problem(error))
            return
        self.is_bound = True
        self.peer = None
        context, name = self.tls_context() if self._passage is None else (None, None)
        self._stream = Stream(self.loop, self)
        self._stream.connect(made, address, tls=context, server_name=name, timeout=self._timeout)

    def _go_through(self, passage: Passage, data: bytes) -> None:
        """Take the next step through the proxy."""
        stream = self._stream
        assert stream is not None, "data without a stream"
        answer, self._problem = passage.receive(data)
        if self._problem is not None:
            stream.close()
            return
        if answer:
            stream.write(answer)
        if passage.is_done:
            self._passage = None
            context, name = self.tls_context()
            if context is not None:
                stream.start_tls(context, name, timeout=self._timeout)
                return
            self.on_connected()
            if passage.rest:
                self.on_data(passage.rest)

    def _reason(self, error: OSError, stream: Stream | None) -> errors.Problem:
        problem, self._problem = self._problem, None
        passage, self._passage = self._passage, None
        if problem is None and passage is not None:
            problem = passage.if_over
        return problem or self.connect_problem(error, is_reached=stream is not None and stream.is_reached)

    def _not_connected(self, problem: errors.Problem) -> None:
        settle, self._connecting = self._connecting, None
        self._passage = None
        if settle is not None:
            settle(*problem, None)

    def _keep_place(self, stream: Stream | None) -> None:
        """The system's socket of a connection that failed is not closed by that, on a device."""
        family = stream.family if stream is not None else socket.AF_INET
        try:
            self._unused = socket.socket(family, socket.SOCK_STREAM)
        except OSError:
            self._unused = None

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


class LocalSocket(StreamSocket):
    """A connection by a path of the file system."""

    def __init__(self, loop: Loop, tell: Tell) -> None:
        super().__init__(loop, tell)
        self.never_open = self.unused

    def connect_problem(self, error: OSError, *, is_reached: bool = False) -> errors.Problem:
        """What the system says."""
        return errors.problem_of(error)

    def connect_to_path(self, path: str, timeout: float, settle: Settle) -> None:
        """Connect; a socket that was not bound has no name of its own then, either."""
        was_bound = self.is_bound
        super().connect_to_path(path, timeout, settle)
        self.is_bound = was_bound


def bind(made: socket.socket, address: Any) -> None:
    """Bind, to another port where that of `address` is taken. Raises OSError."""
    try:
        made.bind(address)
    except OSError as error:
        if error.errno != errno.EADDRINUSE or isinstance(address, str) or not address[1]:
            raise
        made.bind((address[0], 0, *address[2:]))
