"""One connection of the example server: reads requests, writes answers, one after the other and in order.

It never blocks and keeps little: an answer is produced as fast as the client takes it, and from a client that
sends more requests before it took the answer only a little is read.
"""

from __future__ import annotations

# As in the server: without the enums.
from _socket import SHUT_WR

from runtime.example_server.http1.requests import HttpError, Request, RequestParser
from runtime.example_server.http1.responses import CONTINUE, Response, transmit
from runtime.example_server.loopback import is_loopback_authority
from runtime.example_server.routes import respond
from runtime.loop import READ, WRITE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _socket as socket
    from collections.abc import Callable

    from runtime.example_server.http1.responses import Pieces, Transmission
    from runtime.loop import Loop, Timer

_RECEIVE_SIZE = 64 * 1024
_READ_AHEAD = 64 * 1024  # What is read of later requests while one is being answered.
_SEND_SIZE = 128 * 1024
# How much one connection does before it is the others' turn.
_REQUESTS_PER_TURN = 32
_SENDS_PER_TURN = 8
_LINGER_TIME = 2000.0  # In ms.


class Connection:
    """Serves `peer` until either side closes; `on_close` is called with the connection when it is over."""

    __slots__ = (
        "_client",
        "_events",
        "_input_ended",
        "_keep_alive",
        "_lingering",
        "_loop",
        "_on_close",
        "_parser",
        "_peer",
        "_pieces",
        "_request",
        "_respond",
        "_responding",
        "_timer",
        "_turn_over",
        "_unsent",
        "waiting",
    )

    def __init__(
        self,
        loop: Loop,
        peer: socket.socket,
        client: str,
        on_close: Callable[[Connection], None],
        respond: Callable[[Request], Response] = respond,
    ) -> None:
        self._loop = loop
        self._respond = respond
        self._peer = peer
        self._client = client
        self._on_close = on_close
        self._parser = RequestParser()
        self._request: Request | None = None  # Its head is read, its body is not.
        self._responding = False
        self._unsent: bytes | memoryview = b""
        self._pieces: Pieces | None = None
        self._keep_alive = True
        self._timer: Timer | None = None
        self._turn_over = False
        self._input_ended = False
        self._lingering = False
        self._events = 0
        # Set by the server, cleared by any sign of life: whether the client was silent since then.
        self.waiting = False
        self._watch()

    def close(self) -> None:
        """Let go of the socket and of everything pending; harmless when that is done already."""
        if self._peer.fileno() < 0:
            return
        self._stop_timer()
        self._loop.unwatch(self._peer.fileno())
        self._peer.close()
        self._pieces = None
        self._unsent = b""
        self._on_close(self)

    @property
    def paused(self) -> bool:
        """Whether the answer itself is what takes time now, not the client."""
        return self._timer is not None

    # Events -------------------------------------------------------------------------------------------------

    def _ready(self, _fd: int, events: int) -> None:
        try:
            if events & READ:
                self._receive()
            if events & WRITE and self._peer.fileno() >= 0:
                self._turn_over = False
                self._proceed()
        except OSError:
            # The client is gone (reset, broken pipe): there is nobody to answer.
            self.close()

    def _receive(self) -> None:
        try:
            data = self._peer.recv(_RECEIVE_SIZE)
        except BlockingIOError:
            return
        self.waiting = False
        if self._lingering:
            if not data:
                self.close()
            return
        if data:
            self._parser.receive(data)
        else:
            self._input_ended = True
        self._proceed()

    def _resume(self) -> None:
        self._timer = None
        try:
            self._proceed()
        except OSError:
            self.close()

    def _proceed(self) -> None:
        """Do what can be done now: send what is to be sent, then answer the requests that are complete."""
        requests = 0
        while not self._lingering and self._send():
            if self._responding:
                self._responding = False
                if not self._keep_alive:
                    self._linger()
                    break
            if requests == _REQUESTS_PER_TURN:
                self._turn_over = True
                break
            if not self._next_request():
                break
            requests += 1
        self._watch()

    def _watch(self) -> None:
        if self._peer.fileno() < 0:
            return
        events = 0
        if self._lingering:
            events = READ
        elif self._turn_over:
            events = WRITE
        else:
            busy = self._responding or self._unsent
            if not self._input_ended and (not busy or self._parser.buffered < _READ_AHEAD):
                events = READ
            if self._unsent:
                events |= WRITE
        if events == self._events:
            return
        self._events = events
        if events:
            self._loop.watch(self._peer.fileno(), events, self._ready)
        else:
            self._loop.unwatch(self._peer.fileno())

    # Requests -----------------------------------------------------------------------------------------------

    def _next_request(self) -> bool:
        """Start to answer the next request; False when its bytes are not all there."""
        try:
            request = self._read_request()
            if request is None and not (self._input_ended and self._request_begun):
                if self._input_ended:
                    self.close()
                return False
            if request is None:
                raise HttpError(400, "The request ended early.")
        except HttpError as error:
            # From here on nobody knows where the next request starts.
            self._start(_error_response(error), self._request, keep_alive=False)
            return True
        try:
            response = self._respond(request)
        except HttpError as error:
            response = _error_response(error)
        if response.hangs_up:
            self.close()
            return False
        self._start(response, request, keep_alive=request.keep_alive)
        return True

    def _read_request(self) -> Request | None:
        request = self._request
        if request is None:
            request = self._parser.read_head()
            if request is None:
                return None
            request.client = self._client
            self._request = request
            _refuse_foreign_host(request)
            if not request.authority:
                request.authority = f"localhost:{self._peer.getsockname()[1]}"
            if self._parser.expects_continue(request):
                self._unsent = CONTINUE
                self._send()
        if not self._parser.read_body(request):
            return None
        self._request = None
        return request

    @property
    def _request_begun(self) -> bool:
        return self._request is not None or self._parser.buffered > 0

    # Answers ------------------------------------------------------------------------------------------------

    def _start(self, response: Response, request: Request | None, *, keep_alive: bool) -> None:
        method = "GET" if request is None else request.method
        minor_version = 1 if request is None else request.minor_version
        transmission = transmit(response, method, minor_version, keep_alive)
        self._responding = True
        self._keep_alive = transmission.keep_alive
        if response.delay:
            self._pieces = _delayed(response.delay, transmission)
            return
        self._unsent = bytes(self._unsent) + transmission.start
        self._pieces = transmission.pieces

    def _send(self) -> bool:
        """Send what is ready to be sent; True when nothing is left."""
        for _ in range(_SENDS_PER_TURN):
            if self._unsent:
                try:
                    sent = self._peer.send(self._unsent)
                except BlockingIOError:
                    return False
                self.waiting = False
                self._unsent = memoryview(self._unsent)[sent:] if sent < len(self._unsent) else b""
            elif self._timer is not None:
                return False
            elif self._pieces is None:
                return True
            else:
                self._gather(self._pieces)
        self._turn_over = True
        return False

    def _gather(self, pieces: Pieces) -> None:
        """Make the next pieces ready to be sent, up to a pause."""
        gathered: list[bytes] = []
        size = 0
        for piece in pieces:
            if not isinstance(piece, bytes):
                self._timer = self._loop.call_later(piece, self._resume, background=True)
                break
            gathered.append(piece)
            size += len(piece)
            if size >= _SEND_SIZE:
                break
        else:
            self._pieces = None
        self._unsent = b"".join(gathered)

    # The end ------------------------------------------------------------------------------------------------

    def _linger(self) -> None:
        """Close our side, and the socket once the client closed its own.

        Closing with bytes of the client unread would reset the connection and could take the answer with it
        (RFC 9112 section 9.6).
        """
        if self._input_ended:
            self.close()
            return
        self._peer.shutdown(SHUT_WR)
        self._lingering = True
        self._timer = self._loop.call_later(_LINGER_TIME, self.close, background=True)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._loop.cancel(self._timer)
            self._timer = None


def _refuse_foreign_host(request: Request) -> None:
    """A page of the web that had its own host name point here must not get an answer (DNS rebinding)."""
    for authority in {request.authority, request.headers.get("host", request.authority)}:
        # HTTP/1.0 needs no Host, and no browser leaves it out.
        unnamed = authority == "" and request.minor_version == 0
        if not unnamed and not is_loopback_authority(authority):
            raise HttpError(421, "This server answers requests to this machine only, as to http://localhost.")


def _error_response(error: HttpError) -> Response:
    return Response(error.status, f"{error.detail}\n".encode())


def _delayed(delay: float, transmission: Transmission) -> Pieces:
    yield delay
    yield transmission.start
    if transmission.pieces is not None:
        yield from transmission.pieces
