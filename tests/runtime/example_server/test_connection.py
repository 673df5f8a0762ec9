"""Connections of the example server: raw bytes over real sockets, well-behaved clients and others."""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO

import pycurl
import pytest

from tests.runtime.example_server.running_server import (
    PATIENCE,
    RunningExampleServer,
    fetch,
    read_to_end,
    statuses,
    wait_until,
)

GET = b"GET /status/200 HTTP/1.1\r\nHost: localhost\r\n\r\n"
LAST = b"GET /status/200 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture
def server() -> Iterator[RunningExampleServer]:
    with RunningExampleServer() as running:
        yield running


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    return "\r\n".join([f"{line} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode() + body


def reset(client: socket.socket) -> None:
    """Close `client` so that the other side is told with RST."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


# Requests and answers -----------------------------------------------------------------------------------------


def test_a_connection_is_kept(server: RunningExampleServer) -> None:
    with server.connect() as client:
        for _ in range(3):
            client.sendall(GET)
            assert statuses(client.recv(65536)) == [200]
        assert server.connection_count() == 1


def test_pipelined_requests_are_answered_in_order(server: RunningExampleServer) -> None:
    # A slow one first, and more of them than one connection may have at a turn.
    paths = ["/delay/0.05", *(f"/status/{status}" for status in range(400, 500))]
    with server.connect() as client:
        client.sendall(b"".join(request(f"GET {path}") for path in paths))
        received = b""
        while b"HTTP/1.1 499 " not in received:
            received += client.recv(65536)
        assert statuses(received) == [200, *range(400, 500)]
        client.sendall(LAST)
        assert statuses(read_to_end(client))[-1] == 200


@pytest.mark.parametrize(
    "sent",
    [
        request("GET /status/200", "Connection: close"),
        b"GET /status/200 HTTP/1.0\r\n\r\n",
        b"GET /stream/3 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    ],
)
def test_a_connection_is_closed_when_it_cannot_be_kept(server: RunningExampleServer, sent: bytes) -> None:
    received = server.exchange(sent + GET)
    assert statuses(received) == [200]
    assert b"\r\nConnection: close\r\n" in received


def test_http_1_0_may_keep_the_connection(server: RunningExampleServer) -> None:
    sent = b"GET /status/200 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    received = server.exchange(sent + LAST)
    assert statuses(received) == [200, 200]
    assert b"\r\nConnection: keep-alive\r\n" in received


def test_an_answer_without_a_body_does_not_shift_the_next(server: RunningExampleServer) -> None:
    for line in ("HEAD /", "HEAD /stream/3", "HEAD /bytes/100000", "GET /status/204", "GET /cache/5"):
        last = server.exchange(request(line) + LAST).rpartition(b"HTTP/1.1 ")[2]
        assert last.startswith(b"200 OK\r\n")
        assert last.endswith(b"Content-Length: 0\r\nConnection: close\r\n\r\n")


def test_a_client_that_asks_first_is_told_to_continue(server: RunningExampleServer) -> None:
    with server.connect() as client:
        client.sendall(request("POST /", "Expect: 100-continue", "Content-Length: 5", "Connection: close"))
        assert client.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"hello")
        assert json.loads(read_to_end(client).partition(b"\r\n\r\n")[2])["data"] == "hello"


def test_a_client_that_may_not_continue_is_not_told_to(server: RunningExampleServer) -> None:
    too_long = request("POST /", "Expect: 100-continue", "Content-Length: 104857601")
    assert statuses(server.exchange(too_long)) == [413]
    foreign = b"POST / HTTP/1.1\r\nHost: a.example\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
    assert statuses(server.exchange(foreign)) == [421]


def test_a_chunked_body(server: RunningExampleServer) -> None:
    status, body = fetch(
        server.url, UPLOAD=1, READDATA=BytesIO(b"x" * 300_000), HTTPHEADER=["Transfer-Encoding: chunked"]
    )
    assert (status, json.loads(body)["data"]) == (200, "x" * 300_000)


def test_an_upgrade_to_http_2_is_not_taken(server: RunningExampleServer) -> None:
    status, body = fetch(server.url, HTTP_VERSION=pycurl.CURL_HTTP_VERSION_2_0)
    assert status == 200
    assert json.loads(body)["headers"]["Upgrade"] == "h2c"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: localhost\n\n", 400),
        (request("POST /", "Content-Length: 3", "Transfer-Encoding: chunked", body=b"0\r\n\r\n"), 400),
        (request("POST /", "Transfer-Encoding: chunked", body=b"x\r\n"), 400),
        (request("GET /", "A: " + "x" * 65536), 431),
        (request("POST /", "Content-Length: 104857601", body=b"x" * 3_000_000), 413),
        (request("POST /", "Transfer-Encoding: chunked", body=b"6400001\r\n" + b"x" * 3_000_000), 413),
    ],
)
def test_after_a_bad_request_the_connection_is_closed(server: RunningExampleServer, sent: bytes, status: int) -> None:
    # The answer gets through although the server has not read all that was sent.
    received = server.exchange(sent + GET)
    assert statuses(received) == [status]
    assert b"\r\nConnection: close\r\n" in received
    assert received.partition(b"\r\n\r\n")[2]


def test_a_tls_client_is_told_at_once(server: RunningExampleServer) -> None:
    with pytest.raises(pycurl.error) as caught:
        fetch(server.url.replace("http:", "https:"), TIMEOUT=int(PATIENCE))
    assert caught.value.args[0] == pycurl.E_SSL_CONNECT_ERROR


@pytest.mark.parametrize("host", ["localhost", "127.1.2.3:99", "[::1]:80", "a.localhost:1"])
def test_this_machine_is_answered(server: RunningExampleServer, host: str) -> None:
    sent = f"GET /status/200 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert statuses(server.exchange(sent.encode())) == [200]


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("/", "a.example"),
        ("/", "a.example:80"),
        ("/", "localhost.a.example"),
        ("/", ""),
        ("http://a.example/", "localhost"),
        ("http://localhost/", "a.example"),
        ("http:///", "localhost"),
    ],
)
def test_other_hosts_are_refused(server: RunningExampleServer, target: str, host: str) -> None:
    received = server.exchange(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert statuses(received) == [421]
    assert b"Content-Type: text/plain" in received


# Clients that misbehave ---------------------------------------------------------------------------------------


def test_a_half_closed_client_gets_its_answers(server: RunningExampleServer) -> None:
    for sent, expected in (
        (GET + GET, [200, 200]),
        (request("GET /delay/0.02") + GET, [200, 200]),
        (b"", []),
        (b"GET / HTTP/1.1\r\n", [400]),
        (request("POST /", "Content-Length: 5", body=b"1234"), [400]),
        (GET + b"GET", [200, 400]),
    ):
        with server.connect() as client:
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
            assert statuses(read_to_end(client)) == expected
    wait_until(lambda: server.connection_count() == 0)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HT",
        request("POST /", "Content-Length: 5", body=b"12"),
        request("GET /delay/0.05"),
        request("GET /drip?duration=0.1&numbytes=10"),
        request("GET /bytes/104857600"),
        request("GET /bytes/104857600") + GET * 10_000,
        b"nonsense\r\n\r\n",
    ],
)
@pytest.mark.parametrize("leave", [reset, socket.socket.close])
def test_a_client_that_leaves_is_forgotten(
    server: RunningExampleServer, sent: bytes, leave: Callable[[socket.socket], None]
) -> None:
    client = server.connect()
    client.settimeout(0.1)
    wait_until(lambda: server.connection_count() == 1)
    try:
        client.sendall(sent)
    except TimeoutError:
        assert len(sent) > 100_000  # It stopped reading: that is what the long one is for.
    client.settimeout(PATIENCE)
    if sent.startswith(b"GET /bytes"):
        client.recv(1)
    leave(client)
    wait_until(lambda: server.connection_count() == 0)
    assert statuses(server.exchange(LAST)) == [200]


@pytest.mark.parametrize("first", ["GET /bytes/0", "GET /delay/10"])
def test_a_client_that_sends_without_reading_is_made_to_wait(server: RunningExampleServer, first: str) -> None:
    with server.connect() as client:
        client.sendall(request(first))
        client.setblocking(False)
        sent = 0
        quiet_since = time.monotonic()
        # Far more than the buffers of both sockets can hold.
        while sent < 200 * 1024 * 1024 and time.monotonic() - quiet_since < 0.3:
            try:
                sent += client.send(request("GET /bytes/100000") * 100)
                quiet_since = time.monotonic()
            except BlockingIOError:
                time.sleep(0.005)
        assert sent < 100 * 1024 * 1024
        assert statuses(server.exchange(LAST)) == [200]


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="memory is read from /proc")
def test_a_client_that_does_not_read_costs_little_memory(server: RunningExampleServer) -> None:
    def resident() -> int:
        with open("/proc/self/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))

    fetch(f"{server.url}/bytes/1000000")
    before = resident()
    clients = [server.connect() for _ in range(4)]
    for client in clients:
        client.sendall(request("GET /bytes/104857600"))
    for client in clients:
        assert client.recv(4) == b"HTTP"
    # By now the first has waited for its reader through many turns of the loop.
    assert statuses(server.exchange(LAST)) == [200]
    assert resident() - before < 20 * 1024 * 1024
    for client in clients:
        client.close()


def test_a_slow_reader_gets_everything(server: RunningExampleServer) -> None:
    size = 12_000_000
    with server.connect() as client:
        client.sendall(request(f"GET /bytes/{size}", "Connection: close"))
        received = 0
        while data := client.recv(300_000):
            received += len(data)
            if received < 3_000_000:
                time.sleep(0.001)
    assert received - size in range(100, 400)  # The head.


def test_a_large_body_comes_back(server: RunningExampleServer) -> None:
    body = os.urandom(1024).hex().encode() * 5000
    with server.connect() as client:
        sender = threading.Thread(
            target=client.sendall,
            args=(request("PUT /", f"Content-Length: {len(body)}", "Connection: close", body=body),),
        )
        sender.start()
        received = read_to_end(client)
        sender.join()
    assert b"Transfer-Encoding: chunked" in received
    assert statuses(received) == [200]


def test_a_slow_answer_holds_up_nobody_else(server: RunningExampleServer) -> None:
    with server.connect() as slow:
        slow.sendall(request("GET /delay/10"))
        assert statuses(server.exchange(LAST)) == [200]
        slow.setblocking(False)
        with pytest.raises(BlockingIOError):
            slow.recv(1)


@pytest.mark.usefixtures("many_open_files")
@pytest.mark.skipif(os.environ.get("_OHOSRUN_POLLER") == "select", reason="select takes some 500 descriptors")
def test_a_thousand_connections_at_once(server: RunningExampleServer) -> None:
    clients = [server.connect() for _ in range(1000)]
    wait_until(lambda: server.connection_count() == 1000)
    for client in clients:
        client.sendall(LAST)
    assert all(statuses(read_to_end(client)) == [200] for client in clients)
    for client in clients:
        client.close()
    wait_until(lambda: server.connection_count() == 0)


def test_silent_connections_are_closed_and_busy_ones_are_not() -> None:
    with RunningExampleServer(idle_time=20) as server, server.connect() as busy, server.connect() as begun:
        busy.sendall(request("GET /delay/0.3", "Connection: close"))
        begun.sendall(b"GET / HTTP/1.1\r\n")
        with server.connect() as silent:
            assert read_to_end(silent) == b""
        assert read_to_end(begun) == b""
        assert statuses(read_to_end(busy)) == [200]
