"""Tests under --watch: only the files that a change touches run again, those that failed first."""

from __future__ import annotations

import os
import time
from functools import partial
from types import MappingProxyType

from runtime.output import diagnostics
from runtime.output.diagnostics import Diagnostics, shown_path
from runtime.output.streams import STDOUT
from runtime.settings.table import UsageError
from runtime.testing.discovery import find, narrowed
from runtime.testing.reports.screen import SCREENS, usual
from runtime.testing.results import Totals, UnitRun
from runtime.testing.selection import DeviceOptions
from runtime.testing.teller import Teller
from runtime.testing.worker import LOADING, Job
from runtime.watch.kept import Kept
from runtime.watch.reads import Reads
from runtime.watch.run import OneRun, Result, read_config, time_limit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.loop import Loop
    from runtime.output.streams import Output
    from runtime.run.shared import Shared
    from runtime.settings.table import Settings
    from runtime.testing.options import TestOptions
    from runtime.testing.results import Unit
    from runtime.testing.session import TestSession


class TestsTarget:
    """The tests below `given`. `settings_for(folder)` are the settings of a unit as they now are; may raise UsageError.

    The keys `a` and Enter run all of them again, `f` those that failed.
    """

    __test__ = False
    keys = "aft\r\n"
    key_help = "a runs all, f the failed ones, t those of a name, c clears, q quits"
    questions: Mapping[str, str] = MappingProxyType({"t": "names of cases (a regular expression; nothing for all): "})

    def __init__(self, given: list[str], options: TestOptions, settings_for: Callable[[str], Settings]) -> None:
        """Raises UsageError for what says nothing about runs that go on and on, and where there is no test."""
        self.device = DeviceOptions(options.device)
        if options.list or self.device.list or any(file or name not in SCREENS for name, file in options.reporters):
            raise UsageError("--list, -s dryRun, and reports but tree, compact and dot, do not go with --watch")
        if options.coverage is not None:
            raise UsageError("--coverage does not go with --watch: what did not run again would not be counted")
        self.given = [os.path.abspath(path) for path in given]
        self.options = options
        self.settings_for = settings_for
        self.here = os.getcwd()
        self.kept: dict[str, Kept[UnitRun]] = {}
        self._only_failed = False
        # What is wrong with the names that were asked for.
        self.complaint = ""
        self.paths = [unit.path for unit in self.units()]
        if not self.paths:
            raise UsageError("no tests were found (*.test.ets, .ts, .js)")

    def units(self) -> list[Unit]:
        """What there is to run now."""
        return narrowed(find(self.given, self.options).units, self.options)

    def press(self, key: str, answer: str) -> None:
        """A key of `keys` was pressed: what the next run, or with `t` each one from now on, is to leave alone."""
        self._only_failed = key == "f"
        if key == "t":
            try:
                self.options.filter_names(answer)
            except UsageError as error:
                self.complaint = str(error)

    def prepare(self, *, afresh: bool) -> TestsRun:
        """The next run; `afresh` of all, or of those that failed where `f` was pressed."""
        only_failed, self._only_failed = self._only_failed, False
        if afresh:
            for path in [path for path, kept in self.kept.items() if kept.run.is_failed or not only_failed]:
                del self.kept[path]
        return TestsRun(self)


class TestsRun(OneRun):
    """One run of the units that have changed."""

    __test__ = False

    def __init__(self, target: TestsTarget) -> None:
        super().__init__()
        self._target = target
        self._units: list[Unit] = []
        self._settings: dict[str, Settings] = {}
        read_config(target.here, self.reads)
        try:
            self.settings = target.settings_for(target.here)
            self.reads.add({}, [os.path.abspath(path) for path in self.settings.test_setup])
            target.options.use(self.settings)
            self._units = target.units()
            target.paths = [unit.path for unit in self._units] or target.paths
            self._settings = {path: target.settings_for(os.path.dirname(path)) for path in target.paths}
        except UsageError as error:
            self._problem = str(error)
        self.reads.add({}, target.paths)

    def _execute(self, output: Output, loop: Loop, shared: Shared) -> Result:
        """Run and tell the units that changed; the summary is about all of them."""
        target = self._target
        assert self.settings is not None, "without settings there is a problem"
        if target.complaint:
            Diagnostics(output).error_line(target.complaint)
            target.complaint = ""
        started = time.monotonic()
        settings = self._settings
        kept = target.kept
        failed_before = {path for path, entry in kept.items() if entry.run.is_failed}
        for path in [path for path in kept if path not in settings or not kept[path].holds(settings[path])]:
            del kept[path]
        changed = [unit for unit in self._units if unit.path not in kept]
        changed.sort(key=lambda unit: unit.path not in failed_before)
        for entry in kept.values():
            # What was not run again is still looked at.
            self.reads.add({}, list(entry.reads.paths()))
        told, requests = self._run(changed, settings, output, loop, shared)
        if told is None or output.closed:
            interrupted = self._session is not None and self._session.interrupted
            return Result(diagnostics.EXIT_ERROR, requests, interrupted=interrupted)
        everything = [kept[unit.path].run for unit in self._units]
        self._reporter.end(told, Totals(everything), time.monotonic() - started)
        for note in dict.fromkeys([*target.device.notes, *(note for run in told for note in run.notes)]):
            Diagnostics(output, quiet=self.settings.quiet).information(note)
        failures = [run.shown + run.problem for run in everything if run.problem]
        failures += [f"{run.shown} {case.message}" for run in everything for case in run.cases if case.is_failed]
        failed = any(run.is_failed for run in everything)
        return Result(diagnostics.EXIT_ERROR if failed else diagnostics.EXIT_OK, requests, "\n".join(failures))

    def _run(
        self, units: list[Unit], settings: dict[str, Settings], output: Output, loop: Loop, shared: Shared
    ) -> tuple[list[UnitRun] | None, int]:
        options = self._target.options
        name = options.reporters[-1][0] if options.reporters else usual(output)
        self._reporter = SCREENS[name](output, show_output=options.show_output)
        runs = [UnitRun(unit, index, shown_path(unit.path)) for index, unit in enumerate(units)]
        teller = Teller(runs, [self._reporter], False)
        styled = output.styled(STDOUT)
        job = Job(units, lambda unit: settings[unit.path], options, self._target.device, shared.registry, styled=styled)
        requests = 0
        for index, unit in enumerate(units):
            reads = Reads()
            job.on_session = partial(self._begin, reads)
            mark = partial(self._mark, runs[index].shown, *time_limit(settings[unit.path], runs[index].shown))
            session = job.run(index, loop, shared, lambda *message, to=index: teller.take(to, message), mark)
            self.limit(0.0, "")
            loop.clear()
            requests += session.requests
            if self._abandoned or session.interrupted or output.closed:
                return None, requests
            self._target.kept[unit.path] = Kept(runs[index], settings[unit.path], reads)
            output.flush()
        return runs, requests

    def _begin(self, reads: Reads, session: TestSession) -> None:
        reads.add(session.modules.texts, session.modules.asked)
        self._follow(session)

    def _mark(self, shown: str, until: float, line: str, kind: str, _index: int, deadline: float) -> None:
        """What runs now of the unit `shown`, and when it has to be over: all of it at `until` (0 for never)."""
        if kind == "load":
            deadline = time.monotonic() + LOADING
        if until and (not deadline or until < deadline):
            self.limit(until, line)
        elif kind == "load":
            self.limit(deadline, f"{shown}: still being loaded after {LOADING:g} s")
        else:
            self.limit(deadline, f"{shown}: a test that takes longer than its time cannot be ended")
