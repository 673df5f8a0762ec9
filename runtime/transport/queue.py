"""Transfers that wait until libcurl has room for them."""

from __future__ import annotations

# As in the loop: without the same in Python.
from _heapq import heappop, heappush

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.loop import Loop, Timer
    from runtime.transport.transfer import Transfer

# libcurl's cost of a transfer grows with how many it has, and a server is busy with fewer.
WINDOW = 256
# ms without a turn for anybody, after which the first in the queue is told why it waits.
PATIENCE = 5000
_STALL = (
    "{0} requests are on their way and none of them has ended for seconds: the others wait for their turn; "
    "a device has 64 on their way since 6.0, and 6 to one host"
)


class Queue:
    """The higher priority has its turn first, then who came first (C9). `window` is for how many libcurl has room."""

    def __init__(self, loop: Loop, window: int) -> None:
        self.window = window
        self._loop = loop
        # Who is not done yet, and maybe some who are.
        self.waiting: list[tuple[int, int, Transfer]] = []
        self._sequence = 0
        self._timer: Timer | None = None
        self._moved = False

    def push(self, transfer: Transfer) -> None:
        """Let it wait."""
        self._sequence += 1
        heappush(self.waiting, (-transfer.request.priority, self._sequence, transfer))
        if self._timer is None:
            self._moved = False
            self._timer = self._loop.call_later(PATIENCE, self._look, background=True)

    def pop(self) -> Transfer | None:
        """Whose turn it is; None if nobody waits any more."""
        first = self._first()
        if first is not None:
            heappop(self.waiting)
            self._moved = True
        return first

    def clear(self) -> list[Transfer]:
        """Send everybody away; returns who waited."""
        waiting = [transfer for _, _, transfer in self.waiting if not transfer.done]
        self.waiting.clear()
        if self._timer is not None:
            self._loop.cancel(self._timer)
            self._timer = None
        return waiting

    def _first(self) -> Transfer | None:
        while self.waiting and self.waiting[0][2].done:
            heappop(self.waiting)
        return self.waiting[0][2] if self.waiting else None

    def _look(self) -> None:
        self._timer = None
        first = self._first()
        if first is None:
            return
        if not self._moved:
            first.owner.on_note("stall", _STALL.format(self.window))
        self._moved = False
        self._timer = self._loop.call_later(PATIENCE, self._look, background=True)
