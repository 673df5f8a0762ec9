"""A request whose body goes to the program as it comes. Loaded by the first requestInStream()."""

from __future__ import annotations

from bindings.net_http import notes
from bindings.net_http.exchange import DATA, DATA_WANTED, RECEIVED, RECEIVED_WANTED, RESPONSE, Exchange
from bindings.net_http.response import cookie_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.modules.contract import Function
    from runtime.transport.transfer import Transfer

# How much may wait for the program, in bytes: libcurl receives no more above the first, and goes on below the second.
MOST_QUEUED = 1024 * 1024
FEW_QUEUED = 256 * 1024


class Stream(Exchange):
    """Delivers the body in pieces, each a macrotask, and last the status. A slow program makes the sender wait."""

    __slots__ = ("_dropped", "_last_received", "_queued")

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._queued = 0
        self._last_received = (0, 0)
        # Whether the program gave the request up: what is still on its way to it is dropped (6).
        self._dropped = False

    def drop(self) -> None:
        """Deliver nothing of the body any more."""
        self._dropped = True

    def on_body(self, transfer: Transfer, chunk: bytes) -> bool:
        """Queue it, unless the program has too much to do already (transfer.Owner)."""
        if self._queued > MOST_QUEUED:
            return False
        if self.listening & DATA_WANTED and not self._is_lost(transfer):
            self._queued += len(chunk)
            self._host.loop.call_soon(lambda: self._deliver_chunk(chunk))
        return True

    def _deliver_chunk(self, chunk: bytes) -> None:
        was_full = self._queued > FEW_QUEUED
        self._queued -= len(chunk)
        deliver = self.deliver
        if deliver is not None and not self._dropped:
            try:
                data = self._host.to_js(chunk)
            except MemoryError:
                # The run is about to end for it: the same chunk again is what the engine itself will not take.
                self._binding.transport.abort(self.started)
                return
            self._host.enter(deliver, DATA, data)
        if was_full and self._queued <= FEW_QUEUED and self.started is not None:
            self._binding.transport.resume(self.started)

    def on_progress(self, to_receive: int, received: int, to_send: int, sent: int) -> None:
        """Queue an event for each new figure, of both directions (A2.1, transfer.Owner)."""
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
