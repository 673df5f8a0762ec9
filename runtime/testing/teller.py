"""What workers tell, brought together: unit after unit, whatever order they ran in."""

from __future__ import annotations

import os

from runtime.output.diagnostics import shown_path
from runtime.output.safe import printable_lines
from runtime.testing.results import ERROR, FAILED, Case, Suite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.testing.reports.reporter import Reporter
    from runtime.testing.results import UnitRun


class Teller:
    """Makes of messages what is known of units, and tells reporters, unit after unit."""

    def __init__(self, runs: list[UnitRun], reporters: list[Reporter], is_listing: bool) -> None:
        self._runs = runs
        self._reporters = reporters
        self._is_listing = is_listing
        self._head = 0
        self._waiting: dict[int, list[tuple[Any, ...]]] = {}
        self._done: set[int] = set()
        self._begun: set[int] = set()
        self.failures = 0

    def take(self, index: int, message: tuple[Any, ...]) -> None:
        """One message of a unit; told now if it is that unit's turn."""
        kind = message[0]
        if kind in ("problem", "killed", "died") or (kind == "case" and message[2] in (ERROR, FAILED)):
            self.failures += 1
        if kind in ("unit", "killed", "died"):
            self._done.add(index)
        if index == self._head:
            self._apply(index, message)
        else:
            self._waiting.setdefault(index, []).append(message)
        while self._head in self._done:
            self._head += 1
            for waiting in self._waiting.pop(self._head, ()):
                self._apply(self._head, waiting)

    def finish(self) -> None:
        """What was not told yet, as far as it got."""
        for index in sorted(self._waiting):
            for message in self._waiting[index]:
                self._apply(index, message)
        self._waiting.clear()

    def _tell(self, method: str, *values: Any) -> None:
        for reporter in self._reporters:
            getattr(reporter, method)(*values)

    def _apply(self, index: int, message: tuple[Any, ...]) -> None:
        run = self._runs[index]
        if index not in self._begun:
            self._begun.add(index)
            self._tell("unit", run)
        kind, *values = message
        getattr(self, f"_on_{kind}")(run, *values)

    def _on_plan(self, run: UnitRun, suites: list[Any], cases: list[Any], order: list[int]) -> None:
        run.suites = [Suite(*row) for row in suites]
        run.cases = [Case(index, *row) for index, row in enumerate(cases)]
        run.order = order
        run.is_loaded = True

    def _on_open(self, run: UnitRun, suite: int) -> None:
        self._tell("suite", run, run.suites[suite])

    def _on_case(
        self, run: UnitRun, index: int, status: int, seconds: float, details: Any, output: Any, attempts: int
    ) -> None:
        case = run.cases[index]
        case.status, case.seconds, case.attempts, case.output = status, seconds, attempts, output
        if details:
            case.message = details["message"]
            case.prefix = details.get("prefix", "")
            case.stack = details.get("stack", "")
            case.screen = details.get("screen", "")
            case.at = tuple(details.get("at", ("", 0)))
        self._tell("case", run, case)

    def _on_close(self, run: UnitRun, suite: int, seconds: float, error: Any, output: Any) -> None:
        entry = run.suites[suite]
        entry.seconds = seconds
        if error:
            kind = f"error in {error['kind']}: " if error.get("kind") else ""
            entry.output = output
            entry.error = f"{kind}{error.get('screen') or printable_lines(error['message'])}"
            if error.get("kind") == "afterAll":
                run.notes.append(
                    f"{shown_path(entry.place)}:{entry.line}: an error in afterAll: a device counts the run as passed"
                )
        self._tell("suite_done", run, entry)

    def _on_note(self, run: UnitRun, text: str, file: str, line: int) -> None:
        run.notes.append(f"{shown_path(file)}:{line}: {text}" if file else text)

    def _on_over(self, run: UnitRun, pending: str, output: Any) -> None:
        run.pending = pending
        run.output = output

    def _on_problem(self, run: UnitRun, text: str) -> None:
        run.problem = text

    def _on_overtime(self, run: UnitRun) -> None:
        run.is_overtime = True

    def _on_coverage(self, run: UnitRun, results: Any) -> None:
        run.coverage = results

    def _on_unit(self, run: UnitRun, seconds: float, _interrupted: bool) -> None:
        run.seconds = seconds
        self._tell("unit_done", run)

    def _on_killed(self, run: UnitRun, case: int) -> None:
        self._lost(run, case, "it ran on after its time limit, inside of the engine, and its process was ended")

    def _on_died(self, run: UnitRun, case: int, status: int) -> None:
        code = os.waitstatus_to_exitcode(status)
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        self._lost(run, case, f"the process that ran it was ended {how}")

    def _lost(self, run: UnitRun, index: int, why: str) -> None:
        if run.is_loaded and index >= 0:
            case = run.cases[index]
            details = {"message": why, "screen": why}
            self._on_case(run, index, ERROR, 0.0, details, [], 1)
            run.problem = f"{why} in '{run.full_name(case)}': the cases behind it were not run"
        else:
            run.problem = why
        self._tell("unit_done", run)
