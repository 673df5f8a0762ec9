"""A well-behaved keep-alive HTTP/1.1 server around one function, good for thousands of requests a second.

One thread and a selector serve every connection, so the function must not block; to be slow there is
`Response.delay_ms`.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import json
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from tests.servers.base import Server
from tests.servers.messages import CONTINUE, MalformedRequestError, Request, RequestParser

_READ_SIZE = 256 * 1024
# Responses with these never have a body (RFC 9110 15.3.5, 15.4.5).
BODYLESS = frozenset({204, 304})


@dataclass(frozen=True)
class Response:
    """What a handler answers. A Content-Length is added unless `headers` has one or the status forbids it.

    delay_ms: how long to wait before the first byte
    close: hang up afterwards, and say so
    """

    body: bytes | str = b""
    status: int = 200
    headers: Sequence[tuple[str, str]] = ()
    reason: str | None = None
    delay_ms: float = 0
    close: bool = False

    @classmethod
    def json(cls, value: object, status: int = 200) -> Response:
        """`value` as application/json."""
        return cls(json.dumps(value), status, [("Content-Type", "application/json")])

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> Response:
        """A redirect to `location` with an empty body."""
        return cls(b"", status, [("Location", location)])

    def encode(self, request: Request) -> bytes:
        """The answer to `request` as it goes over the wire."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        reason = self.reason if self.reason is not None else _phrase(self.status)
        lines = [f"HTTP/1.1 {self.status} {reason}", *(f"{name}: {value}" for name, value in self.headers)]
        if self.status not in BODYLESS and not any(n.lower() == "content-length" for n, _ in self.headers):
            lines.append(f"Content-Length: {len(body)}")
        if self.close or request.header("connection") == "close":
            lines.append("Connection: close")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        return head if request.method == "HEAD" or self.status in BODYLESS else head + body


Handler = Callable[[Request], Response | bytes]


class HttpServer(Server):
    """Answers every request with what `handler` returns: a Response, or the very bytes to send.

    After bytes the connection stays open, unless their head says Connection: close.
    """

    def __init__(self, handler: Handler, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        super().__init__(tls=tls, host=host)
        self._handler = handler
        self._selector = selectors.DefaultSelector()
        self._delayed: list[tuple[float, int, _Connection, bytes]] = []
        self._sequence = itertools.count()

    def _start(self, listener: socket.socket) -> None:
        listener.setblocking(False)
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._selector.register(listener, selectors.EVENT_READ)
        self._selector.register(self._wake_receiver, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, args=(listener,), name=f"serve {self.url}")
        self._thread.start()

    def _stop(self) -> None:
        self._wake_sender.close()
        self._join([self._thread])

    def _run(self, listener: socket.socket) -> None:
        try:
            while not self._closing.is_set():
                for key, events in self._selector.select(self._time_to_next_answer()):
                    if isinstance(key.data, _Connection):
                        key.data.proceed(bool(events & selectors.EVENT_READ))
                    elif key.fileobj is listener:
                        self._accept(listener)
                self._send_delayed()
        except Exception as error:  # noqa: BLE001 - close() raises it in the test's thread
            self._record_failure(error)
        finally:
            self._close_everything(listener)

    def _close_everything(self, listener: socket.socket) -> None:
        for key in list(self._selector.get_map().values()):
            if isinstance(key.data, _Connection):
                key.data.drop()
        self._selector.close()
        self._wake_receiver.close()
        listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                accepted, _ = listener.accept()
            except BlockingIOError:
                return
            self._record_connection()
            accepted.setblocking(False)
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                try:
                    accepted = self._tls.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False)
                except OSError as error:
                    # The client is gone already.
                    self._record_tls_failure(error)
                    self._record_hang_up()
                    continue
            self._selector.register(accepted, selectors.EVENT_READ, _Connection(self, accepted))

    def _answer(self, request: Request) -> Response | bytes:
        self._record_request(request)
        try:
            return self._handler(request)
        except Exception as error:  # noqa: BLE001 - close() raises it in the test's thread
            self._record_failure(error)
            return Response(f"{error!r}", 500, close=True)

    def _delay(self, connection: _Connection, answer: bytes, delay_ms: float) -> None:
        due = time.monotonic() + delay_ms / 1000
        heapq.heappush(self._delayed, (due, next(self._sequence), connection, answer))

    def _time_to_next_answer(self) -> float | None:
        return max(0.0, self._delayed[0][0] - time.monotonic()) if self._delayed else None

    def _send_delayed(self) -> None:
        while self._delayed and self._delayed[0][0] <= time.monotonic():
            _, _, connection, answer = heapq.heappop(self._delayed)
            connection.send_delayed(answer)


class _Connection:
    """One client. At most one answer is under way at a time; pipelined requests wait in the parser."""

    def __init__(self, server: HttpServer, connection: socket.socket) -> None:
        self._server = server
        self._socket = connection
        self._parser = RequestParser()
        self._outgoing = memoryview(b"")
        self._handshaking = isinstance(connection, ssl.SSLSocket)
        self._delayed = False
        self._last = False
        self._draining = False
        self._events = selectors.EVENT_READ
        self._dropped = False

    def proceed(self, readable: bool) -> None:
        """Do all that is possible without blocking."""
        if self._draining:
            self._drain()
            return
        try:
            if self._handshaking:
                self._shake_hands()
            if not readable or self._receive():
                self._converse()
            else:
                self.drop()
        except ssl.SSLWantReadError:
            self._watch(selectors.EVENT_READ)
        except ssl.SSLWantWriteError:
            self._watch(selectors.EVENT_WRITE)
        except ssl.SSLError as error:
            self._server._record_tls_failure(error)
            self._begin_draining()
        except ConnectionError as error:
            if self._handshaking:
                self._server._record_tls_failure(error)
            self.drop()
        except MalformedRequestError as error:
            self._server._record_failure(error)
            self.drop()

    def send_delayed(self, answer: bytes) -> None:
        """Send an answer whose time has come."""
        if not self._dropped:
            self._delayed = False
            self._outgoing = memoryview(answer)
            self.proceed(readable=False)

    def drop(self) -> None:
        """Close the connection."""
        if self._dropped:
            return
        self._dropped = True
        self._server._selector.unregister(self._socket)
        if isinstance(self._socket, ssl.SSLSocket) and not self._handshaking:
            # The close_notify is sent at once; the error is that the client's own has not come yet.
            with contextlib.suppress(OSError, ValueError):
                self._socket.unwrap()
        self._socket.close()
        self._server._record_hang_up()

    def _begin_draining(self) -> None:
        """Let the client read why its TLS failed: closing while its own bytes are unread would reset it."""
        self._draining = True
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self._socket, socket.SHUT_WR)
        self._watch(selectors.EVENT_READ)

    def _drain(self) -> None:
        # Not SSLSocket.recv: what comes now is no TLS any more, for us.
        with contextlib.suppress(BlockingIOError):
            try:
                if socket.socket.recv(self._socket, _READ_SIZE):
                    return
            except ConnectionError:
                pass
            self.drop()

    def _shake_hands(self) -> None:
        assert isinstance(self._socket, ssl.SSLSocket)
        self._socket.do_handshake()
        self._handshaking = False
        self._watch(selectors.EVENT_READ)

    def _receive(self) -> bool:
        """Take in what has come; False when the client closed its side."""
        data = b""
        try:
            data = self._socket.recv(_READ_SIZE)
            while data and isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
                self._parser.feed(data)
                data = self._socket.recv(_READ_SIZE)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        self._parser.feed(data)
        return bool(data)

    def _converse(self) -> None:
        while self._send() and not self._delayed:
            if self._last:
                self.drop()
                return
            if not self._take_request():
                return

    def _take_request(self) -> bool:
        request = self._parser.next()
        if request:
            self._reply(request, self._server._answer(request))
        elif self._parser.take_continue():
            self._outgoing = memoryview(CONTINUE)
        return bool(self._outgoing) or self._delayed

    def _reply(self, request: Request, answer: Response | bytes) -> None:
        encoded = answer if isinstance(answer, bytes) else answer.encode(request)
        self._last = b"\r\nconnection: close" in encoded[: encoded.find(b"\r\n\r\n")].lower()
        if isinstance(answer, Response) and answer.delay_ms:
            self._delayed = True
            self._server._delay(self, encoded, answer.delay_ms)
        else:
            self._outgoing = memoryview(encoded)

    def _send(self) -> bool:
        """Send what is left of the answer; False while the client has to read first."""
        while self._outgoing:
            try:
                sent = self._socket.send(self._outgoing)
            except (BlockingIOError, ssl.SSLWantWriteError):
                self._watch(selectors.EVENT_READ | selectors.EVENT_WRITE)
                return False
            self._outgoing = self._outgoing[sent:]
        self._watch(selectors.EVENT_READ)
        return True

    def _watch(self, events: int) -> None:
        if events != self._events and not self._dropped:
            self._events = events
            self._server._selector.modify(self._socket, events, self)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
