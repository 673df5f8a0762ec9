"""Streams against real sockets: in the clear, with TLS, refused, reset, hung up, slow."""

from __future__ import annotations

import contextlib
import errno
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from runtime.loop import Loop
from runtime.transport.sockets.datagrams import Datagrams
from runtime.transport.sockets.listener import Listener
from runtime.transport.sockets.names import look_up
from runtime.transport.sockets.stream import Stream
from tests.servers.tls import Certificates


class Heard:
    """An owner that writes down what it is told."""

    def __init__(self, connected: Callable[[], None] | None = None) -> None:
        self.events: list[str] = []
        self.data = b""
        self.error: OSError | None = None
        self.connected = connected
        self.ended: Callable[[], None] | None = None

    def on_connected(self) -> None:
        """Note it, and go on."""
        self.events.append("connected")
        if self.connected is not None:
            self.connected()

    def on_data(self, data: bytes) -> None:
        """Keep it."""
        self.data += data

    def on_end(self) -> None:
        """Note it, and go on."""
        self.events.append("end")
        if self.ended is not None:
            self.ended()

    def on_closed(self, error: OSError | None) -> None:
        """Note it."""
        self.events.append("closed")
        self.error = error


@pytest.fixture
def loop() -> Iterator[Loop]:
    """A loop of its own."""
    loop = Loop()
    yield loop
    loop.close()


@contextlib.contextmanager
def peer(behave: Callable[[socket.socket], object]) -> Iterator[tuple[str, int]]:
    """A server for one connection, which `behave` is given in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _address = server.accept()
            with connection, contextlib.suppress(ConnectionError):
                behave(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()
        thread.join(10)


def echo(connection: socket.socket) -> None:
    """Send everything back until the client is done."""
    while data := connection.recv(65536):
        connection.sendall(data)


def made() -> socket.socket:
    """A new TCP socket."""
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


@pytest.mark.parametrize("size", [0, 1, 5_000_000])
def test_what_is_written_comes_back(size: int, loop: Loop) -> None:
    sent = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    heard = Heard()
    stream = Stream(loop, heard)
    taken: list[OSError | None] = []

    def begin() -> None:
        stream.write(sent, taken.append)

    def until_all_is_back() -> bool:
        if len(heard.data) == size and taken:
            stream.close()
        return True

    heard.connected = begin
    with peer(echo) as address:
        stream.connect(made(), address)
        loop.run(until_all_is_back)
    assert (heard.data, heard.events, heard.error, taken) == (sent, ["connected", "closed"], None, [None])


def test_a_refused_connection(loop: Loop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
    heard = Heard()
    Stream(loop, heard).connect(made(), address)
    loop.run()
    assert heard.events == ["closed"]
    assert heard.error is not None
    assert heard.error.errno == errno.ECONNREFUSED


def test_a_reset_is_an_error_and_a_hang_up_is_an_end(loop: Loop) -> None:
    def reset(connection: socket.socket) -> None:
        connection.recv(1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    for behave, expected in ((reset, errno.ECONNRESET), (lambda connection: connection.recv(1), None)):
        heard = Heard()
        stream = Stream(loop, heard)
        heard.connected = lambda stream=stream: stream.write(b"x")
        heard.ended = stream.close
        with peer(behave) as address:
            stream.connect(made(), address)
            loop.run()
        assert (heard.error.errno if heard.error else None) == expected
        assert heard.events == ["connected", "closed"] if expected else ["connected", "end", "closed"]


def test_a_peer_that_never_answers_ends_with_the_time_limit(loop: Loop) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        # The backlog is full, so that the next handshake of TCP gets no answer.
        others = [socket.socket() for _ in range(3)]
        for other in others:
            other.setblocking(False)
            other.connect_ex(server.getsockname())
        heard = Heard()
        Stream(loop, heard).connect(made(), server.getsockname(), timeout=50)
        loop.run()
        for other in others:
            other.close()
    assert heard.error is not None
    assert heard.error.errno == errno.ETIMEDOUT


def test_what_cannot_be_sent_is_said(loop: Loop) -> None:
    heard, failures = Heard(), list[OSError | None]()
    stream = Stream(loop, heard)

    def begin() -> None:
        stream.write(b"x" * 50_000_000, failures.append)
        stream.close()
        stream.write(b"late", failures.append)

    heard.connected = begin
    with peer(lambda connection: connection.recv(1)) as address:
        stream.connect(made(), address)
        loop.run()
    assert [error.errno if error else None for error in failures] == [errno.ECANCELED, errno.EPIPE]


@pytest.mark.parametrize("verified", [True, False])
def test_tls(verified: bool, loop: Loop, certificates: Certificates) -> None:
    context = ssl.create_default_context()
    if verified:
        context.load_verify_locations(certificates.ca_file)
    heard = Heard()
    stream = Stream(loop, heard)
    heard.connected = lambda: stream.write(b"hello " * 100_000)

    def until_all_is_back() -> bool:
        if len(heard.data) == 600_000:
            stream.close()
        return True

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(ssl.SSLError), certificates.good().wrap_socket(connection, server_side=True) as secure:
            echo(secure)

    with peer(serve) as (_host, port):
        stream.connect(made(), ("127.0.0.1", port), tls=context, server_name="localhost")
        loop.run(until_all_is_back)
    if verified:
        assert (heard.events, heard.error, heard.data) == (["connected", "closed"], None, b"hello " * 100_000)
    else:
        assert heard.events == ["closed"]
        assert isinstance(heard.error, ssl.SSLCertVerificationError)


def test_a_listener_and_its_streams(loop: Loop) -> None:
    accepted: list[Stream] = []

    class Echo(Heard):
        def on_data(self, data: bytes) -> None:
            accepted[0].write(data)

        def on_end(self) -> None:
            accepted[0].finish()
            listener.close()

    def accept(connection: socket.socket, _address: object) -> None:
        accepted.append(Stream(loop, Echo()))
        accepted[0].adopt(connection)

    listener = Listener(loop, accept)
    listener.listen(made(), ("127.0.0.1", 0))
    assert listener.socket is not None
    heard = Heard()
    stream = Stream(loop, heard)
    heard.connected = lambda: stream.write(b"there and back")
    stream.connect(made(), listener.socket.getsockname())

    def until_back() -> bool:
        if heard.data:
            stream.close()
        return True

    loop.run(until_back)
    assert heard.data == b"there and back"


def test_datagrams(loop: Loop) -> None:
    received: list[bytes] = []

    def keep(data: bytes, _address: object) -> None:
        received.append(data)
        server.close()
        client.close()

    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    server, client = Datagrams(loop, sockets[0], keep), Datagrams(loop, sockets[1], keep)
    client.send(b"one", sockets[0].getsockname())
    loop.run()
    assert received == [b"one"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "no such host", "a" * 300, "\ud800"])
def test_names(host: str, loop: Loop) -> None:
    found: list[tuple[int, bool]] = []
    look_up(loop, host, 80, socket.AF_INET, lambda addresses, error: found.append((len(addresses), error is None)))
    loop.run()
    is_known = host in ("localhost", "127.0.0.1")
    assert found == [(1 if is_known else 0, is_known)]
