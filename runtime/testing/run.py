"""One run of `ohosrun test`: what is found is run, told, and judged by an exit code."""

from __future__ import annotations

import os
import time

from runtime.output.diagnostics import (
    EXIT_ERROR,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_TIMEOUT,
    Diagnostics,
    shown_path,
    unwritten,
)
from runtime.output.safe import printable
from runtime.output.streams import STDERR, STDOUT, Output
from runtime.run.forks import CAN_FORK
from runtime.settings.table import UsageError
from runtime.testing.discovery import find, narrowed
from runtime.testing.results import Totals, UnitRun
from runtime.testing.selection import DeviceOptions, is_name_of_a_device
from runtime.testing.teller import Teller
from runtime.testing.worker import Job, run_apart, run_here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Registry
    from runtime.settings.table import Settings
    from runtime.testing.options import TestOptions
    from runtime.testing.reports.reporter import Reporter
    from runtime.testing.results import Unit

_PROBLEMS = 5


def run_tests(
    paths: list[str], options: TestOptions, settings_for: Callable[[str], Settings], environ: Mapping[str, str],
    registry: Registry,
) -> int:  # fmt: skip
    """Run the tests below `paths`; returns the exit code. Raises UsageError.

    `settings_for(folder)` are the settings of a unit.
    """
    return TestRun(paths, options, settings_for, environ, registry).run()


class TestRun:
    """Finds, runs, tells, judges."""

    __test__ = False

    def __init__(
        self, paths: list[str], options: TestOptions, settings_for: Callable[[str], Settings],
        environ: Mapping[str, str], registry: Registry,
    ) -> None:  # fmt: skip
        self._options = options
        self._device = DeviceOptions(options.device)
        self._settings_for = settings_for
        self._environ = environ
        self._registry = registry
        self.settings = settings_for(os.getcwd())
        options.use(self.settings)
        self._output = Output(environ, no_color=self.settings.no_color)
        self._says = Diagnostics(self._output, quiet=self.settings.quiet)
        self._found = find(paths, options)
        self.runs: list[UnitRun] = []
        self._started = time.perf_counter()
        self.interrupted = False
        self._files = [(name, file, open_report(file)) for name, file in options.reporters if file]

    @property
    def _is_listing(self) -> bool:
        return self._options.list or self._device.list

    # Running ----------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Run to the end; returns the exit code."""
        units = narrowed(self._found.units, self._options)
        self.runs = [UnitRun(unit, index, shown_path(unit.path)) for index, unit in enumerate(units)]
        reporters = [] if self._is_listing else self._reporters()
        teller = Teller(self.runs, reporters, self._is_listing)
        styled = self._output.styled(STDOUT) and not self._is_listing
        job = Job(units, self._settings_of, self._options, self._device, self._registry, styled=styled)
        for reporter in reporters:
            reporter.begin(self.runs)
        try:
            self._run(job, teller)
        except KeyboardInterrupt:
            self.interrupted = True
        teller.finish()
        seconds = time.perf_counter() - self._started
        if self._is_listing:
            self._list()
        return self._conclude(reporters, seconds)

    def _run(self, job: Job, teller: Teller) -> None:
        if not job.units:
            return
        if CAN_FORK:
            from runtime.testing import session  # noqa: F401  # Before the workers are forked.

            messages = run_apart(job, self._options.jobs, lambda: teller.failures >= self._limit, self._output.flush)
        else:
            messages = run_here(job)
        for index, message in messages:
            if message[0] == "unit" and message[2]:
                self.interrupted = True
            teller.take(index, message)
            if self._output.closed or self.interrupted:
                break
            if teller.failures >= self._limit and not CAN_FORK:
                break

    @property
    def _limit(self) -> float:
        return (1 if self._device.break_on_error else self._options.bail) or float("inf")

    def _settings_of(self, unit: Unit) -> Settings:
        return self._settings_for(os.path.dirname(unit.path))

    def _reporters(self) -> list[Reporter]:
        from runtime.testing.reports.screen import SCREENS, usual

        names = [name for name, file in self._options.reporters if not file] or [usual(self._output)]
        # What another program reads from standard output stays as that is.
        if self._environ.get("GITHUB_ACTIONS") == "true" and all(name in SCREENS for name in names):
            names.append("github")

        def make(name: str, output: Output | None) -> Reporter:
            if name in SCREENS:
                return SCREENS[name](output, show_output=self._options.show_output)
            return _report_of_a_file(name)(output)

        self._kept = [(make(name, None), file) for name, file, _stream in self._files]
        return [make(name, self._output) for name in names] + [reporter for reporter, _file in self._kept]

    # The end ----------------------------------------------------------------------------------------------------

    def _conclude(self, reporters: list[Reporter], seconds: float) -> int:
        totals = Totals(self.runs)
        for reporter in reporters:
            reporter.end(self.runs, totals, seconds)
        if not self._is_listing:
            self._write_files()
        is_covered = self._tell_coverage(reporters)
        lost = unwritten(self._output)
        noted = self._tell_notes()
        if lost:
            return lost
        if self.interrupted:
            self._says.stopped("interrupted")
            return EXIT_INTERRUPTED
        if any(run.is_overtime for run in self.runs):
            return EXIT_TIMEOUT
        if totals.is_failed or not is_covered or (noted and self.settings.strict):
            return EXIT_ERROR
        if not totals.cases and not self._options.pass_with_no_tests:
            self._says.error_line(self._nothing_found())
            return EXIT_ERROR
        return EXIT_OK

    def _tell_coverage(self, reporters: list[Reporter]) -> bool:
        """Tell what of the code under test ran, where that was counted; whether it is as much as was asked for."""
        wanted = self._options.coverage
        if wanted is None or self._is_listing:
            return True
        from runtime.testing.coverage.telling import tell
        from runtime.testing.reports.screen import Screen

        # What another program reads from standard output stays as that is.
        is_for_people = any(isinstance(reporter, Screen) and reporter.is_shown for reporter in reporters)
        stream = STDOUT if is_for_people else STDERR
        results = [run.coverage for run in self.runs]
        if wanted.is_of_all:
            from runtime.testing.coverage.unloaded import unloaded

            known = {path for result in results for path in result}
            results.append(unloaded([run.unit for run in self.runs], known, self._options.setup))
        return tell(results, wanted, self._output, stream, self._says)

    def _nothing_found(self) -> str:
        if not self.runs:
            files = len(self._found.units)
            return (
                "no file of tests was left by --shard or --changed"
                if files
                else "no tests were found (*.test.ets, .ts, .js)"
            )
        if self._options.pattern or self._options.device or any(run.unit.lines for run in self.runs):
            return "no case is what was asked for; without -t, -s or a line all of them are run"
        return "no case was registered: a test file exports a default function that calls describe and it"

    def _write_files(self) -> None:
        for (_name, _file, stream), (reporter, _same) in zip(self._files, self._kept, strict=True):
            with stream:
                stream.write(reporter.take().encode("utf-8", "replace"))

    def _tell_notes(self) -> int:
        """Print the notes; returns how many are about a device."""
        notes = list(dict.fromkeys(note for run in self.runs for note in run.notes))
        for note in notes:
            (self._says.error_line if self.settings.strict else self._says.information)(note)
        for text in self._information():
            self._says.information(text)
        return len(notes)

    def _information(self) -> list[str]:
        lines = list(self._device.notes)
        if self._found.unlisted:
            shown = [shown_path(path) for path in self._found.unlisted]
            more = f" and {len(shown) - _PROBLEMS} more" if len(shown) > _PROBLEMS else ""
            lines.append(
                f"no List calls {', '.join(shown[:_PROBLEMS])}{more}: not run, as on a device; --unlisted runs them"
            )
        if self._options.shuffle is not None and not self._is_listing:
            lines.append(f"the order is that of --shuffle={self._options.shuffle}")
        if self._device.classes:
            odd = sum(not is_name_of_a_device(case.name) for run in self.runs for case in run.selected)
            if odd:
                lines.append(
                    f"{odd} of these names cannot be given to -s class on a device: letters, digits and '_' only"
                )
        return lines

    # Listing ----------------------------------------------------------------------------------------------------

    def _list(self) -> None:
        if self._options.json or self._device.list:
            from runtime.testing.reports.files import json_text

            suites: dict[str, list[dict[str, str]]] = {}
            for run in self.runs:
                for case in run.selected:
                    if case.reason is None:
                        suites.setdefault(run.suite_of(case).dotted, []).append({"itName": case.name})
            document = {"suites": [{name: cases} for name, cases in suites.items()]}
            self._output.write(STDOUT, json_text(document) + "\n")
            return
        for run in self.runs:
            for case in run.selected:
                place = f"{shown_path(case.file)}:{case.line}"
                self._output.write(STDOUT, printable(f"{place}  {run.full_name(case)}") + "\n")
            if run.problem:
                self._says.error_line(f"{run.shown} could not be loaded:")
                self._output.write(STDERR, run.problem + "\n")


def _report_of_a_file(name: str) -> Callable[[Output | None], Reporter]:
    from runtime.testing.reports import device, files

    classes: dict[str, Callable[[Output | None], Reporter]] = {
        "junit": files.Junit, "tap": files.Tap, "json": files.Json, "github": files.Github, "hypium": device.Device,
    }  # fmt: skip
    return classes[name]


def open_report(path: str) -> Any:
    """The file of a report, empty. Raises UsageError."""
    try:
        return open(path, "wb")
    except OSError as error:
        raise UsageError(f"--reporter: {path}: {(error.strerror or str(error)).lower()}") from None
