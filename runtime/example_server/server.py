"""The example server: the loopback HTTP server that EXAMPLE_URL stands for when nobody says otherwise.

It lives on the loop of the program that talks to it. It neither keeps that loop alive nor ends with a run.
"""

from __future__ import annotations

# The module around it makes enums of its numbers, which takes longer than starting the engine.
import _socket as socket
import errno

from runtime.example_server.connection import Connection
from runtime.example_server.loopback import is_loopback_authority
from runtime.example_server.routes import respond
from runtime.loop import READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.example_server.http1.requests import Request
    from runtime.example_server.http1.responses import Response
    from runtime.loop import Loop, Timer

_BACKLOG = 1024
_ACCEPTS_PER_TURN = 64
_ACCEPT_RETRY_TIME = 100.0  # In ms.
_OUT_OF_DESCRIPTORS = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class ExampleServer:
    """Serves the routes of `example_routes` on a loopback address while its loop runs.

    `port` 0 takes a free one. A connection whose client is silent for `idle_time` ms is closed, after twice
    that at the latest. Raises ValueError for a `host` that others could reach.
    """

    def __init__(
        self,
        loop: Loop,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        idle_time: float = 60_000.0,
        respond: Callable[[Request], Response] = respond,
    ) -> None:
        self._respond = respond
        self._literal = f"[{host}]" if ":" in host else host
        if not is_loopback_authority(self._literal):
            raise ValueError(f"{host} is not a loopback address")
        # Whether the person was told where it is.
        self.is_announced = False
        self._loop = loop
        self._address = (host, port)
        self._idle_time = idle_time
        self._listener: socket.socket | None = None
        self._connections: set[Connection] = set()
        self._sweep_timer: Timer | None = None
        self._accept_timer: Timer | None = None
        self.url = ""

    @property
    def connection_count(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    def start(self) -> str:
        """Listen, and return the URL, without a slash at its end. Raises OSError when the port is taken."""
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            listener.setblocking(False)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(self._address)
            listener.listen(_BACKLOG)
        except BaseException:
            listener.close()
            raise
        self._listener = listener
        self._loop.watch(listener.fileno(), READ, self._accept)
        self.url = f"http://{self._literal}:{listener.getsockname()[1]}"
        return self.url

    def close(self) -> None:
        """Stop listening and drop every connection; harmless when that is done already."""
        for timer in (self._sweep_timer, self._accept_timer):
            if timer is not None:
                self._loop.cancel(timer)
        self._sweep_timer = self._accept_timer = None
        if self._listener is not None:
            self._loop.unwatch(self._listener.fileno())
            self._listener.close()
            self._listener = None
        for connection in list(self._connections):
            connection.close()

    def _accept(self, fd: int, _events: int) -> None:
        if self._listener is None:
            return  # Closed by what ran before in the same round of the loop.
        for _ in range(_ACCEPTS_PER_TURN):
            try:
                descriptor, address = self._listener._accept()  # type: ignore[attr-defined]
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno not in _OUT_OF_DESCRIPTORS:
                    continue  # The client gave up before it was accepted.
                # Waiting for the listener again would be told at once, and again and again.
                self._loop.unwatch(fd)
                self._accept_timer = self._loop.call_later(_ACCEPT_RETRY_TIME, self._accept_again, background=True)
                break
            peer = socket.socket(self._listener.family, self._listener.type, fileno=descriptor)
            peer.setblocking(False)
            try:
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError:
                peer.close()  # Some systems tell so early that the client is gone.
                continue
            self._connections.add(Connection(self._loop, peer, address[0], self._connections.discard, self._respond))
        if self._connections and self._sweep_timer is None:
            self._sweep_later()

    def _accept_again(self) -> None:
        self._accept_timer = None
        if self._listener is not None:
            self._loop.watch(self._listener.fileno(), READ, self._accept)

    def _sweep_later(self) -> None:
        self._sweep_timer = self._loop.call_later(self._idle_time, self._sweep, background=True)

    def _sweep(self) -> None:
        """Close the connections that were silent since the last sweep.

        It takes two, so that a request is seen that arrived while the program kept the loop from running.
        """
        self._sweep_timer = None
        for connection in list(self._connections):
            if connection.paused:
                continue
            if connection.waiting:
                connection.close()
            else:
                connection.waiting = True
        if self._connections:
            self._sweep_later()


def serve(loop: Loop, port: int, *, on_ready: Callable[[str], None]) -> None:
    """Run the example server alone on `port` until `loop.stop`; `on_ready` gets its URL.

    Raises OSError when the port is taken.
    """
    server = ExampleServer(loop, port=port)
    url = server.start()
    loop.hold()
    try:
        on_ready(url)
        loop.run()
    finally:
        loop.release()
        server.close()
