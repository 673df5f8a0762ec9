"""One WebSocket connection as a client: names, proxy, TLS, the handshake, frames, the closing handshake (RFC 6455)."""

from __future__ import annotations

import errno
import os
import socket
import ssl

from wsproto.events import AcceptConnection, CloseConnection, Event, Ping, RejectConnection, Request
from wsproto.extensions import PerMessageDeflate
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from bindings.net_websocket.frames import Frames
from bindings.net_websocket.pulse import Pulse
from runtime.transport.sockets.names import look_up
from runtime.transport.sockets.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from bindings.net_websocket.endpoint import Endpoint
    from runtime.loop import Loop, Timer
    from runtime.transport.sockets.names import Address
    from runtime.transport.sockets.stream import Written

    class Listener(Protocol):
        """Whom a connection tells; each call is news for the program."""

        def opened(self, status: int, message: str, headers: list[tuple[str, str]]) -> None:
            """The handshake is over."""

        def received(self, data: str | bytes) -> None:
            """A message has come, whole."""

        def closed(self, code: int, reason: str) -> None:
            """It was open and is over."""

        def failed(self, error: Exception, status: int) -> None:
            """It never opened; `status` is the server's answer to the handshake, 0 for none."""


NORMAL = 1000
_NO_CODE = 1005
_PROTOCOL_ERROR = 1002
# What a device says of a connection that ended without a close frame, and of a frame without a reason.
NO_STATUS, LINK_DOWN = 0, "The link is down"
# How long the peer may take to answer a closing handshake before the connection is cut, in ms.
CLOSING_PATIENCE = 5_000
# Of the answer of a proxy, in bytes.
_LONGEST_ANSWER = 64 * 1024


class Connection:
    """From `start` to the last call of its listener."""

    def __init__(self, loop: Loop, listener: Listener, endpoint: Endpoint) -> None:
        self._loop = loop
        self._listener: Listener | None = listener
        self._endpoint = endpoint
        self._stream = Stream(loop, self)
        self._frames = Frames()
        self._proxy_answer: bytearray | None = bytearray() if endpoint.proxy else None
        self._is_secure = False
        self._is_open = False
        self._close_code, self._close_reason = NO_STATUS, ""
        # What is sent before it has opened.
        self._waiting: list[str | bytes] = []
        self._pulse = Pulse(loop, endpoint.ping_interval, endpoint.pong_timeout, self.ping, self._give_up)
        # Whether close() was called.
        self.is_closing = False
        self._addresses: list[Address] = []
        self._rejected = 0
        self._timer: Timer | None = None
        self._lookup: Any = None

    # What the program wants -----------------------------------------------------------------------------------

    def start(self) -> None:
        """Look up, connect, shake hands."""
        host, port = self._endpoint.proxy or (self._endpoint.host, self._endpoint.port)
        self._lookup = look_up(self._loop, host, port, socket.AF_UNSPEC, self._found)

    @property
    def takes_messages(self) -> bool:
        """Whether messages can be sent, now or when it has opened."""
        return self._is_open or not (self._frames.has_opened or self.is_closing)

    def send(self, data: str | bytes, written: Written) -> None:
        """Send one message; `written(error)` follows when the system has taken it, or it waits for the handshake."""
        if self._is_open:
            self._stream.write(self._frames.message(data), written)
        else:
            self._waiting.append(data)
            self._loop.call_soon(lambda: written(None))

    def ping(self) -> None:
        """Ask the peer for a sign of life."""
        if self._is_open:
            self._stream.write(self._frames.send(Ping()))

    def close(self, code: int, reason: str) -> None:
        """Begin the closing handshake; what has not opened yet is given up."""
        self.is_closing = True
        if not self._is_open:
            self._stream.close()
            return
        self._is_open = False
        self._close_code, self._close_reason = code, reason
        self._send_close(code, reason)
        self._timer = self._loop.call_later(CLOSING_PATIENCE, self._stream.close, background=True)

    def drop(self) -> None:
        """The run is over."""
        self._listener = None
        self._pulse.stop()
        if self._lookup is not None:
            self._lookup.cancel()
        self._stream.drop()

    # The stream's owner ---------------------------------------------------------------------------------------

    def _found(self, addresses: list[Address], error: OSError | None) -> None:
        self._lookup = None
        self._addresses = addresses
        if error is not None:
            self._fail(error)
        else:
            self._try_next()

    def _try_next(self) -> None:
        family, address = self._addresses.pop(0)
        secure = self._endpoint.tls is not None and self._endpoint.proxy is None
        self._is_secure = secure
        try:
            made = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:
            self._fail(error)
            return
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = Stream(self._loop, self)
        self._stream.connect(
            made,
            address,
            tls=self._endpoint.tls if secure else None,
            server_name=self._endpoint.host if secure else None,
            timeout=self._endpoint.timeout,
        )

    def on_connected(self) -> None:
        """Ask the proxy for the way, or the server for the protocol (Owner.on_connected)."""
        endpoint = self._endpoint
        if self._proxy_answer is not None:
            target = f"{endpoint.authority_host}:{endpoint.port}"
            self._stream.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
            return
        request = Request(
            host=endpoint.host_header,
            target=endpoint.target,
            extensions=[PerMessageDeflate()],
            subprotocols=endpoint.protocols,
            extra_headers=endpoint.headers,
        )
        self._stream.write(self._frames.send(request))

    def on_data(self, data: bytes) -> None:
        """Read frames, or the answer of the proxy (Owner.on_data)."""
        if self._proxy_answer is not None:
            self._read_proxy_answer(data)
            return
        self._pulse.heard()
        try:
            for news in self._frames.receive(data):
                if not isinstance(news, str | bytes):
                    self._handle(news)
                elif self._listener is not None:
                    self._listener.received(news)
        except RemoteProtocolError as error:
            self._violated(error)

    def on_end(self) -> None:
        """The peer sends no more (Owner.on_end)."""
        self._stream.close()

    def on_closed(self, error: OSError | None) -> None:
        """Tell the listener how it ended (Owner.on_closed)."""
        self._pulse.stop()
        if self._timer is not None:
            self._loop.cancel(self._timer)
        has_opened = self._frames.has_opened
        if not has_opened and not self._rejected and self._addresses and error is not None:
            self._try_next()
            return
        self._is_open = False
        listener, self._listener = self._listener, None
        if listener is None:
            return
        if has_opened and not self._rejected:
            listener.closed(self._close_code, self._close_reason or LINK_DOWN)
        else:
            listener.failed(error or OSError(errno.ECONNABORTED, os.strerror(errno.ECONNABORTED)), self._rejected)

    # Frames ---------------------------------------------------------------------------------------------------

    def _handle(self, event: Event) -> None:
        listener = self._listener
        if listener is None:
            return
        if isinstance(event, Ping):
            self._stream.write(self._frames.send(event.response()))
        elif isinstance(event, CloseConnection):
            self._peer_closes(event)
        elif isinstance(event, AcceptConnection):
            self._is_open = True
            headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in event.extra_headers]
            listener.opened(101, "Switching Protocols", headers)
            self._pulse.start()
            waiting, self._waiting = self._waiting, []
            for data in waiting:
                self._stream.write(self._frames.message(data))
        elif isinstance(event, RejectConnection):
            self._rejected = event.status_code
            self._stream.close()

    def _peer_closes(self, event: CloseConnection) -> None:
        if self._is_open:
            # While the frames are open it was not the peer that closed: it broke the protocol.
            if not self._frames.is_open:
                self._close_code, self._close_reason = closing_of(event)
            self._is_open = False
            self._stream.write(self._frames.send(event.response()))
        self._stream.finish()

    def _violated(self, error: RemoteProtocolError) -> None:
        """The peer broke the protocol: it is told so, and the connection is cut (RFC 6455, section 7.1.7)."""
        if self._is_open:
            self._is_open = False
            code = int(error.event_hint.code) if isinstance(error.event_hint, CloseConnection) else _PROTOCOL_ERROR
            self._send_close(code, "")
            self._stream.finish()
        else:
            self._stream.close(OSError(errno.EPROTO, str(error)))

    def _give_up(self) -> None:
        self._stream.close(OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT)))

    def _send_close(self, code: int, reason: str) -> None:
        try:
            self._stream.write(self._frames.send(CloseConnection(code=code, reason=reason or None)))
        except LocalProtocolError:
            return  # The peer has closed meanwhile; its own frame decides.

    # The way there --------------------------------------------------------------------------------------------

    def _read_proxy_answer(self, data: bytes) -> None:
        answer = self._proxy_answer
        assert answer is not None, "an answer without a proxy"
        answer += data
        end = answer.find(b"\r\n\r\n")
        if end < 0:
            if len(answer) > _LONGEST_ANSWER:
                self._stream.close(OSError(errno.EPROTO, "the proxy's answer has no end"))
            return
        status = bytes(answer[:end]).split(b"\r\n", 1)[0].split(b" ")
        rest = bytes(answer[end + 4 :])
        self._proxy_answer = None
        if status[1:2] != [b"200"]:
            self._rejected = int(status[1]) if status[1:2] and status[1].isdigit() else 0
            self._stream.close(OSError(errno.ECONNREFUSED, "the proxy refuses"))
        elif self._endpoint.tls is not None:
            self._is_secure = True
            self._stream.start_tls(self._endpoint.tls, self._endpoint.host, timeout=self._endpoint.timeout)
        else:
            self.on_connected()
            if rest:
                self.on_data(rest)

    def _fail(self, error: OSError | ssl.SSLError) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.failed(error, 0)


def closing_of(event: CloseConnection) -> tuple[int, str]:
    """Code and reason of a close frame; one without a code is a normal one."""
    if event.code is None or int(event.code) == _NO_CODE:
        return NORMAL, ""
    return int(event.code), event.reason or ""
