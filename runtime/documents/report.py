"""What the run of a page looks like: a line per sample, what failed with its error screen, a summary, the progress."""

from __future__ import annotations

import os

from runtime.output.safe import printable
from runtime.output.streams import STDERR, STDOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.documents.samples import Sample, SampleRun
    from runtime.output.streams import Output

PASSED, FAILED, SKIPPED, UNCLEAR = "pass", "fail", "skipped", "unclear"

_STYLES = {PASSED: "32", FAILED: "1;31", SKIPPED: "33", UNCLEAR: "33"}
_INDENT = "    "
_FALLBACK_COLUMNS = 80


class Result:
    """What became of one sample. `run` is None where it was not run; `seconds` is its time, 0 then."""

    __slots__ = ("outcome", "reason", "run", "sample")

    def __init__(self, sample: Sample, run: SampleRun | None) -> None:
        self.sample = sample
        self.run = run
        if run is not None:
            self.outcome = FAILED if run.reason else PASSED
            self.reason = run.reason
        elif sample.is_program:
            self.outcome = SKIPPED
            self.reason = "ignore"
        else:
            self.outcome = UNCLEAR
            self.reason = "it names no language, and whether it is a program cannot be told"

    @property
    def seconds(self) -> float:
        """How long it ran."""
        return self.run.seconds if self.run is not None else 0.0


class Report:
    """Prints results as they come, those of a page below its name. `show_output`: what passing samples wrote, too."""

    def __init__(self, output: Output, samples: list[Sample], *, show_output: bool) -> None:
        self._output = output
        self._show_output = show_output
        self._place_width = max((len(sample.place) for sample in samples), default=0)
        self._line_width = max((len(str(sample.line)) for sample in samples), default=0)
        # The page that was named last.
        self._page = ""
        self.results: list[Result] = []

    def list_samples(self, samples: list[Sample]) -> None:
        """Print where the samples are, one line each, and run nothing."""
        for sample in samples:
            remark = ""
            if not sample.is_program:
                remark = f"({UNCLEAR}) "
            elif sample.ignored:
                remark = f"({SKIPPED}) "
            line = f"{sample.line:>{self._line_width}}"
            self._name_page(sample)
            self._print(f"  {line}  {sample.language:<10}  {remark}{printable(sample.title)}".rstrip())
        self._output.flush()

    def page_without_samples(self, page: str) -> None:
        """Say that a page among others has nothing to run."""
        self._print(f"{page}: no sample that runs")

    def add(self, result: Result, *, shown: bool = False) -> None:
        """Print one result; `shown`: and what it wrote, also where it has passed."""
        self.results.append(result)
        sample = result.sample
        outcome = self._style(_STYLES[result.outcome], f"{result.outcome:<{len(UNCLEAR)}}")
        time = shown_time(result.seconds) if result.run is not None else ""
        line = f"{sample.line:>{self._line_width}}"
        self._name_page(sample)
        self._print(f"{outcome}  {line}  {time:>7}  {printable(sample.title)}".rstrip())
        if result.run is not None and (result.outcome == FAILED or self._show_output or shown):
            self._print_output(result.run)
        self._output.flush()

    def _name_page(self, sample: Sample) -> None:
        if sample.page != self._page:
            self._page = sample.page
            self._print(self._style("1", printable(sample.page)))

    def summary(self, seconds: float, *, unreached: int) -> None:
        """Print which samples failed, and how many of each outcome there are."""
        failed = [result for result in self.results if result.outcome == FAILED]
        if failed and len(self.results) > 1:
            self._print("", "failed:")
            self._print(*(f"{_INDENT}{result.sample.place:<{self._place_width}}  {result.reason}" for result in failed))
        total = len(self.results) + unreached
        counts = [f"{self._count(PASSED)} passed", f"{len(failed)} failed"]
        counts += [f"{number} {outcome}" for outcome in (SKIPPED, UNCLEAR) if (number := self._count(outcome))]
        if unreached:
            counts.append(f"{unreached} not reached")
        style = _STYLES[FAILED] if failed else _STYLES[PASSED]
        text = f"{total} sample{'s' * (total != 1)}: {', '.join(counts)} in {shown_time(seconds)}"
        self._print("", self._style(style, text))
        self._output.flush()

    def _count(self, outcome: str) -> int:
        return sum(result.outcome == outcome for result in self.results)

    def _print_output(self, run: SampleRun) -> None:
        text = "".join(piece for _stream, piece in run.pieces)
        self._print(*((_INDENT + line).rstrip() for line in text.removesuffix("\n").split("\n") if text))

    def _print(self, *lines: str) -> None:
        self._output.write(STDOUT, "".join(line + "\n" for line in lines))

    def _style(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._output.styled(STDOUT) else text


class Progress:
    """The last line of a terminal while samples run; nothing where stderr is none or wants no colour."""

    def __init__(self, output: Output, total: int) -> None:
        self._output = output
        self._total = total
        self._live = output.styled(STDERR)
        self._shown = False

    def show(self, done: int, place: str) -> None:
        """Show how many samples are done, and which one is waited for."""
        if self._live:
            line = f"{done}/{self._total} {place}"[: _columns() - 1]
            self._output.write(STDERR, f"\r\x1b[K{line}")
            self._shown = True

    def clear(self) -> None:
        """Take the line away, before something else is printed."""
        if self._shown:
            self._output.write(STDERR, "\r\x1b[K")
            self._shown = False


def shown_time(seconds: float) -> str:
    """A time as reports show it: `12 ms`, `1.20 s`."""
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.2f} s"


def _columns() -> int:
    try:
        return os.get_terminal_size(STDERR).columns or _FALLBACK_COLUMNS
    except OSError:
        return _FALLBACK_COLUMNS
