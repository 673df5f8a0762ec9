"""The example server on a loop of its own in a thread, and the few ways in which the tests talk to it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from typing import Any

import pycurl

from runtime.example_server.server import ExampleServer
from runtime.loop import Loop

PATIENCE = 20.0  # Seconds after which a test gives up.


class RunningExampleServer:
    """Running inside `with`; `idle_time` is the server's."""

    def __init__(self, *, idle_time: float = 60_000.0) -> None:
        self.loop = Loop()
        self.server = ExampleServer(self.loop, idle_time=idle_time)
        self._thread = threading.Thread(target=self.loop.run)

    def __enter__(self) -> RunningExampleServer:
        self.url = self.server.start()
        self.port = int(self.url.rpartition(":")[2])
        self.loop.hold()
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.loop.wake(self.loop.stop)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        self.server.close()
        self.loop.close()

    def connect(self) -> socket.socket:
        """A new connection."""
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    def exchange(self, sent: bytes) -> bytes:
        """All that a new connection answers to `sent` until the server closes it."""
        with self.connect() as client:
            client.sendall(sent)
            return read_to_end(client)

    def connection_count(self) -> int:
        """How many connections the server has, asked in its own thread."""
        counts: list[int] = []
        asked = threading.Event()

        def ask() -> None:
            counts.append(self.server.connection_count)
            asked.set()

        self.loop.wake(ask)
        assert asked.wait(PATIENCE)
        return counts[0]

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """The answer as the standard library's client reads it, redirects not followed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()


class Answer:
    """Status, headers and body of a response that was read to its end."""

    def __init__(self, response: HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


def read_to_end(client: socket.socket) -> bytes:
    """What arrives until the other side closes; an error if it resets the connection."""
    received = []
    while data := client.recv(65536):
        received.append(data)
    return b"".join(received)


def wait_until(condition: Callable[[], bool]) -> None:
    """Return as soon as `condition` holds; fail when it does not in good time."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.002)


def statuses(received: bytes) -> list[int]:
    """The status of each response in a stream whose bodies contain no status line."""
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]]


def shown(answer: Answer) -> dict[str, Any]:
    """The JSON object that a 200 brings."""
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    value = json.loads(answer.body)
    assert isinstance(value, dict)
    return value


def fetch(url: str, **options: Any) -> tuple[int, bytes]:
    """Status and body as libcurl sees them; options by their name in pycurl."""
    body = BytesIO()
    curl = pycurl.Curl()
    try:
        curl.setopt(pycurl.URL, url)
        curl.setopt(pycurl.WRITEDATA, body)
        for name, value in options.items():
            curl.setopt(getattr(pycurl, name), value)
        curl.perform()
        return curl.getinfo(pycurl.RESPONSE_CODE), body.getvalue()
    finally:
        curl.close()
