"""HTTP/3 (RFC 9114) by aioquic: a server around one function, in a thread with an event loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aioquic.asyncio.protocol import QuicConnectionProtocol
from aioquic.asyncio.server import serve
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.h3.events import DataReceived, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ProtocolNegotiated, QuicEvent

_START_SECONDS = 10


class Http3Server:
    """`answer(method, path, body)` is the body of every response. `requests` are methods and paths."""

    def __init__(self, answer: Callable[[str, str, bytes], bytes], certificate: Path, key: Path) -> None:
        self.requests: list[tuple[str, str]] = []
        self.port = 0
        self._answer = answer
        self._configuration = QuicConfiguration(is_client=False, alpn_protocols=H3_ALPN)
        self._configuration.load_cert_chain(str(certificate), str(key))
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="http3")

    @property
    def url(self) -> str:
        """https://127.0.0.1:port"""
        return f"https://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(_START_SECONDS)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            serve("127.0.0.1", 0, configuration=self._configuration, create_protocol=self._connection)
        )
        assert server._transport is not None
        self.port = server._transport.get_extra_info("sockname")[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _connection(self, *arguments: Any, **names: Any) -> QuicConnectionProtocol:
        return _Connection(self, *arguments, **names)


class _Connection(QuicConnectionProtocol):  # type: ignore[misc, unused-ignore]
    def __init__(self, server: Http3Server, *arguments: Any, **names: Any) -> None:
        super().__init__(*arguments, **names)
        self._server = server
        self._http: H3Connection | None = None
        self._incoming: dict[int, tuple[dict[bytes, bytes], bytearray]] = {}

    def quic_event_received(self, event: QuicEvent) -> None:
        if isinstance(event, ProtocolNegotiated):
            self._http = H3Connection(self._quic)
        for happened in self._http.handle_event(event) if self._http is not None else ():
            if isinstance(happened, HeadersReceived):
                self._incoming[happened.stream_id] = (dict(happened.headers), bytearray())
            elif isinstance(happened, DataReceived):
                self._incoming[happened.stream_id][1].extend(happened.data)
            if isinstance(happened, HeadersReceived | DataReceived) and happened.stream_ended:
                self._respond(happened.stream_id)

    def _respond(self, stream: int) -> None:
        assert self._http is not None
        headers, body = self._incoming.pop(stream)
        method, path = headers[b":method"].decode(), headers[b":path"].decode()
        self._server.requests.append((method, path))
        answer = self._server._answer(method, path, bytes(body))
        lines = [(b":status", b"200"), (b"content-type", b"text/plain"), (b"content-length", b"%d" % len(answer))]
        self._http.send_headers(stream, lines)
        self._http.send_data(stream, answer, end_stream=True)
        self.transmit()
