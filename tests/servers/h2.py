"""HTTP/2 (RFC 9113): a well-behaved server around one function, and a scripted peer for faults."""

from __future__ import annotations

import heapq
import itertools
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import h2.config
import h2.connection
import h2.events
from h2.errors import ErrorCodes
from h2.exceptions import ProtocolError

from tests.servers.http import BODYLESS, Response
from tests.servers.messages import Request
from tests.servers.raw import Peer, PeerGoneError, RawServer

_PREFACE_METHOD = "PRI"
_SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"

_Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Http2Request:
    """One request, of HTTP/1.1 too where an Http2Server answers such a client.

    headers: in order, names lower-case, without pseudo-headers
    version: "2" or "1.1"; the request that asked for an upgrade came in HTTP/1.1
    stream: the number of its stream, 0 in HTTP/1.1
    """

    method: str
    target: str
    headers: _Headers
    body: bytes
    version: str = "2"
    stream: int = 0


class Conversation:
    """The server's side of one HTTP/2 connection, step by step.

    Over TLS it begins at once, otherwise by prior knowledge or by upgrade (RFC 7540 3.2) as the client wishes.

    http1_request: the request that asked for the upgrade, if there was one
    """

    def __init__(self, peer: Peer, first: Request | None = None) -> None:
        """`first` is the client's first HTTP/1.1 request if it was received already; it may be the preface."""
        self.peer = peer
        self.http1_request: Request | None = None
        self._http2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self._requests: list[Http2Request] = []
        self._incoming: dict[int, tuple[_Headers, bytearray]] = {}
        self._outgoing: dict[int, memoryview] = {}
        self._reset: set[int] = set()
        self._pongs = 0
        if isinstance(peer.connection, ssl.SSLSocket):
            self._http2.initiate_connection()
            self._flush()
            return
        first = first or peer.receive_request(record=False)
        if first.method == _PREFACE_METHOD:
            self._http2.initiate_connection()
            self._digest(first.raw + peer.take_pending())
        else:
            self._switch(first)

    def receive_request(self) -> Http2Request:
        """The next complete request."""
        while not self._requests:
            self._receive()
        return self._requests.pop(0)

    def take_requests(self, timeout_ms: float | None) -> list[Http2Request]:
        """The requests that are complete after the next bytes, or after `timeout_ms` without any."""
        if not self._requests:
            try:
                self._digest(self.peer.receive_within(timeout_ms))
            except TimeoutError:
                return []
        requests, self._requests = self._requests, []
        return requests

    def is_reset(self, request: Http2Request) -> bool:
        """Whether the client has cancelled it."""
        return request.stream in self._reset

    def respond(self, request: Http2Request, status: int, headers: _Headers | None = None, body: bytes = b"") -> None:
        """A complete response. What does not fit into the client's window follows while requests are received."""
        self.begin_response(request, status, headers)
        self._outgoing[request.stream] = memoryview(body)
        self._pump()

    def begin_response(self, request: Http2Request, status: int, headers: _Headers | None = None) -> None:
        """The headers of a response whose body follows, or never does."""
        self._http2.send_headers(request.stream, [(":status", str(status)), *(headers or [])])
        self._flush()

    def send_data(self, request: Http2Request, data: bytes) -> None:
        """A part of a body that does not end with it; up to 16 KiB, for which there always is a window."""
        self._http2.send_data(request.stream, data)
        self._flush()

    def reset_stream(self, request: Http2Request, code: ErrorCodes = ErrorCodes.INTERNAL_ERROR) -> None:
        """RST_STREAM (RFC 9113 6.4)."""
        self._http2.reset_stream(request.stream, code)
        self._flush()

    def go_away(self, last_stream: int, code: ErrorCodes = ErrorCodes.NO_ERROR) -> None:
        """GOAWAY (RFC 9113 6.8): streams above `last_stream` were not processed."""
        self._http2.close_connection(code, last_stream_id=last_stream)
        self._flush()

    def ping(self) -> None:
        """PING, and wait for its answer: the client has then sent its requests and is reading (RFC 9113 6.7).

        libcurl calls a fault that overtakes the end of its own sending a failure to send.
        """
        self._pongs = 0
        self._http2.ping(b"ohosrun.")
        self._flush()
        while not self._pongs:
            self._receive()

    def send_raw(self, data: bytes) -> None:
        """Bytes that need not be frames."""
        self.peer.send(data)

    def _switch(self, request: Request) -> None:
        settings = request.header("http2-settings")
        if not asks_for_upgrade(request) or settings is None:
            raise ValueError(f"no upgrade to h2c in {request.head!r}")
        self.http1_request = request
        self.peer.send(_SWITCHING)
        self._http2.initiate_upgrade_connection(settings.encode())
        self._requests.append(
            Http2Request(request.method, request.target, request.headers, request.body, "1.1", stream=1)
        )
        self._flush()

    def _receive(self) -> None:
        self._digest(self.peer.receive_bytes())

    def _digest(self, data: bytes) -> None:
        if not data:
            raise PeerGoneError
        try:
            events = self._http2.receive_data(data)
        except ProtocolError:
            # It has a GOAWAY for the client.
            self._flush()
            raise
        for event in events:
            self._take(event)
        self._pump()

    def _take(self, event: h2.events.Event) -> None:
        if isinstance(event, h2.events.RequestReceived):
            self._incoming[event.stream_id] = (_decoded(event.headers), bytearray())
        elif isinstance(event, h2.events.DataReceived):
            self._incoming[event.stream_id][1].extend(event.data)
            self._http2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.PingAckReceived):
            self._pongs += 1
        elif isinstance(event, h2.events.ConnectionTerminated):
            # The client may wait for what is under way, but libcurl only says so when it hangs up.
            raise PeerGoneError
        elif isinstance(event, h2.events.StreamReset):
            self._reset.add(event.stream_id)
            self._incoming.pop(event.stream_id, None)
            self._outgoing.pop(event.stream_id, None)
        elif isinstance(event, h2.events.StreamEnded) and event.stream_id in self._incoming:
            headers, body = self._incoming.pop(event.stream_id)
            pseudo = dict(headers)
            ordinary = [(name, value) for name, value in headers if not name.startswith(":")]
            self._requests.append(
                Http2Request(pseudo[":method"], pseudo[":path"], ordinary, bytes(body), stream=event.stream_id)
            )

    def _pump(self) -> None:
        """Send of every body what the windows allow."""
        for stream, body in list(self._outgoing.items()):
            while body and (window := self._http2.local_flow_control_window(stream)) > 0:
                size = min(window, self._http2.max_outbound_frame_size)
                self._http2.send_data(stream, body[:size].tobytes())
                body = self._outgoing[stream] = body[size:]
            if not body:
                self._http2.end_stream(stream)
                del self._outgoing[stream]
        self._flush()

    def _flush(self) -> None:
        if data := self._http2.data_to_send():
            self.peer.send(data)


def scripted_http2(
    script: Callable[[Conversation], None],
    *later: Callable[[Conversation], None],
    tls: ssl.SSLContext | None = None,
) -> RawServer:
    """A RawServer whose scripts speak HTTP/2; `tls` is a context with ALPN h2."""

    def started(run: Callable[[Conversation], None]) -> Callable[[Peer], None]:
        return lambda peer: run(Conversation(peer))

    return RawServer(started(script), *map(started, later), tls=tls)


def routes(request: Http2Request) -> Response:
    """What an Http2Server without a handler answers.

    /delay?ms=N after N ms, /big?bytes=N with N bytes "b", /status?code=N with that status; any other path with
    what was asked, as JSON: method, target, headers, body, version.
    """
    query = parse_qs(urlsplit(request.target).query)
    path = urlsplit(request.target).path
    if path == "/delay":
        return Response("late", delay_ms=int(query["ms"][0]))
    if path == "/big":
        return Response(b"b" * int(query["bytes"][0]))
    if path == "/status":
        return Response(status=int(query["code"][0]))
    echo = {
        "method": request.method,
        "target": request.target,
        "headers": request.headers,
        "body": request.body.decode("latin-1"),
        "version": request.version,
    }
    return Response.json(echo)


class Http2Server(RawServer):
    """Answers every request with what `handler` returns; one thread for each connection, many streams in it.

    Speaks HTTP/2 over TLS by ALPN (`tls` is a context with ALPN h2), without TLS by upgrade or prior knowledge, and
    HTTP/1.1 to clients that want nothing else. Of a Response, `reason` and `close` mean nothing in HTTP/2.

    http2_requests: those of HTTP/2, the ones that asked for an upgrade included (`requests` has these, and those of
        HTTP/1.1)
    """

    def __init__(
        self,
        handler: Callable[[Http2Request], Response] = routes,
        *,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        super().__init__(self._serve, tls=tls, host=host)
        self.http2_requests: list[Http2Request] = []
        self._handler = handler

    def _serve(self, peer: Peer) -> None:
        if isinstance(peer.connection, ssl.SSLSocket) and peer.connection.selected_alpn_protocol() == "h2":
            self._serve_http2(Conversation(peer))
        while True:
            request = peer.receive_request(record=False)
            if request.method == _PREFACE_METHOD:
                self._serve_http2(Conversation(peer, request))
            self._record_request(request)
            if asks_for_upgrade(request):
                self._serve_http2(Conversation(peer, request))
            answer = self._handler(Http2Request(request.method, request.target, request.headers, request.body, "1.1"))
            peer.pause(answer.delay_ms)
            peer.send(answer.encode(request))
            if answer.close or request.header("connection") == "close":
                return

    def _serve_http2(self, conversation: Conversation) -> None:
        """Serve until the client hangs up, which raises PeerGoneError."""
        delayed: list[tuple[float, int, Http2Request, Response]] = []
        sequence = itertools.count()
        while True:
            left = max(0.0, delayed[0][0] - time.monotonic()) * 1000 if delayed else None
            for request in conversation.take_requests(left):
                self._record_http2_request(request)
                answer = self._handler(request)
                due = time.monotonic() + answer.delay_ms / 1000
                heapq.heappush(delayed, (due, next(sequence), request, answer))
            while delayed and delayed[0][0] <= time.monotonic():
                _, _, request, answer = heapq.heappop(delayed)
                if not conversation.is_reset(request):
                    _respond(conversation, request, answer)

    def _record_http2_request(self, request: Http2Request) -> None:
        with self._changed:
            self.http2_requests.append(request)
            self._changed.notify_all()


def asks_for_upgrade(request: Request) -> bool:
    """Whether an HTTP/1.1 request asks for HTTP/2 without TLS (RFC 7540 3.2)."""
    return (request.header("upgrade") or "").lower() == "h2c"


def _respond(conversation: Conversation, request: Http2Request, answer: Response) -> None:
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    headers = [(name.lower(), value) for name, value in answer.headers]
    if answer.status not in BODYLESS:
        headers.append(("content-length", str(len(body))))
    if request.method == "HEAD" or answer.status in BODYLESS:
        body = b""
    conversation.respond(request, answer.status, headers, body)


def _decoded(headers: Sequence[tuple[bytes | str, bytes | str]]) -> _Headers:
    return [(_text(name), _text(value)) for name, value in headers]


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")
