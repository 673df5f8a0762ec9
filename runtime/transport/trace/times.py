"""Where the time of a request went, and --time: a table of all requests of a run."""

from __future__ import annotations

from runtime.output.safe import printable
from runtime.transport.text import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.transport.request import Request
    from runtime.transport.transfer import Transfer

PHASES = ("dns", "connect", "tls", "wait", "receive")
# curl's codes that say it; libcurl has points also for what it never reached.
_FAILED_IN = {5: "dns", 6: "dns", 7: "connect", 35: "tls", 60: "tls"}
_COLUMNS = ("#", "method", "status", "bytes", "total ms", *PHASES)


def phases(transfer: Transfer) -> tuple[float, ...]:
    """The time in each of PHASES, in ms; nothing where no connection was asked for.

    libcurl has points of time, of which performanceTiming shows some; these are the stretches between them. What a
    transfer failed in is the last that has any.
    """
    if not transfer.timings or transfer.connection is None:
        return ()
    dns, connect, tls, sending, first_byte, total, _ = transfer.timings
    spent = [0.0] * len(PHASES)
    reached = 0.0
    for number, point in enumerate((dns, connect, tls, first_byte)):
        spent[number] = max(0.0, point - reached)
        reached = max(reached, point)
    last = _FAILED_IN.get(transfer.curl_code, "")
    if not last:
        last = "receive" if first_byte else "wait" if sending else "tls" if connect else "connect" if dns else "dns"
    spent[PHASES.index(last)] += max(0.0, total - reached)
    return tuple(microseconds / 1000 for microseconds in spent)


class Row:
    """One request of a run. `outcome` is the status or what it failed with, '' until it has ended; times are ms."""

    __slots__ = ("elapsed", "method", "number", "outcome", "phases", "size", "url")

    def __init__(self, number: int, request: Request, url: str) -> None:
        self.number = number
        self.method = text_of(request.method)
        self.url = url
        self.outcome = ""
        self.size = 0
        self.elapsed = 0.0
        self.phases: Sequence[float] = ()


class Times:
    """The requests of a run in the order in which they were made."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def begin(self, number: int, request: Request, url: str) -> Row:
        """One more, to `url` as it is shown. The caller completes the row."""
        row = Row(number, request, url)
        self._rows.append(row)
        return row

    def lines(self) -> list[str]:
        """The table, with a line of headings; one line that says so where there was no request."""
        if not self._rows:
            return ["no requests"]
        table = [_COLUMNS, *map(_cells, self._rows)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        urls = ["url", *(printable(row.url) for row in self._rows)]
        return [
            "  ".join((*(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)), url))
            for cells, url in zip(table, urls, strict=True)
        ]


def _cells(row: Row) -> tuple[str, ...]:
    if not row.outcome:
        measured = ("-",) * (3 + len(PHASES))
    else:
        spent = [f"{phase:.1f}" for phase in row.phases] or ["-"] * len(PHASES)
        measured = (row.outcome, str(row.size), f"{row.elapsed:.1f}", *spent)
    return (str(row.number), printable(row.method), *measured)
