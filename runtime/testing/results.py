"""What is known of tests: units, their suites and cases, and how each ended."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PASSED, ERROR, FAILED, SKIPPED = 0, -1, -2, -3
"""How a case ended, by the numbers that a device reports."""

NOT_RUN = 1
"""A case whose turn did not come."""

WORDS = {PASSED: "passed", ERROR: "error", FAILED: "failed", SKIPPED: "skipped", NOT_RUN: "not run"}


class Unit:
    """What runs in one realm: the test file `path` (a List runs those that it imports), with its project and module.

    `lines` are those of the file whose cases are wanted, empty for all. `module` is '' where there is no project.
    """

    __slots__ = ("lines", "module", "path", "project")

    def __init__(self, path: str, project: str = "", module: str = "", lines: tuple[int, ...] = ()) -> None:
        self.path = path
        self.project = project
        self.module = module
        self.lines = lines


class Suite:
    """One describe; the first of a unit stands for the unit itself and has no name. `parent` is an index, or -1.

    `error` is what failed that belongs to no case, `output` what was printed meanwhile.
    """

    __slots__ = ("error", "line", "name", "names", "output", "parent", "place", "seconds")

    def __init__(self, name: str, parent: int, names: tuple[str, ...], place: str, line: int) -> None:
        self.name = name
        self.parent = parent
        self.names = names
        self.place = place
        self.line = line
        self.seconds = 0.0
        self.error = ""
        self.output: list[tuple[int, str]] = []

    @property
    def dotted(self) -> str:
        """As a device writes it."""
        return ".".join(self.names)


class Case:
    """One it, and how it ended.

    `seconds` is its time, `message` what a device says, `stack` the engine's, `screen` what a person is shown of a
    failure, `output` what was printed meanwhile; `attempts` how often it was run.
    """

    __slots__ = (
        "at",
        "attempts",
        "file",
        "index",
        "line",
        "message",
        "name",
        "output",
        "prefix",
        "reason",
        "screen",
        "seconds",
        "stack",
        "status",
        "suite",
    )  # fmt: skip

    def __init__(self, index: int, name: str, suite: int, file: str, line: int, reason: str | None) -> None:
        self.index = index
        self.name = name
        self.suite = suite
        self.file = file
        self.line = line
        self.reason = reason
        self.status = NOT_RUN
        self.seconds = 0.0
        self.message = ""
        self.prefix = ""
        self.stack = ""
        self.screen = ""
        self.at: tuple[str, int] = ("", 0)
        self.output: list[tuple[int, str]] = []
        self.attempts = 0

    @property
    def is_failed(self) -> bool:
        """Whether it counts against the run."""
        return self.status in (ERROR, FAILED)

    @property
    def is_flaky(self) -> bool:
        """Whether it passed, and not at first."""
        return self.status == PASSED and self.attempts > 1


class UnitRun:
    """How a unit ended: `problem` why it could not be loaded or was ended, `pending` what was still to come."""

    def __init__(self, unit: Unit, index: int, shown: str) -> None:
        self.unit = unit
        self.index = index
        self.shown = shown
        self.suites: list[Suite] = []
        self.cases: list[Case] = []
        self.order: list[int] = []
        self.problem = ""
        self.is_loaded = False
        # Whether it was ended by the limit of a whole run (--timeout).
        self.is_overtime = False
        self.pending = ""
        self.seconds = 0.0
        self.output: list[tuple[int, str]] = []
        self.notes: list[str] = []
        # By file, what there is to count in it and how often that ran; see coverage.
        self.coverage: dict[str, tuple[Any, list[int]]] = {}

    @property
    def outcome_of_problem(self) -> str:
        """What became of it by its `problem`, for a heading."""
        return "stopped" if self.is_loaded else "could not be loaded"

    def suite_of(self, case: Case) -> Suite:
        """The suite of a case."""
        return self.suites[case.suite]

    def full_name(self, case: Case) -> str:
        """`suite > inner suite > case`."""
        return " > ".join((*self.suites[case.suite].names, case.name))

    @property
    def selected(self) -> list[Case]:
        """The cases that are wanted, in the order in which they run; those of xit and xdescribe among them."""
        return [self.cases[index] for index in self.order]

    @property
    def hook_errors(self) -> list[Suite]:
        """Suites where something failed that belongs to no case."""
        return [suite for suite in self.suites if suite.error]

    @property
    def is_failed(self) -> bool:
        """Whether anything of it counts against the run."""
        return bool(self.problem or self.hook_errors) or any(case.is_failed for case in self.cases)


class Totals:
    """The counts of a run."""

    def __init__(self, runs: list[UnitRun]) -> None:
        cases = [case for run in runs for case in run.selected]
        self.passed = sum(case.status == PASSED for case in cases)
        self.failed = sum(case.status == FAILED for case in cases)
        self.errors = sum(case.status == ERROR for case in cases)
        self.skipped = sum(case.status == SKIPPED for case in cases)
        self.not_run = sum(case.status == NOT_RUN for case in cases)
        self.flaky = sum(case.is_flaky for case in cases)
        self.cases = len(cases)
        self.hooks = sum(len(run.hook_errors) for run in runs)
        self.unloaded = sum(bool(run.problem) and not run.is_loaded for run in runs)
        self.stopped = sum(bool(run.problem) and run.is_loaded for run in runs)
        self.units = len(runs)

    @property
    def is_failed(self) -> bool:
        """Whether the run is to exit with 1."""
        return bool(self.failed or self.errors or self.hooks or self.unloaded or self.stopped or self.not_run)
