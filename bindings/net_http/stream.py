"""A request whose body goes to the program as it comes. Loaded by the first requestInStream()."""

from __future__ import annotations

from bindings.net_http import notes
from bindings.net_http.exchange import DATA, DATA_WANTED, RECEIVED, RECEIVED_WANTED, RESPONSE, Exchange
from bindings.net_http.response import cookie_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from runtime.modules.contract import Function
    from runtime.transport.transfer import Transfer

# How much may wait for the program, in bytes: libcurl receives no more above the first, and goes on below the second.
MOST_QUEUED = 1024 * 1024
FEW_QUEUED = 256 * 1024


class Stream(Exchange):
    """Delivers the body in pieces, each a macrotask, and last the status. A slow program makes the sender wait."""

    __slots__ = ("_dropped", "_last_received", "_pieces", "_queued")

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._queued = 0
        # What was queued last.
        self._pieces: _Pieces | None = None
        self._last_received = (0, 0)
        # Whether the program gave the request up: what is still on its way to it is dropped (6).
        self._dropped = False
        _keep_freed_memory(MOST_QUEUED)

    def drop(self) -> None:
        """Deliver nothing of the body any more."""
        self._dropped = True

    def on_body(self, transfer: Transfer, chunk: bytes) -> bool:
        """Queue it, unless the program has too much to do already (transfer.Owner)."""
        if self._queued > MOST_QUEUED:
            return False
        if self.listening & DATA_WANTED and not (transfer.done and self._is_lost(transfer)):
            self._queued += len(chunk)
            loop = self._host.loop
            if self._pieces is None or not loop.is_last(self._pieces):
                self._pieces = _Pieces(self, self.deliver)
                loop.call_soon(self._pieces)
            self._pieces.chunks.append(chunk)
        return True

    def deliver_all(self, deliver: Function, chunks: list[bytes]) -> None:
        """Hand them to the program, each in a macrotask of its own, also when all have come meanwhile."""
        self._pieces = None  # They refer to each other.
        self._host.enter_each(deliver, DATA, self._taken(chunks))

    def _taken(self, chunks: list[bytes]) -> Iterator[bytes]:
        """Each when it is its turn, and gone then: its memory is for the next."""
        chunks.reverse()
        while chunks:
            chunk = chunks.pop()
            was_full = self._queued > FEW_QUEUED
            self._queued -= len(chunk)
            if not self._dropped:
                yield chunk
            if was_full and self._queued <= FEW_QUEUED and self.started is not None:
                self._binding.transport.resume(self.started)

    def on_progress(self, to_receive: int, received: int, to_send: int, sent: int) -> None:
        """Queue an event for each new figure, of both directions (A2.1, transfer.Owner)."""
        if not (to_send or self.listening & RECEIVED_WANTED):
            return
        super().on_progress(to_receive, received, to_send, sent)
        figures = (received, to_receive)
        if to_receive and received and figures != self._last_received and self.listening & RECEIVED_WANTED:
            self._last_received = figures
            self._queue_news(RECEIVED, figures)

    def _deliver_response(self, deliver: Function, transfer: Transfer) -> None:
        if transfer.connection is None and transfer.size and self.listening & DATA_WANTED:
            self._host.note("cached-stream", notes.text("cached-stream"), self.site)
        pairs = transfer.headers.pairs(cookies_last=True)
        self._settle(deliver, RESPONSE, (transfer.status, cookie_text(transfer.cookies), pairs))


def _keep_freed_memory(size: int) -> None:
    """Have the C library keep what is freed, up to twice `size` bytes.

    Given back to the system and asked for again, each page of a body is a page fault, which takes as long as all else.
    glibc goes by the largest block that it has unmapped; others do not mind.
    """
    bytes(size)


class _Pieces:
    """Those of a body that nothing came between, each a macrotask."""

    __slots__ = ("_deliver", "_stream", "chunks")

    def __init__(self, stream: Stream, deliver: Function) -> None:
        self._stream = stream
        self._deliver = deliver
        self.chunks: list[bytes] = []

    def __call__(self) -> None:
        self._stream.deliver_all(self._deliver, self.chunks)
