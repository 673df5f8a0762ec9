"""`pytest --ohosrun`: test files and Markdown pages as items of pytest, run by the runner of the command.

Selection, reports and distribution over processes and machines (pytest-xdist; --dist loadfile keeps a file together)
are pytest's own.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runtime.documents.samples import Sample, SampleRun
    from runtime.settings.table import Settings
    from runtime.testing.results import Case, UnitRun

_TESTS = (".test.ets", ".test.ts", ".test.js")
_PAGES = (".md", ".markdown")


class CaseError(Exception):
    """A case or a sample that failed, with what a person is shown of it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """--ohosrun."""
    group = parser.getgroup("ohosrun")
    group.addoption("--ohosrun", action="store_true", help="collect *.test.ets, .ts, .js and samples of Markdown pages")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of tests or a page, with --ohosrun."""
    if not parent.config.getoption("ohosrun"):
        return None
    name = file_path.name.lower()
    if name.endswith(_TESTS) and not name.startswith("list.test."):
        return CaseFile.from_parent(parent, path=file_path)
    return Page.from_parent(parent, path=file_path) if name.endswith(_PAGES) else None


def _settings(path: Path) -> Settings:
    from runtime.settings.sources import resolve

    return resolve({}, os.environ, str(path.parent), {"net": "loopback"})


class CaseFile(pytest.File):
    """A file of tests. Its cases run together, in one realm, when the first of them is wanted."""

    _run: UnitRun | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """One item a case."""
        run = self._execute(["--list"])
        if run.problem:
            raise CaseError(run.problem)
        for case in run.selected:
            yield CaseItem.from_parent(self, name=" > ".join((*run.suite_of(case).names, case.name)), case=case)

    def results(self) -> UnitRun:
        """How the cases ended."""
        if self._run is None:
            self._run = self._execute([])
        return self._run

    def _execute(self, flags: list[str]) -> UnitRun:
        from bindings.registry import REGISTRY
        from runtime.testing.discovery import project_of
        from runtime.testing.options import TestOptions
        from runtime.testing.results import Unit, UnitRun
        from runtime.testing.selection import DeviceOptions
        from runtime.testing.teller import Teller
        from runtime.testing.worker import Job, run_apart, run_here

        settings = _settings(self.path)
        options = TestOptions({flag: [""] for flag in flags})
        options.setup = settings.test_setup
        options.timeout = int(settings.test_timeout) or 5000
        path = os.path.realpath(self.path)
        unit = Unit(path, *project_of(path))
        run = UnitRun(unit, 0, self.path.name)
        teller = Teller([run], [], bool(flags))
        job = Job([unit], lambda _unit: settings, options, DeviceOptions([]), REGISTRY, styled=False)
        # A loop inside of the engine is ended together with its process.
        runs = run_apart(job, 1, bool, lambda: None) if hasattr(os, "fork") else run_here(job)
        for index, message in runs:
            teller.take(index, message)
        teller.finish()
        return run


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, **arguments: object) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]
        self._case = case

    def runtest(self) -> None:
        """Judge how it ended."""
        from runtime.testing.results import NOT_RUN, PASSED, SKIPPED

        assert isinstance(self.parent, CaseFile)
        run = self.parent.results()
        case = run.cases[self._case.index] if run.is_loaded else self._case
        # What a case was is known, whatever ended the file behind it; somebody has to say what did.
        if run.problem and (case.status == NOT_RUN or not any(one.is_failed for one in run.cases)):
            raise CaseError(run.problem)
        for stream, text in case.output:
            self.add_report_section("call", "stdout" if stream == 1 else "stderr", text)
        if case.status == SKIPPED:
            pytest.skip(case.message or "skipped")
        errors = [suite.error for suite in run.hook_errors if suite is run.suite_of(case)]
        if case.status != PASSED or errors:
            raise CaseError("\n".join([case.screen or case.message, *errors]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """What `ohosrun test` shows."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it is written."""
        return self.path, max(0, self._case.line - 1), self.name


class Page(pytest.File):
    """A Markdown page."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item a sample that is a program."""
        from runtime.documents.pages import samples_of
        from runtime.language import source
        from runtime.output.diagnostics import shown_path

        name = os.path.realpath(self.path)
        for sample in samples_of(source.read(str(self.path)), shown_path(name), name, chain=False):
            if sample.is_program:
                yield SampleItem.from_parent(self, name=f"line {sample.line}: {sample.title}", sample=sample)


class SampleItem(pytest.Item):
    """One sample, as a run of its own."""

    def __init__(self, *, sample: Sample, **arguments: object) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]
        self._sample = sample

    def runtest(self) -> None:
        """Run it."""
        if self._sample.ignored:
            pytest.skip("the page says ignore")
        run = self._execute()
        for stream, text in run.pieces:
            self.add_report_section("call", "stdout" if stream == 1 else "stderr", text)
        if run.reason:
            raise CaseError(run.reason)

    def _execute(self) -> SampleRun:
        from bindings.registry import REGISTRY
        from runtime.documents.jobs import Jobs
        from runtime.documents.pages import with_time_limit

        settings = with_time_limit(_settings(self.path))
        with Jobs(1, REGISTRY, styled=False) as jobs:
            ((_index, run),) = jobs.run([(self._sample, settings)])
        return run

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Why it failed."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it is written."""
        return self.path, max(0, self._sample.line - 1), self.name
