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
    """Shows the bodies above 1 MiB of a run, in both directions.

    `show(line)` replaces the line before, and '' takes it away; `now()` is in ms.
    """

    def __init__(self, show: Callable[[str], None], now: Callable[[], float]) -> None:
        self._show = show
        self._now = now
        # Each with how many bytes there are to come, 0 if nobody knows.
        self._sizes: dict[Transfer, int] = {}
        # Requests whose body is sent -> how much of how much.
        self._sent: dict[object, tuple[int, int]] = {}
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
        if transfer not in self._sizes:
            self._begin()
            self._sizes[transfer] = max(0, transfer.headers.body_length())
        self._picture()

    def sending(self, request: object, sent: int, total: int) -> None:
        """So many of the `total` bytes of the body of `request` are on their way to the server."""
        if total > LARGE and sent < total:
            if request not in self._sent:
                self._begin()
            self._sent[request] = (sent, total)
            self._picture()
        else:
            self.sent(request)

    def sent(self, request: object) -> None:
        """Nothing more is sent for `request`."""
        if self._sent.pop(request, None) is not None:
            self._end()

    def forget(self, transfer: Transfer) -> None:
        """It has ended."""
        transfer.progress = None
        transfer.alarm = NO_ALARM
        if self._sizes.pop(transfer, None) is not None:
            self._end()

    def _begin(self) -> None:
        if not self._sizes and not self._sent:
            self._began_at = self._now()
            self._shown_at = self._began_at - _INTERVAL

    def _end(self) -> None:
        if not self._sizes and not self._sent:
            self._show("")

    def _picture(self) -> None:
        now = self._now()
        if now - self._shown_at >= _INTERVAL:
            self._shown_at = now
            self._show(self._line(now))

    def _line(self, now: float) -> str:
        """Of what is received, and where there is none of what is sent."""
        if self._sizes:
            verb, count = "receiving", len(self._sizes)
            done = sum(transfer.size for transfer in self._sizes)
            total = sum(self._sizes.values()) if all(self._sizes.values()) else 0
        else:
            verb, count = "sending", len(self._sent)
            done, total = (sum(figures) for figures in zip(*self._sent.values(), strict=True))
        seconds = (now - self._began_at) / 1000
        rate = done / seconds if seconds > 0 else 0.0
        bodies = f"{count} bodies: " if count > 1 else ""
        share = f" of {total / _MIB:.1f} MiB ({min(100, done * 100 // total)} %)" if total else " MiB"
        line = f"{verb} {bodies}{done / _MIB:.1f}{share}"
        if rate:
            line += f", {rate / _MIB:.1f} MiB/s"
            if total > done:
                line += f", {(total - done) / rate:.0f} s left"
        return line
