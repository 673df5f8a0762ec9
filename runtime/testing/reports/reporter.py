"""What every report is told, and where it writes to."""

from __future__ import annotations

from runtime.output.safe import printable_styled
from runtime.output.streams import STDOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.output.streams import Output
    from runtime.testing.results import Case, Suite, Totals, UnitRun


class Reporter:
    """Told of everything in order: units one after the other, whatever order they ran in. Does nothing by itself.

    `write(text)` collects the text of the report, in which only colours act on a terminal.
    """

    def __init__(self, output: Output | None) -> None:
        """Write to standard output, or keep the text for `take` where `output` is None."""
        self._output = output
        self._kept: list[str] = []

    @property
    def is_shown(self) -> bool:
        """Whether it goes to standard output."""
        return self._output is not None

    def write(self, text: str) -> None:
        """Add to the report."""
        self._write(printable_styled(text))

    def _write(self, text: str) -> None:
        if self._output is None:
            self._kept.append(text)
        else:
            self._output.write(STDOUT, text)

    def take(self) -> str:
        """The report, where it is to be a file."""
        return "".join(self._kept)

    def styled(self, style: str, text: str) -> str:
        """`text` in a style (SGR parameters) where that is wanted."""
        is_styled = self._output is not None and self._output.styled(STDOUT)
        return f"\x1b[{style}m{text}\x1b[0m" if is_styled else text

    def begin(self, runs: list[UnitRun]) -> None:
        """Before the first unit."""

    def unit(self, run: UnitRun) -> None:
        """A unit begins."""

    def suite(self, run: UnitRun, suite: Suite) -> None:
        """A suite begins."""

    def case(self, run: UnitRun, case: Case) -> None:
        """A case has ended."""

    def suite_done(self, run: UnitRun, suite: Suite) -> None:
        """A suite has ended."""

    def unit_done(self, run: UnitRun) -> None:
        """A unit has ended."""

    def end(self, runs: list[UnitRun], totals: Totals, seconds: float) -> None:
        """After the last unit."""
