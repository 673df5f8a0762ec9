"""Connections of @ohos.net.socket through SOCKS 5 proxies (RFC 1928, RFC 1929), good ones and bad ones."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.bindings.net_socket.test_socket import run
from tests.bindings.net_socket.test_tls import server_of
from tests.servers.tls import Certificates

Behaviour = Callable[[socket.socket], object]


@contextlib.contextmanager
def proxy(behave: Behaviour) -> Iterator[int]:
    """A proxy for one connection; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _address = server.accept()
            with connection, contextlib.suppress(OSError):
                behave(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def take(connection: socket.socket, count: int) -> bytes:
    """Exactly `count` bytes."""
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise ConnectionError("hung up")
        data += piece
    return data


def through(connection: socket.socket, *, password: bool = False) -> None:
    """What a proxy does that works: to an address, or to localhost by name."""
    methods = take(connection, 2)[1]
    assert set(take(connection, methods)) == {0, 2}
    connection.sendall(b"\x05\x02" if password else b"\x05\x00")
    if password:
        user = take(connection, take(connection, 2)[1])
        secret = take(connection, take(connection, 1)[0])
        connection.sendall(b"\x01\x00" if (user, secret) == (b"user", b"secret") else b"\x01\x01")
    assert take(connection, 3) == b"\x05\x01\x00"
    kind = take(connection, 1)[0]
    host = socket.inet_ntoa(take(connection, 4)) if kind == 1 else take(connection, take(connection, 1)[0]).decode()
    (port,) = struct.unpack("!H", take(connection, 2))
    with socket.create_connection((host, port)) as onward:
        # The reply in two pieces, and with a name in it.
        connection.sendall(b"\x05\x00\x00\x03")
        connection.sendall(b"\x04name\x00\x50")
        back = threading.Thread(target=pump, args=(onward, connection))
        back.start()
        pump(connection, onward)
        back.join(10)


def pump(source: socket.socket, target: socket.socket) -> None:
    """Hand on until the source ends."""
    with contextlib.suppress(OSError):
        while data := source.recv(4096):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def way(port: int, extra: str = "") -> str:
    return f"proxy: {{ type: socket.ProxyTypes.SOCKS5, address: {{ address: '127.0.0.1', port: {port} }}, {extra} }}"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_connection_through_a_proxy(host: str) -> None:
    with proxy(lambda connection: through(connection, password=host == "localhost")) as port:
        outcome = run(f"""
            const server = socket.constructTCPSocketServerInstance();
            await server.listen({{ address: '127.0.0.1' }});
            server.on('connect', (connection) => {{
              connection.on('message', ({{ message }}) => connection.send({{ data: 'back ' + text(message) }}));
            }});
            const client = socket.constructTCPSocketInstance();
            client.on('connect', () => report('connect'));
            client.on('message', async ({{ message }}) => {{
              report(text(message));
              await client.close();
              await server.close();
            }});
            const address = {{ address: '{host}', port: (await server.getLocalAddress()).port }};
            await client.connect({{ address, {way(port, "username: 'user', password: 'secret'")} }});
            await client.send({{ data: 'there' }});
        """)
    assert outcome.reports == ["connect", "back there"]


def test_tls_through_a_proxy(certificates: Certificates) -> None:
    with proxy(through) as port:
        outcome = run(server_of(certificates) + f"""
            server.on('connect', (connection) => {{
              connection.on('message', ({{ message }}) => connection.send('back ' + text(message)));
            }});
            const client = await bound();
            client.on('message', async ({{ message }}) => {{
              report(text(message));
              await client.close();
              await server.close();
            }});
            await client.connect({{ address, secureOptions: {{ ca }}, {way(port)} }});
            await client.send('there');
        """)  # fmt: skip
    assert outcome.report == "back there"


def answers(*pieces: bytes) -> Behaviour:
    """A proxy that answers so, whatever it is asked, and hangs up."""

    def behave(connection: socket.socket) -> None:
        for piece in pieces:
            connection.recv(600)
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(600):
            pass

    return behave


BAD: dict[str, tuple[Behaviour, int]] = {
    "hangs up": (answers(b""), 2301211),
    "wants another proof": (answers(b"\x05\xff"), 2301209),
    "wants a password": (answers(b"\x05\x02"), 2301207),
    "does not reach the host": (answers(b"\x05\x00", b"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"), 2301208),
    "speaks HTTP": (answers(b"HTTP/1.1 400 Bad Request\r\n\r\n"), 2301213),
    "answers with an address of no kind": (answers(b"\x05\x00", b"\x05\x00\x00\x09\x00\x00\x00\x00\x00\x00"), 2301213),
}


@pytest.mark.parametrize("name", BAD)
def test_a_proxy_that(name: str) -> None:
    behave, code = BAD[name]
    with proxy(behave) as port:
        outcome = run(f"""
            const client = socket.constructTCPSocketInstance();
            const address = {{ address: '192.0.2.1', port: 80 }};
            report((await caught(client.connect({{ address, {way(port)} }})))[0]);
            report((await client.getState()).isConnected);
        """)
    assert outcome.reports == [code, False]


def test_a_wrong_password_one_that_is_too_long_and_a_proxy_that_is_not_there() -> None:
    long = "username: 'u'.repeat(256), password: 'p'"
    with (
        proxy(answers(b"\x05\x02", b"\x01\x01")) as strict,
        proxy(answers(b"\x05\x02")) as narrow,
        socket.create_server(("127.0.0.1", 0)) as gone,
    ):
        dead = gone.getsockname()[1]
        gone.close()
        outcome = run(f"""
            const connect = (options) => socket.constructTCPSocketInstance().connect(
              {{ address: {{ address: '192.0.2.1', port: 80 }}, ...options }});
            report((await caught(connect({{ {way(strict, "username: 'u', password: 'p'")} }}))));
            report((await caught(connect({{ {way(narrow, long)} }}))));
            report((await caught(connect({{ {way(dead)} }}))));
        """)
    assert outcome.reports == [
        [2301207, "Socks5 username or password is invalid"],
        [2301212, "Socks5 serialization error"],
        [2301206, "Socks5 failed to connect to the proxy server"],
    ]
