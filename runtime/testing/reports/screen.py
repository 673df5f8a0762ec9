"""For a person: a tree on a terminal, a line a file elsewhere, or a dot a case; failures and a summary at the end."""

from __future__ import annotations

from runtime.output.diagnostics import shown_path
from runtime.output.safe import printable
from runtime.output.streams import STDOUT
from runtime.testing.options import SLOW
from runtime.testing.reports.reporter import Reporter
from runtime.testing.results import ERROR, FAILED, NOT_RUN, PASSED, SKIPPED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.output.streams import Output
    from runtime.testing.results import Case, Suite, Totals, UnitRun

_GREEN, _RED, _YELLOW, _DIM, _BOLD = "32", "31", "33", "2", "1"
_MARKS = {
    PASSED: ("✓", _GREEN), FAILED: ("✗", _RED), ERROR: ("✗", _RED), SKIPPED: ("↓", _YELLOW), NOT_RUN: ("·", _DIM),
}  # fmt: skip
_DOTS = {PASSED: ".", FAILED: "F", ERROR: "E", SKIPPED: "s", NOT_RUN: "-"}
_DOTS_A_LINE = 80
_MOST_LINES = 200


def duration(seconds: float) -> str:
    """A time as a person reads it."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


class Screen(Reporter):
    """What all three have in common; by itself the compact one."""

    def __init__(self, output: Output | None, *, show_output: bool = False) -> None:
        super().__init__(output)
        self._show_output = show_output

    def unit_done(self, run: UnitRun) -> None:
        """One line a file."""
        cases = run.selected
        passed = sum(case.status == PASSED for case in cases)
        counts = f"{passed}/{len(cases)}"
        mark, style = _MARKS[FAILED] if run.is_failed else _MARKS[PASSED]
        what = "" if run.is_loaded else "  could not be loaded"
        self.write(f"{self.styled(style, mark)} {printable(run.shown)} {counts} {duration(run.seconds)}{what}\n")
        for case in cases:
            if case.is_failed:
                self.write(f"    {self.styled(_RED, '✗')} {printable(run.full_name(case))}\n")
            elif self._show_output:
                self._outputs(case.output, "    ")

    def end(self, runs: list[UnitRun], totals: Totals, seconds: float) -> None:
        """The failures, what else went wrong, the summary."""
        for run in runs:
            for case in run.selected:
                if case.is_failed:
                    self._failure(run, case)
            for suite in run.hook_errors:
                self._hook_error(run, suite)
            if run.problem:
                self._heading(run.outcome_of_problem, run.shown)
                self._indented(run.problem)
        for run in runs:
            if run.pending:
                note = f"{printable(run.shown)}: after the last case still pending: {run.pending}"
                self.write(f"{self.styled('1;36', 'note:')} {note}\n")
        self._summary(totals, seconds)

    def _heading(self, word: str, text: str) -> None:
        self.write(f"\n{self.styled('1;31', word)} {self.styled(_BOLD, printable(text))}\n")

    def _failure(self, run: UnitRun, case: Case) -> None:
        self._heading("failed" if case.status == FAILED else "error", f"{run.shown} > {run.full_name(case)}")
        self._indented(case.screen)
        if (case.file, case.line) != case.at:
            self.write(self.styled(_DIM, f"  the case is at {shown_path(case.file)}:{case.line}") + "\n")
        self._outputs(case.output, "  ")

    def _hook_error(self, run: UnitRun, suite: Suite) -> None:
        name = " > ".join(suite.names)
        self._heading("outside of cases", f"{run.shown}{' > ' if name else ''}{name}")
        self._indented(suite.error)
        self._outputs(suite.output, "  ")

    def _indented(self, text: str) -> None:
        for line in text.rstrip("\n").split("\n"):
            self.write(f"  {line}\n" if line else "\n")

    def _outputs(self, output: list[tuple[int, str]], indent: str) -> None:
        lines = "".join(text for _stream, text in output).rstrip("\n").split("\n")
        if lines == [""]:
            return
        self.write(f"{indent}{self.styled(_DIM, 'it printed:')}\n")
        for line in lines[:_MOST_LINES]:
            self.write(f"{indent}{self.styled(_DIM, '|')} {line}\n")
        if len(lines) > _MOST_LINES:
            self.write(f"{indent}{self.styled(_DIM, f'| ... {len(lines) - _MOST_LINES} lines more')}\n")

    def _summary(self, totals: Totals, seconds: float) -> None:
        parts = [
            (totals.failed, "failed", _RED), (totals.errors, "error" + "s" * (totals.errors != 1), _RED),
            (totals.hooks, "outside of cases", _RED), (totals.passed, "passed", _GREEN),
            (totals.flaky, "flaky", _YELLOW), (totals.skipped, "skipped", _YELLOW),
            (totals.not_run, "not run", _YELLOW),
        ]  # fmt: skip
        shown = [self.styled(style, f"{count} {word}") for count, word, style in parts if count]
        files = f"{totals.units} file{'s' * (totals.units != 1)}"
        if totals.unloaded:
            files += ", " + self.styled(_RED, f"{totals.unloaded} could not be loaded")
        if totals.stopped:
            files += ", " + self.styled(_RED, f"{totals.stopped} stopped")
        cases = f"{totals.cases} case{'s' * (totals.cases != 1)}"
        self.write(f"\n{', '.join(shown) or 'nothing was run'} · {cases} in {files} · {duration(seconds)}\n")
        if totals.errors and not totals.failed and not totals.hooks:
            self.write(
                f"{self.styled('1;36', 'note:')} there are errors and no failures: a device reports such a run as 0\n"
            )


class Compact(Screen):
    """A line a file, and the names of what failed."""


class Tree(Screen):
    """Every suite and case as it ends."""

    def unit(self, run: UnitRun) -> None:
        """The file."""
        self.write(self.styled(_BOLD, printable(run.shown)) + "\n")

    def suite(self, run: UnitRun, suite: Suite) -> None:
        """A suite, below those around it."""
        if suite.names:
            self.write(f"{'  ' * len(suite.names)}{printable(suite.name)}\n")

    def case(self, run: UnitRun, case: Case) -> None:
        """A case, with its time."""
        mark, style = _MARKS[case.status]
        indent = "  " * (len(run.suite_of(case).names) + 1)
        line = f"{indent}{self.styled(style, mark)} {printable(case.name)}"
        if case.status == SKIPPED and case.message:
            line += self.styled(_DIM, f" ({printable(case.message)})")
        if case.status not in (SKIPPED, NOT_RUN):
            is_slow = case.seconds > SLOW
            time = self.styled(_YELLOW if is_slow else _DIM, duration(case.seconds) + (" slow" if is_slow else ""))
            line += f" {time}"
        if case.attempts > 1:
            line += self.styled(_YELLOW, f" {'flaky, ' if case.is_flaky else ''}{case.attempts} attempts")
        self.write(line + "\n")
        if self._show_output and not case.is_failed:
            self._outputs(case.output, indent + "  ")

    def unit_done(self, run: UnitRun) -> None:
        """Only what the tree does not say."""
        if not run.is_loaded:
            self.write(f"  {self.styled(_RED, '✗')} could not be loaded\n")


class Dots(Screen):
    """A character a case."""

    def __init__(self, output: Output | None, *, show_output: bool = False) -> None:
        super().__init__(output, show_output=show_output)
        self._count = 0

    def case(self, run: UnitRun, case: Case) -> None:
        """One more."""
        self.write(self.styled(_MARKS[case.status][1], _DOTS[case.status]))
        self._count += 1
        if self._count % _DOTS_A_LINE == 0:
            self.write("\n")

    def unit_done(self, run: UnitRun) -> None:
        """A file that could not be loaded has no cases to show."""
        if not run.is_loaded:
            self.write(self.styled(_RED, "L"))

    def end(self, runs: list[UnitRun], totals: Totals, seconds: float) -> None:
        """After a line end."""
        self.write("\n")
        super().end(runs, totals, seconds)


SCREENS: dict[str, type[Screen]] = {"tree": Tree, "compact": Compact, "dot": Dots}


def usual(output: Output) -> str:
    """The name of the one that is meant where nobody names any."""
    return "tree" if output.terminal(STDOUT) else "compact"
