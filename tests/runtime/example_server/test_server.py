"""Life of the example server: on a loop that is not its own, out of descriptors, under bytes of any kind."""

from __future__ import annotations

import errno
import gc
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import weakref
from itertools import pairwise

import pycurl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.example_server.connection import Connection
from runtime.example_server.server import ExampleServer, serve
from runtime.loop import Loop
from tests.runtime.example_server.running_server import PATIENCE, fetch, read_to_end, statuses

LAST = b"GET /status/200 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def request(line: str) -> bytes:
    return f"{line} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


def let_pass(loop: Loop, milliseconds: float) -> None:
    """Run `loop` for that long."""
    loop.call_later(milliseconds, lambda: None)
    loop.run()


def receive_to_end(loop: Loop, client: socket.socket) -> bytes:
    """What arrives at the non-blocking `client` until the other side closes, `loop` running meanwhile."""
    received: list[bytes] = []
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            data = client.recv(65536)
        except BlockingIOError:
            let_pass(loop, 0.1)
            continue
        if not data:
            return b"".join(received)
        received.append(data)
    raise AssertionError("the connection was not closed")


def test_a_run_ends_although_the_server_listens_and_serves() -> None:
    loop = Loop()
    server = ExampleServer(loop)
    port = int(server.start().rpartition(":")[2])
    loop.run()
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        client.setblocking(False)
        client.sendall(b"GET /delay/0.1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        while server.connection_count == 0:
            let_pass(loop, 1)
        let_pass(loop, 5)
        assert not loop.pending
        # The next run finds the server and what it has begun as they were.
        loop.clear()
        assert statuses(receive_to_end(loop, client)) == [200]
    server.close()
    loop.close()


def test_closing_leaves_nothing_behind() -> None:
    loop = Loop()
    before = open_files()
    server = ExampleServer(loop)
    port = int(server.start().rpartition(":")[2])
    clients = [socket.create_connection(("127.0.0.1", port), PATIENCE) for _ in range(4)]
    for client, sent in zip(
        clients, (b"GET", request("GET /delay/9"), request("GET /bytes/99999999"), b"?\r\n\r\n"), strict=True
    ):
        client.sendall(sent)
    while server.connection_count < 4:
        let_pass(loop, 1)
    let_pass(loop, 5)
    server.close()
    server.close()
    assert server.connection_count == 0
    # Not even a timer holds one of them.
    assert not [thing for thing in gc.get_objects() if isinstance(thing, Connection)]
    for client in clients:
        client.close()
    assert open_files() == before
    forgotten = weakref.ref(server)
    del server
    gc.collect()
    assert forgotten() is None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), PATIENCE)
    loop.close()


def test_one_client_with_many_requests_does_not_keep_the_others_waiting() -> None:
    loop = Loop()
    server = ExampleServer(loop)
    port = int(server.start().rpartition(":")[2])
    many = socket.create_connection(("127.0.0.1", port), PATIENCE)
    one = socket.create_connection(("127.0.0.1", port), PATIENCE)
    while server.connection_count < 2:
        let_pass(loop, 0.1)
    many.setblocking(False)
    one.setblocking(False)
    many.sendall(request("GET /status/200") * 300)
    one.sendall(LAST)
    assert statuses(receive_to_end(loop, one)) == [200]
    # The loop stands still now: this is what the first had by then.
    received = b""
    with pytest.raises(BlockingIOError):
        while True:
            received += many.recv(65536)
    assert 0 < len(statuses(received)) < 300
    many.close()
    one.close()
    server.close()
    loop.close()


def test_a_port_that_is_taken() -> None:
    loop = Loop()
    before = open_files()
    with socket.create_server(("127.0.0.1", 0)) as other:
        with pytest.raises(OSError) as caught:
            ExampleServer(loop, port=other.getsockname()[1]).start()
        assert caught.value.errno == errno.EADDRINUSE
    assert open_files() == before
    loop.close()


def test_only_loopback_addresses() -> None:
    loop = Loop()
    for host in ("0.0.0.0", "::", "192.0.2.1", "a.example", ""):
        with pytest.raises(ValueError, match="loopback"):
            ExampleServer(loop, host=host)
    loop.close()


def test_ipv6() -> None:
    loop = Loop()
    server = ExampleServer(loop, host="::1")
    try:
        assert server.start() == server.url
    except OSError:
        pytest.skip("this machine has no IPv6")
    loop.hold()
    thread = threading.Thread(target=loop.run)
    thread.start()
    status, body = fetch(server.url)
    assert server.url.startswith("http://[::1]:")
    assert (status, json.loads(body)["origin"]) == (200, "::1")
    loop.wake(loop.stop)
    thread.join(PATIENCE)
    server.close()
    loop.close()


def test_serving_until_the_loop_is_stopped() -> None:
    loop = Loop()
    urls: list[str] = []
    ready = threading.Event()

    def on_ready(url: str) -> None:
        urls.append(url)
        ready.set()

    thread = threading.Thread(target=serve, args=(loop, 0), kwargs={"on_ready": on_ready})
    thread.start()
    assert ready.wait(PATIENCE)
    assert fetch(urls[0])[0] == 200
    loop.wake(loop.stop)
    thread.join(PATIENCE)
    assert not thread.is_alive()
    loop.close()
    with pytest.raises(pycurl.error) as caught:
        fetch(urls[0])
    assert caught.value.args[0] == pycurl.E_COULDNT_CONNECT


# Runs until its standard input ends; prints its URL, then the CPU time in s that it took.
FEW_FILES = """
import resource, sys, time
from runtime.example_server.server import serve
from runtime.loop import READ, Loop
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
loop = Loop()
loop.watch(0, READ, lambda fd, events: loop.stop())
started = time.process_time()
serve(loop, 0, on_ready=lambda url: print(url, flush=True))
print(time.process_time() - started)
"""


def test_connections_wait_while_the_server_is_out_of_descriptors() -> None:
    command = [sys.executable, "-c", FEW_FILES]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port = int(process.stdout.readline().rpartition(":")[2])
        clients = [socket.create_connection(("127.0.0.1", port), PATIENCE) for _ in range(80)]
        for client in clients:
            client.sendall(LAST)
        time.sleep(0.4)  # How much it does meanwhile is what is measured.
        for client in clients:
            assert statuses(read_to_end(client)) == [200]
            client.close()
        process.stdin.close()
        assert float(process.stdout.readline()) < 0.3


# Bytes that look enough like HTTP to get far.
FRAGMENTS = st.one_of(
    st.sampled_from(
        [
            b"GET /a?b=%c3&%=+ HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b'POST /cache HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n{"a"',
            b"PUT /x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: [::1]\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n",
            b"HEAD /stream/2 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET /stream/2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n",
            b"4\r\n\xff\x00\r\n\r\n",
            b"0\r\n\r\n",
            b"GET /",
            b"status/204",
            b"etag/\xc3\xa9",
            b"response-headers?A=",
            b"redirect-to?url=",
            b"cookies/set?",
            b"basic-auth/a/b",
            b"drip?duration=0",
            b" HTTP/1.1\r\n",
            b"Host: localhost\r\n",
            b"Content-Type: application/x-www-form-urlencoded\r\n",
            b"Authorization: Basic \xff\r\n",
            b"Cookie: ;=; \xe9\r\n",
            b"If-None-Match: *\r\n",
            b"Connection: close\r\n",
            b"Content-Length: 2\r\n",
            b"\r\n",
            b"\n",
        ]
    ),
    st.binary(max_size=6),
)


@given(st.lists(FRAGMENTS, max_size=10).map(b"".join), st.lists(st.integers(0, 500), min_size=1, max_size=6))
def test_any_bytes_in_any_splitting_are_answered_alike(sent: bytes, cuts: list[int]) -> None:
    loop = Loop()
    server = ExampleServer(loop)
    port = int(server.start().rpartition(":")[2])

    def answers(pieces: list[bytes]) -> bytes:
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.setblocking(False)
            for piece in pieces:
                client.sendall(piece)
                let_pass(loop, 0.1)
            client.shutdown(socket.SHUT_WR)
            received = receive_to_end(loop, client)
        return re.sub(rb"\r\nDate: [^\r]+", b"", received)

    try:
        edges = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
        whole = answers([sent])
        assert answers([sent[start:end] for start, end in pairwise(edges)]) == whole
        assert bool(whole) or not sent.strip(b"\r\n")
        while server.connection_count:
            let_pass(loop, 0.1)
    finally:
        server.close()
        loop.close()
