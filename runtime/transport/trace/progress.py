"""How far large bodies on their way are: one line on a terminal, gone when they are there."""

from __future__ import annotations

from runtime.transport.transfer import NO_ALARM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.transport.transfer import Transfer

_MIB = 1024 * 1024
LARGE = _MIB
_INTERVAL = 100.0  # ms between two pictures.


class Progress:
    """Shows the bodies above 1 MiB of a run.

    `show(line)` replaces the line before, and '' takes it away; `now()` is in ms.
    """

    def __init__(self, show: Callable[[str], None], now: Callable[[], float]) -> None:
        self._show = show
        self._now = now
        # Each with how many bytes there are to come, 0 if nobody knows.
        self._sizes: dict[Transfer, int] = {}
        self._began_at = 0.0
        self._shown_at = 0.0

    def watch(self, transfer: Transfer) -> None:
        """The headers of a response are there: hear of its body, of one of unknown size when it is large."""
        length = transfer.headers.body_length()
        if 0 <= length <= LARGE:
            return
        transfer.progress = self
        transfer.alarm = min(transfer.alarm, 0 if length > LARGE else LARGE)

    def update(self, transfer: Transfer) -> None:
        """More of a large body has come. What is there already says so by its headers."""
        now = self._now()
        if transfer not in self._sizes:
            if not self._sizes:
                self._began_at = now
                self._shown_at = now - _INTERVAL
            self._sizes[transfer] = max(0, transfer.headers.body_length())
        if now - self._shown_at >= _INTERVAL:
            self._shown_at = now
            self._show(self._line(now))

    def forget(self, transfer: Transfer) -> None:
        """It has ended."""
        transfer.progress = None
        transfer.alarm = NO_ALARM
        if self._sizes.pop(transfer, None) is not None and not self._sizes:
            self._show("")

    def _line(self, now: float) -> str:
        received = sum(transfer.size for transfer in self._sizes)
        total = sum(self._sizes.values()) if all(self._sizes.values()) else 0
        seconds = (now - self._began_at) / 1000
        rate = received / seconds if seconds > 0 else 0.0
        bodies = f"{len(self._sizes)} bodies: " if len(self._sizes) > 1 else ""
        share = f" of {total / _MIB:.1f} MiB ({min(100, received * 100 // total)} %)" if total else " MiB"
        line = f"receiving {bodies}{received / _MIB:.1f}{share}"
        if rate:
            line += f", {rate / _MIB:.1f} MiB/s"
            if total > received:
                line += f", {(total - received) / rate:.0f} s left"
        return line
