"""@ohos.net.webSocket: against a server of the same program, and against peers of the tests that lie."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bindings.snippets import Outcome, run_program

PRELUDE = (
    "import { webSocket } from '@kit.NetworkKit'; const report = (value) => console.log(JSON.stringify(value)); "
    "const caught = (promise) => promise.then((value) => value, (error) => [error.code, error.message]); "
    "const text = (data) => (typeof data === 'string' ? data : String.fromCharCode(...new Uint8Array(data))); "
)
UNKNOWN = [2302999, "Websocket Unknown Other Error"]
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def run(code: str, **settings: Any) -> Outcome:
    """Run `code` with `webSocket` imported; it must print no error."""
    outcome = run_program(PRELUDE + code, **settings)
    assert outcome.exit_code == 0, outcome.stderr
    return outcome


def frame(opcode: int, payload: bytes, *, final: bool = True) -> bytes:
    """A frame as a server sends it (RFC 6455, section 5.2)."""
    head = bytes([(0x80 if final else 0) | opcode])
    if len(payload) < 126:
        return head + bytes([len(payload)]) + payload
    return head + bytes([126]) + struct.pack("!H", len(payload)) + payload


def handshake(request: bytes, extra: bytes = b"") -> bytes:
    """What a server answers to a client's handshake (RFC 6455, section 4.2.2)."""
    lines = dict(line.split(b": ", 1) for line in request.split(b"\r\n")[1:] if b": " in line)
    key = next(value for name, value in lines.items() if name.lower() == b"sec-websocket-key")
    accept = base64.b64encode(hashlib.sha1(key + GUID, usedforsecurity=False).digest())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + accept + b"\r\n" + extra + b"\r\n"


class Peer:
    """What the client of one connection asked, once it has."""

    request = b""


@contextlib.contextmanager
def peer(behave: Callable[[socket.socket, bytes], None]) -> Iterator[tuple[str, Peer]]:
    """A server for one connection, given to `behave` with the request when that is there; gives its url."""
    seen = Peer()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _address = server.accept()
            with connection, contextlib.suppress(ConnectionError):
                while b"\r\n\r\n" not in seen.request:
                    seen.request += connection.recv(4096)
                behave(connection, seen.request)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"ws://127.0.0.1:{server.getsockname()[1]}/path?q=1", seen
        thread.join(10)


EVENTS = """
    const ws = webSocket.createWebSocket();
    ws.on('open', (error, value) => report(['open', value]));
    ws.on('message', (error, value) => report(['message', text(value)]));
    ws.on('close', (error, value) => report(['close', value]));
    ws.on('error', (error) => report(['error', error.code]));
"""


def test_a_client_and_a_server_in_one_program() -> None:
    outcome = run("""
        const server = webSocket.createWebSocketServer();
        let port = 0;
        for (port = 20000 + Math.floor(Math.random() * 20000);; port++) {
          const config = { serverPort: port, serverIP: '127.0.0.1', maxConcurrentClientsNumber: 10,
                           maxConnectionsForOneClient: 10, protocol: 'chat' };
          if (await caught(server.start(config, true)) === true) break;
        }
        server.on('connect', (client) => report(['connect', client.clientIP]));
        server.on('messageReceive', async ({ data, clientConnection }) => {
          report(['server', text(data)]);
          report(['listed', server.listAllConnections().length]);
          report(await server.send('echo ' + text(data), clientConnection));
        });
        server.on('close', (client, { code, reason }) => { report(['gone', code, reason]); server.stop(); });
        const ws = webSocket.createWebSocket();
        ws.on('open', async (error, value) => { report(['open', value.status]); report(await ws.send('hello')); });
        ws.on('message', async (error, value) => {
          report(['client', value]);
          report(await ws.close({ code: 1003, reason: 'enough' }));
          report(await caught(ws.close()));
          report((await caught(ws.send('late')))[0]);
        });
        ws.on('dataEnd', () => report('dataEnd'));
        ws.on('close', (error, value) => report(['close', value]));
        report(await ws.connect(`ws://127.0.0.1:${port}`, { protocol: 'chat' }));
    """)
    reports = outcome.reports
    for expected in (
        ["connect", "127.0.0.1"], ["open", 101], ["server", "hello"], ["client", "echo hello"], "dataEnd",
        ["listed", 1], ["gone", 1003, "enough"], ["close", {"code": 1003, "reason": "enough"}], UNKNOWN, -1,
    ):  # fmt: skip
        assert expected in reports
    assert reports.count(True) == 4


def test_what_the_client_says_and_what_it_hears() -> None:
    def behave(connection: socket.socket, request: bytes) -> None:
        connection.sendall(handshake(request, b"X-Server: yes\r\n") + frame(1, "grüß".encode()) + frame(2, b"\x00\x01"))
        connection.sendall(frame(1, b"in ", final=False) + frame(9, b"ping") + frame(0, b"pieces"))
        connection.sendall(frame(8, struct.pack("!H", 1000) + b"bye"))
        connection.recv(65536)

    with peer(behave) as (url, seen):
        outcome = run(
            EVENTS + f"ws.on('headerReceive', (headers) => report(headers));"
            f"await ws.connect('{url}', {{ header: {{ 'X-Mine': 'a', n: 1 }}, protocol: 'one, two' }});"
        )
    assert outcome.reports == [
        {"x-server": "yes"},
        ["open", {"status": 101, "message": "Switching Protocols"}],
        ["message", "grüß"],
        ["message", "\x00\x01"],
        ["message", "in pieces"],
        ["close", {"code": 1000, "reason": "bye"}],
    ]
    assert seen.request.startswith(b"GET /path?q=1 HTTP/1.1\r\n")
    assert b"\r\nx-mine: a\r\n" in seen.request
    assert b"\r\nn: 1\r\n" not in seen.request
    assert b"Sec-WebSocket-Protocol: one, two\r\n" in seen.request


def reset(connection: socket.socket, last: bytes) -> None:
    """Send that, and close with RST upon what is answered."""
    connection.sendall(last)
    connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def closed(code: int) -> list[object]:
    """The event of a close without a reason."""
    return [["close", {"code": code, "reason": "The link is down"}]]


# A connection that ends without a close frame.
DOWN: list[object] = [["error", 200], *closed(0)]
HOSTILE: dict[str, tuple[Callable[[socket.socket, bytes], object], list[object]]] = {
    "hangs up": (lambda connection, _request: None, [["error", 200]]),
    "is no WebSocket": (lambda c, _r: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), [["error", 200]]),
    "speaks no HTTP": (lambda c, _r: c.sendall(b"\x16\x03\x01\x02\x00garbage\r\n\r\n"), [["error", 200]]),
    "has another key": (lambda c, r: c.sendall(handshake(r).replace(b"Accept: ", b"Accept: x")), [["error", 200]]),
    "is gone after the handshake": (lambda c, r: c.sendall(handshake(r)), DOWN),
    "masks its frames": (lambda c, r: c.sendall(handshake(r) + b"\x81\x81\x00\x00\x00\x00x"), DOWN),
    "sends a reserved opcode": (lambda c, r: c.sendall(handshake(r) + frame(3, b"x")), DOWN),
    "sends text that is no UTF-8": (lambda c, r: c.sendall(handshake(r) + frame(1, b"\xff")), DOWN),
    "announces more than there is": (
        lambda c, r: c.sendall(handshake(r) + b"\x82\x7f" + struct.pack("!Q", 2**62) + b"x"),
        DOWN,
    ),
    "resets": (lambda c, r: reset(c, handshake(r)), DOWN),
    "closes without a code": (lambda c, r: c.sendall(handshake(r) + frame(8, b"")), closed(1000)),
    "closes without a reason": (lambda c, r: c.sendall(handshake(r) + frame(8, b"\x03\xe9")), closed(1001)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_server_that(name: str) -> None:
    behave, expected = HOSTILE[name]

    def serve(connection: socket.socket, request: bytes) -> None:
        behave(connection, request)

    with peer(serve) as (url, _seen):
        reports = run(EVENTS + f"await ws.connect('{url}'); ws.send('x').catch(() => {{}});").reports
    assert [report for report in reports if report[0] in ("close", "error")] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("webSocket.createWebSocket().connect('no url')", [2302001, "Websocket url error"]),
        ("webSocket.createWebSocket().connect('file:///etc/hosts')", [2302001, "Websocket url error"]),
        ("webSocket.createWebSocket().connect('ws://')", [-1, "Websocket connect failed"]),
        ("webSocket.createWebSocket().connect('ws://h:99999/')", [2302001, "Websocket url error"]),
        (
            "webSocket.createWebSocket().connect('wss://127.0.0.1:1/', { caPath: '/no/such.pem' })",
            [2302002, "Websocket certificate file does not exist"],
        ),
        ("webSocket.createWebSocket().send('x')", [-1, "Websocket Unknown Other Error"]),
        ("webSocket.createWebSocket().close()", UNKNOWN),
        ("webSocket.createWebSocketServer().stop()", UNKNOWN),
        (
            "webSocket.createWebSocketServer().start({ serverPort: 70000 })",
            [2302005, "Can't listen to the given Port"],
        ),
        ("webSocket.createWebSocketServer().start({})", [2302005, "Can't listen to the given Port"]),
        (
            "webSocket.createWebSocketServer().start({ serverPort: 1, serverIP: 'here' })",
            [2302004, "Can't listen to the given NIC"],
        ),
        (
            "webSocket.createWebSocketServer().start({ serverPort: 1, maxConcurrentClientsNumber: 11 })",
            UNKNOWN,
        ),
        (
            "webSocket.createWebSocketServer().send('x', { clientIP: '127.0.0.1', clientPort: 1 })",
            [2302006, "websocket connection does not exist"],
        ),
        (
            "webSocket.createWebSocketServer().close({ clientIP: '127.0.0.1', clientPort: 1 })",
            [2302006, "websocket connection does not exist"],
        ),
    ],
)
def test_what_cannot_be_done_has_a_code(code: str, expected: list[object]) -> None:
    assert run(f"report(await caught({code}));").report == expected


def test_a_url_without_a_host_is_also_an_event() -> None:
    outcome = run("""
        const ws = webSocket.createWebSocket();
        ws.on('error', (error) => report(['error', error.code]));
        ws.connect('ws://', (error) => report(['answer', error.code]));
    """)
    assert outcome.reports == [["error", 200], ["answer", -1]]


def test_a_port_that_is_taken() -> None:
    outcome = run(
        """
        const server = webSocket.createWebSocketServer();
        const limits = { maxConcurrentClientsNumber: 1, maxConnectionsForOneClient: 1 };
        let port = 0;
        for (port = 41000 + Math.floor(Math.random() * 9000);
          await caught(server.start({ serverPort: port, ...limits }, true)) !== true; port += 1);
        const second = webSocket.createWebSocketServer();
        const config = { serverPort: port, ...limits };
        report(await caught(second.start(config, true)));
        report(await second.start(config));
        const ws = webSocket.createWebSocket();
        const heard = new Promise((resolve) => ws.on('message', (_error, data) => resolve(data)));
        const opened = new Promise((resolve) => server.on('connect', resolve));
        await ws.connect(`ws://127.0.0.1:${port}`);
        const client = await opened;
        report(second.listAllConnections().length);
        await second.send('from the second', client);
        report(await heard);
        await ws.close();
        await second.stop();
        await server.stop();
        """
    )
    assert outcome.reports == [[2302007, "Websocket port already occupied"], True, 1, "from the second"]
    assert "is taken: nobody reaches this WebSocketServer" in outcome.stderr


def test_wrong_arguments_are_handed_over() -> None:
    """Only on() and off() throw."""
    outcome = run("""
        const ws = webSocket.createWebSocket();
        const server = webSocket.createWebSocketServer();
        const client = { clientIP: '127.0.0.1', clientPort: 1 };
        const calls = [
          ws.connect(), ws.connect(1), ws.connect('ws://h', 1), ws.connect('ws://h', undefined),
          ws.connect('ws://h', {}, 1), ws.connect('ws://h', { proxy: 'none' }), ws.connect('ws://h', { protocol: 1 }),
          ws.connect('ws://h', { protocol: undefined }),
          ws.send(), ws.send(1), ws.send({}), ws.send(new ArrayBuffer(0)), ws.send('x'.repeat(5 * 1024 * 1024)),
          ws.close(1), ws.close(undefined), server.start(), server.start(1), server.stop(1), server.send('x'),
          server.send('x', {}), server.close({}), server.close(client, {}), server.send(new ArrayBuffer(0), client),
        ];
        const wrong = (outcome) => String(outcome) !== '401,Parameter error';
        report((await Promise.all(calls.map(caught))).filter(wrong));
        ws.connect('ws://h', { proxy: 1 }, (error) => report(['connect', error.code]));
        ws.send((error) => report(['send', error.code]));
        ws.close(1, (error) => report(['close', error.code]));
        for (const wrong of [() => ws.on('open'), () => ws.on(1, () => {}), () => ws.off(), () => ws.off('open', 1)]) {
          try { wrong(); report('no error') } catch (error) { report(error.code) }
        }
    """)
    assert outcome.reports == [[], 401, 401, 401, 401, ["connect", 401], ["send", 401], ["close", 401]]


def test_what_is_sent_before_it_opens_waits() -> None:
    def behave(connection: socket.socket, request: bytes) -> None:
        connection.sendall(handshake(request))
        assert connection.recv(2 + 4 + 5)[0] == 0x81
        connection.sendall(frame(1, b"got it") + frame(8, struct.pack("!H", 1000) + b"bye"))
        connection.recv(65536)

    with peer(behave) as (url, _seen):
        outcome = run(
            EVENTS + f"report(await ws.connect('{url}')); ws.send('early').then((done) => report(['sent', done]));"
        )
    assert ["sent", True] in outcome.reports
    assert outcome.reports[-2:] == [["message", "got it"], ["close", {"code": 1000, "reason": "bye"}]]


def test_a_silent_peer_is_asked_and_given_up() -> None:
    asked = []

    def behave(connection: socket.socket, request: bytes) -> None:
        connection.sendall(handshake(request))
        asked.append(connection.recv(6)[0])
        connection.recv(65536)

    with peer(behave) as (url, _seen):
        outcome = run(EVENTS + f"await ws.connect('{url}', {{ pingInterval: 1, pongTimeout: 0 }});")
    assert asked == [0x89]
    assert outcome.reports[1:] == DOWN


def test_an_error_has_the_status_of_the_answer() -> None:
    answer = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
    with peer(lambda connection, _request: connection.sendall(answer)) as (url, _seen):
        code = "const ws = webSocket.createWebSocket(); ws.on('error', ({ code, data }) => report([code, data]));"
        assert run(code + f"await ws.connect('{url}');").report == [200, "403"]


def test_a_proxy_and_hosts_that_do_without() -> None:
    def behave(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

    with peer(behave) as (url, seen):
        port = url.split(":")[2].partition("/")[0]
        proxy = f"{{ host: '127.0.0.1', port: {port}, exclusionList: ['*.test', '127.*'] }}"
        run(EVENTS + f"await ws.connect('ws://host.invalid:81/', {{ proxy: {proxy} }});")
    assert seen.request.startswith(b"CONNECT host.invalid:81 HTTP/1.1\r\n")
    with peer(lambda connection, request: connection.sendall(handshake(request))) as (url, seen):
        run(EVENTS + f"await ws.connect('{url}', {{ proxy: {proxy} }});")
    assert seen.request.startswith(b"GET /path")


def test_a_second_connection_and_a_dead_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        dead = server.getsockname()[1]
    outcome = run(EVENTS + f"""
        report(await ws.connect('ws://127.0.0.1:{dead}'));
        report(await caught(ws.connect('ws://127.0.0.1:{dead}')));
    """)  # fmt: skip
    assert outcome.reports == [True, [2302003, "Websocket connection already exist"], ["error", 200]]


def test_without_the_permission() -> None:
    code = "report(await caught(webSocket.createWebSocket().connect('ws://127.0.0.1:1')));"
    assert run(code, deny=("ohos.permission.INTERNET",)).report == [201, "Permission denied"]


def test_ten_thousand_messages_keep_their_order() -> None:
    def behave(connection: socket.socket, request: bytes) -> None:
        connection.sendall(handshake(request) + b"".join(frame(1, b"%d" % number) for number in range(10_000)))
        connection.sendall(frame(8, struct.pack("!H", 1000)))
        connection.recv(65536)

    with peer(behave) as (url, _seen):
        outcome = run(f"""
            const ws = webSocket.createWebSocket();
            let count = 0, inOrder = true;
            ws.on('message', (error, value) => {{ inOrder &&= value === String(count++); }});
            ws.on('close', () => report([count, inOrder]));
            await ws.connect({json.dumps(url)});
        """)
    assert outcome.report == [10_000, True]


def test_what_the_run_may_not_reach_is_not_asked_and_what_is_mapped_goes_elsewhere() -> None:
    outcome = run_program(PRELUDE + EVENTS + "report(await ws.connect('ws://192.0.2.1/'));", net="loopback")
    assert outcome.reports == [True, ["error", 200]]
    assert outcome.stderr == "note: 192.0.2.1 was not asked: --net loopback keeps the run from it\n"
    with peer(lambda connection, request: connection.sendall(handshake(request))) as (url, seen):
        reports = run(EVENTS + "await ws.connect('ws://chat.test/room');", net="loopback", map={"*": url[:-9]}).reports
    assert reports[0][0] == "open"
    assert seen.request.startswith(b"GET /room HTTP/1.1\r\n")
