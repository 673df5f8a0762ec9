"""What every server here has: a port, threads that end, a record of what came in, failures kept."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tests.servers.messages import Request

# The kernel lowers it to its own limit.
_BACKLOG = 4096
_JOIN_SECONDS = 10


class Server(ABC):
    """A server on a loopback address, running from `__enter__` to `__exit__`.

    requests: every complete HTTP/1.x request, in the order they were completed
    connections: how many connections were accepted
    open_connections: how many of them are still open
    tls_failures: the text of every TLS handshake or record that failed; the client may learn of it first, and one
        that only gives up after the handshake leaves nothing here
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        scheme: str | None = None,
        backlog: int = _BACKLOG,
    ) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.open_connections = 0
        self.tls_failures: list[str] = []
        self.host = host
        self.port = 0
        self._tls = tls
        self._scheme = scheme or ("https" if tls else "http")
        self._backlog = backlog
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._failures: list[BaseException] = []

    @property
    def authority(self) -> str:
        """host:port as it stands in a URL and in the Host header."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """scheme://host:port, without a slash at the end."""
        return f"{self._scheme}://{self.authority}"

    def wait_until(self, condition: Callable[[], bool], timeout_ms: float = 10_000) -> None:
        """Return as soon as `condition` holds; it is asked after each connection, request and hang-up.

        Raises TimeoutError.
        """
        with self._changed:
            if not self._changed.wait_for(condition, timeout_ms / 1000):
                raise TimeoutError(
                    f"after {timeout_ms} ms: {self.connections} connections ({self.open_connections} open), "
                    f"{len(self.requests)} requests, failures {self._failures}"
                )

    def close(self) -> None:
        """Hang up, end all threads, and raise the first thing that went wrong in one of them."""
        self._closing.set()
        self._stop()
        if self._failures:
            raise RuntimeError(f"the server at {self.url} failed") from self._failures[0]

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        listener = socket.create_server((self.host, 0), family=family, backlog=self._backlog)
        self.port = listener.getsockname()[1]
        try:
            self._start(listener)
        except BaseException:
            listener.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except RuntimeError as failure:
            if error is None:
                raise
            # The test's own failure comes first; what the server saw often explains it.
            error.add_note(f"{failure}: {failure.__cause__!r}")

    @abstractmethod
    def _start(self, listener: socket.socket) -> None:
        """Serve `listener`, which now belongs to the subclass, in threads."""

    @abstractmethod
    def _stop(self) -> None:
        """End and join these threads, close all sockets. `_closing` is set."""

    def _record_connection(self) -> None:
        with self._changed:
            self.connections += 1
            self.open_connections += 1
            self._changed.notify_all()

    def _record_hang_up(self) -> None:
        with self._changed:
            self.open_connections -= 1
            self._changed.notify_all()

    def _record_request(self, request: Request) -> None:
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()

    def _record_tls_failure(self, error: OSError) -> None:
        with self._changed:
            self.tls_failures.append(str(error))
            self._changed.notify_all()

    def _record_failure(self, error: BaseException) -> None:
        with self._changed:
            self._failures.append(error)
            self._changed.notify_all()

    def _join(self, threads: list[threading.Thread]) -> None:
        deadline = time.monotonic() + _JOIN_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                self._record_failure(RuntimeError(f"{thread.name} did not end within {_JOIN_SECONDS} s"))
