"""A WebSocket server of a script, and its clients (RFC 6455)."""

from __future__ import annotations

import socket

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Event,
    Ping,
    RejectConnection,
    Request,
    TextMessage,
)
from wsproto.extensions import PerMessageDeflate
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from bindings.net_websocket.connection import LINK_DOWN, NO_STATUS, closing_of
from bindings.net_websocket.frames import Messages
from runtime.transport.sockets.listener import Listener
from runtime.transport.sockets.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from typing import Any, Protocol

    from runtime.loop import Loop
    from runtime.transport.sockets.stream import Written

    class Listening(Protocol):
        """Whom a server tells; each call is news for the program."""

        def opened(self, client: Client) -> None:
            """A client's handshake is over."""

        def received(self, client: Client, data: str | bytes) -> None:
            """A message has come, whole."""

        def closed(self, client: Client, code: int, reason: str) -> None:
            """A client that was open is gone."""


_TOO_MANY = 503
_PROTOCOL_ERROR = 1002
_GOING_AWAY = (1001, "server is going away")


class Limits:
    """How many clients at once: addresses in all, and connections from one."""

    __slots__ = ("all", "each")

    def __init__(self, every: int, each: int) -> None:
        self.all = every
        self.each = each


class Server:
    """Listens, and holds its clients by address and port."""

    def __init__(
        self, loop: Loop, told: Listening, limits: Limits, protocol: str, context: ssl.SSLContext | None
    ) -> None:
        self.loop = loop
        self.told = told
        self.limits = limits
        self.protocol = protocol
        self._context = context
        self._listener = Listener(loop, self._accepted)
        self.clients: dict[tuple[str, int], Client] = {}
        self.port = 0
        self._is_deaf = False

    def start(self, family: int, address: Any) -> None:
        """Listen. Raises OSError."""
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.port = address[1]
        try:
            self._listener.listen(made, address)
        except OSError:
            made.close()
            raise

    def join(self, other: Server | None) -> None:
        """Its port is taken: it hears nobody, and has the clients of `other` of the program, as on a device."""
        self._is_deaf = True
        if other is not None:
            self.clients = other.clients

    def stop(self) -> None:
        """Accept no more, and leave the clients that there are."""
        if self._is_deaf:
            return
        self._listener.close()
        for client in list(self.clients.values()):
            client.close(*_GOING_AWAY)

    def drop(self) -> None:
        """The run is over."""
        self._listener.close()
        for client in list(self.clients.values()):
            client.drop()
        self.clients.clear()

    def has_room_for(self, host: str) -> bool:
        """Whether one more client from `host` may open."""
        open_ones = [client.address[0] for client in self.clients.values() if client.is_open]
        return len({*open_ones, host}) <= self.limits.all and open_ones.count(host) < self.limits.each

    def _accepted(self, made: socket.socket, address: Any) -> None:
        client = Client(self, (address[0], address[1]))
        self.clients[client.address] = client
        client.start(made, self._context)


class Client:
    """One connection of a server."""

    def __init__(self, server: Server, address: tuple[str, int]) -> None:
        self._server = server
        self.address = address
        self.is_open = False
        self._stream = Stream(server.loop, self)
        self._frames = WSConnection(ConnectionType.SERVER)
        self._messages = Messages()
        self._has_opened = False
        self._close_code, self._close_reason = NO_STATUS, ""

    def start(self, made: socket.socket, context: ssl.SSLContext | None) -> None:
        """Shake hands on a connection that was accepted."""
        self._stream.adopt(made, tls=context)

    def send(self, data: str | bytes, written: Written) -> None:
        """Send one message; `written(error)` follows when the system has taken it."""
        message = TextMessage(data=data) if isinstance(data, str) else BytesMessage(data=data)
        self._stream.write(self._frames.send(message), written)

    def close(self, code: int, reason: str) -> None:
        """Say goodbye and close."""
        if self.is_open:
            self._close_code, self._close_reason = code, reason
        self._say_goodbye(code, reason)

    def _say_goodbye(self, code: int, reason: str) -> None:
        if self.is_open:
            self.is_open = False
            try:
                self._stream.write(self._frames.send(CloseConnection(code=code, reason=reason or None)))
            except LocalProtocolError:
                self._stream.close()
        self._stream.finish()

    def drop(self) -> None:
        """The run is over."""
        self._has_opened = False
        self._stream.drop()

    def on_connected(self) -> None:
        """Wait for the handshake (Owner.on_connected)."""

    def on_data(self, data: bytes) -> None:
        """Read frames (Owner.on_data)."""
        try:
            self._frames.receive_data(data)
            for event in self._frames.events():
                self._handle(event)
        except RemoteProtocolError:
            self._say_goodbye(_PROTOCOL_ERROR, "")

    def on_end(self) -> None:
        """The client sends no more (Owner.on_end)."""
        self._stream.close()

    def on_closed(self, _error: OSError | None) -> None:
        """Forget it, and tell (Owner.on_closed)."""
        self.is_open = False
        self._server.clients.pop(self.address, None)
        if self._has_opened:
            self._server.told.closed(self, self._close_code, self._close_reason or LINK_DOWN)

    def _handle(self, event: Event) -> None:
        told = self._server.told
        if isinstance(event, Request):
            self._answer(event)
        elif isinstance(event, TextMessage | BytesMessage):
            message = self._messages.take(event)
            if message is not None:
                told.received(self, message)
        elif isinstance(event, Ping):
            self._stream.write(self._frames.send(event.response()))
        elif isinstance(event, CloseConnection):
            if self.is_open:
                # While the frames are open it was not the client that closed: it broke the protocol.
                if self._frames.state.name != "OPEN":
                    self._close_code, self._close_reason = closing_of(event)
                self.is_open = False
                self._stream.write(self._frames.send(event.response()))
            self._stream.finish()

    def _answer(self, request: Request) -> None:
        if not self._server.has_room_for(self.address[0]):
            self._stream.write(self._frames.send(RejectConnection(status_code=_TOO_MANY)))
            self._stream.finish()
            return
        chosen = self._server.protocol if self._server.protocol in request.subprotocols else None
        self._stream.write(self._frames.send(AcceptConnection(subprotocol=chosen, extensions=[PerMessageDeflate()])))
        self.is_open = self._has_opened = True
        self._server.told.opened(self)
