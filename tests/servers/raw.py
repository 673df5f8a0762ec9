"""A scripted server: bytes in, bytes out, and every way of treating a connection badly.

A script is a function that is given the `Peer`, or a list of the steps below. Each accepted connection runs
one; at its end the connection is closed. When the client hangs up first, the script ends there: that is the
client's right and no failure.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Sequence

from tests.servers.base import Server
from tests.servers.messages import CONTINUE, Request, RequestParser
from tests.servers.sockets import reset as reset_socket
from tests.servers.sockets import wait_readable

Step = Callable[["Peer"], None]
Script = Step | Sequence[Step]

_READ_SIZE = 256 * 1024
_PATIENCE_MS = 10_000
_CLOSING_CHECK_SECONDS = 0.05


class PeerGoneError(ConnectionError):
    """The client hung up, or the server is being closed."""


class Peer:
    """One accepted connection, as a script drives it.

    Every wait ends with PeerGoneError when the client hangs up or the server is closed, and with TimeoutError
    after `patience_ms`, which fails the test. Only between two requests there is no limit.
    """

    def __init__(self, server: RawServer, connection: socket.socket, patience_ms: float) -> None:
        self.server = server
        self.connection = connection
        self._patience = patience_ms / 1000
        self._parser = RequestParser()

    def receive_request(self, *, send_continue: bool = True, record: bool = True) -> Request:
        """The next whole request, also recorded in `server.requests`."""
        while (request := self._parser.next()) is None:
            if send_continue and self._parser.take_continue():
                self.send(CONTINUE)
            self._receive_more()
        if record:
            self.server._record_request(request)
        return request

    def receive_bytes(self) -> bytes:
        """The next bytes that come, whatever they are; b'' when the client closed its side."""
        return self.receive_within(self._patience * 1000)

    def receive_within(self, limit_ms: float | None) -> bytes:
        """The same with a limit of its own, None for no limit. Raises TimeoutError."""
        if self._parser.has_pending:
            return self._parser.take_pending()
        # A limit of 0 would mean not to wait at all, which TLS reports in other ways.
        self.connection.settimeout(None if limit_ms is None else max(limit_ms, 1) / 1000)
        return self.connection.recv(_READ_SIZE)

    def take_pending(self) -> bytes:
        """What has come after the last request, without waiting for more; it belongs to another protocol."""
        return self._parser.take_pending()

    def _receive_more(self) -> None:
        self.connection.settimeout(self._patience if self._parser.has_pending else None)
        try:
            data = self.connection.recv(_READ_SIZE)
        except ConnectionError:
            data = b""
        if not data:
            if self._parser.has_pending:
                self.server._record_unfinished(self._parser.take_pending())
            raise PeerGoneError
        self._parser.feed(data)

    def send(self, data: bytes) -> None:
        self.connection.settimeout(self._patience)
        self.connection.sendall(data)

    def send_sliced(self, data: bytes, size: int, interval_ms: float = 0) -> None:
        """Send in slices of `size` bytes. Only with an interval will the client read them one by one."""
        for start in range(0, len(data), size):
            self.send(data[start : start + size])
            self.pause(interval_ms)

    def flood(self, data: bytes) -> None:
        """Send `data` again and again until the client hangs up."""
        while True:
            self.send(data)

    def wait_for(self, event: threading.Event) -> None:
        """Do nothing until the test sets `event`."""
        waited = 0.0
        while not event.wait(_CLOSING_CHECK_SECONDS):
            waited += _CLOSING_CHECK_SECONDS
            if self.server._closing.is_set():
                raise PeerGoneError
            if waited > self._patience:
                raise TimeoutError("the test did not set the event")

    def pause(self, duration_ms: float) -> None:
        """Do nothing for `duration_ms`."""
        if self.server._closing.wait(duration_ms / 1000):
            raise PeerGoneError

    def stall(self) -> None:
        """Do nothing, and read nothing, until the server is closed."""
        self.server._closing.wait()
        raise PeerGoneError

    def wait_for_hang_up(self) -> None:
        """Read and forget whatever comes until the client closes or resets the connection."""
        with contextlib.suppress(ConnectionError):
            while self.receive_bytes():
                pass

    def half_close(self) -> None:
        """Send FIN (no close_notify with TLS) and go on reading."""
        socket.socket.shutdown(self.connection, socket.SHUT_WR)

    def close(self) -> None:
        """Close as one should, with TLS after a close_notify. Does nothing after another way of closing."""
        if isinstance(self.connection, ssl.SSLSocket) and self.connection.fileno() >= 0:
            self.connection.setblocking(False)
            # It is sent at once; the error is that the client's own has not come yet.
            with contextlib.suppress(OSError, ValueError):
                self.connection.unwrap()
        self.cut()

    def cut(self) -> None:
        """Close the TCP connection; with TLS the close_notify is missing, which is a truncation."""
        self.connection.close()

    def reset(self) -> None:
        """Close with RST."""
        reset_socket(self.connection)


class RawServer(Server):
    """Runs the first script on the first connection, the second on the second, the last on all that follow.

    unfinished: what had come of each request that the client broke off
    """

    def __init__(
        self,
        script: Script,
        *later: Script,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        scheme: str | None = None,
        patience_ms: float = _PATIENCE_MS,
    ) -> None:
        super().__init__(tls=tls, host=host, scheme=scheme)
        self.unfinished: list[bytes] = []
        self._scripts = (script, *later)
        self._patience_ms = patience_ms
        self._conversations: list[tuple[threading.Thread, socket.socket]] = []

    def _start(self, listener: socket.socket) -> None:
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._acceptor = threading.Thread(target=self._accept_all, args=(listener,), name=f"accept {self.url}")
        self._acceptor.start()

    def _stop(self) -> None:
        self._wake_sender.close()
        self._join([self._acceptor])
        self._wake_receiver.close()
        for _, connection in self._conversations:
            # Not SSLSocket.shutdown: that would take the TLS state away from under the other thread.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        self._join([thread for thread, _ in self._conversations])

    def _record_unfinished(self, data: bytes) -> None:
        with self._changed:
            self.unfinished.append(data)
            self._changed.notify_all()

    def _accept_all(self, listener: socket.socket) -> None:
        with listener:
            while True:
                if self._wake_receiver in wait_readable(listener, self._wake_receiver):
                    return
                self._accept(listener)

    def _accept(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        script = self._scripts[min(self.connections, len(self._scripts) - 1)]
        self._record_connection()
        if self._tls:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            except OSError as error:
                # The client is gone already.
                self._record_tls_failure(error)
                self._record_hang_up()
                return
        thread = threading.Thread(target=self._converse, args=(connection, script), name=f"talk {self.url}")
        self._conversations = [entry for entry in self._conversations if entry[0].is_alive()]
        self._conversations.append((thread, connection))
        thread.start()

    def _converse(self, connection: socket.socket, script: Script) -> None:
        try:
            peer = Peer(self, connection, self._patience_ms)
            if self._shake_hands(connection):
                self._perform(script, peer)
                peer.close()
        except ssl.SSLError as error:
            self._record_tls_failure(error)
            self._drain(connection)
        except ConnectionError:
            pass
        except Exception as error:  # noqa: BLE001 - close() raises it in the test's thread
            self._record_failure(error)
        finally:
            connection.close()
            self._record_hang_up()

    def _shake_hands(self, connection: socket.socket) -> bool:
        if not isinstance(connection, ssl.SSLSocket):
            return True
        connection.settimeout(self._patience_ms / 1000)
        try:
            connection.do_handshake()
        except (ssl.SSLError, ConnectionError) as error:
            self._record_tls_failure(error)
            self._drain(connection)
            return False
        return True

    def _drain(self, connection: socket.socket) -> None:
        """Let the client read why its TLS failed: closing while its own bytes are unread would reset it."""
        with contextlib.suppress(OSError):
            connection.settimeout(self._patience_ms / 1000)
            socket.socket.shutdown(connection, socket.SHUT_WR)
            while socket.socket.recv(connection, _READ_SIZE):
                pass

    @staticmethod
    def _perform(script: Script, peer: Peer) -> None:
        for step in [script] if callable(script) else script:
            step(peer)


def receive(*, send_continue: bool = True) -> Step:
    """Step: receive one whole request."""
    return lambda peer: _forget(peer.receive_request(send_continue=send_continue))


def receive_bytes() -> Step:
    """Step: receive whatever comes next, for instance the ClientHello of a client that expects TLS."""
    return lambda peer: _forget(peer.receive_bytes())


def send(data: bytes) -> Step:
    """Step: send `data`."""
    return lambda peer: peer.send(data)


def send_sliced(data: bytes, size: int, interval_ms: float = 0) -> Step:
    """Step: send `data` in slices of `size` bytes, one every `interval_ms`."""
    return lambda peer: peer.send_sliced(data, size, interval_ms)


def drip(data: bytes, interval_ms: float) -> Step:
    """Step: send one byte every `interval_ms`."""
    return send_sliced(data, 1, interval_ms)


def flood(data: bytes) -> Step:
    """Step: send `data` again and again until the client hangs up."""
    return lambda peer: peer.flood(data)


def endless_headers() -> Step:
    """Step: a 200 whose header block never ends."""
    return lambda peer: _perform_all(peer, send(b"HTTP/1.1 200 OK\r\n"), flood(b"x-filler: " + b"f" * 1000 + b"\r\n"))


def wait_for(event: threading.Event) -> Step:
    """Step: do nothing until the test sets `event`."""
    return lambda peer: peer.wait_for(event)


def pause(duration_ms: float) -> Step:
    """Step: do nothing for `duration_ms`."""
    return lambda peer: peer.pause(duration_ms)


def stall() -> Step:
    """Step: do nothing, and read nothing, until the server is closed."""
    return lambda peer: peer.stall()


def wait_for_hang_up() -> Step:
    """Step: read and forget until the client closes or resets the connection."""
    return lambda peer: peer.wait_for_hang_up()


def half_close() -> Step:
    """Step: send FIN and go on reading."""
    return lambda peer: peer.half_close()


def close() -> Step:
    """Step: close as one should. The end of a script does the same."""
    return lambda peer: peer.close()


def cut() -> Step:
    """Step: close the TCP connection under TLS without a close_notify."""
    return lambda peer: peer.cut()


def reset() -> Step:
    """Step: close with RST."""
    return lambda peer: peer.reset()


def repeat(*steps: Step) -> Step:
    """Step: these steps over and over until the client hangs up, as in `repeat(receive(), send(...))`."""

    def forever(peer: Peer) -> None:
        while True:
            _perform_all(peer, *steps)

    return forever


def _perform_all(peer: Peer, *steps: Step) -> None:
    for step in steps:
        step(peer)


def _forget(_: object) -> None:
    """Steps return nothing."""
