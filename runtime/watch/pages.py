"""Markdown pages under --watch: only the samples that changed run again, the others keep their results."""

from __future__ import annotations

import os
import time

from runtime.documents.pages import samples_of, with_time_limit
from runtime.documents.report import Progress, Report, Result
from runtime.documents.runs import SampleSession, run_session
from runtime.documents.selection import chosen, none_chosen
from runtime.language import source
from runtime.output import diagnostics
from runtime.output.capture import CapturedOutput
from runtime.output.diagnostics import shown_path
from runtime.output.streams import STDOUT
from runtime.run.program import Program
from runtime.settings.table import UsageError
from runtime.watch.kept import Kept
from runtime.watch.reads import Reads
from runtime.watch.run import KeylessTarget, OneRun, read_config, time_limit
from runtime.watch.run import Result as RunResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from runtime.documents.pages import PageOptions
    from runtime.documents.samples import Sample, SampleRun
    from runtime.loop import Loop
    from runtime.output.streams import Output
    from runtime.run.shared import Shared
    from runtime.settings.table import Settings

    # What makes a sample the same one as before: its page, its text without its place in the page, and which of
    # several equal ones it is.
    Key: TypeAlias = tuple[str, str, int]


class PagesTarget(KeylessTarget):
    """The samples of pages. `settings_for(path)` are the settings of a page as they now are; may raise UsageError."""

    def __init__(self, paths: list[str], options: PageOptions, settings_for: Callable[[str], Settings]) -> None:
        """Raises UsageError for options that say nothing about runs that go on and on."""
        if options.list or options.junit or options.jobs > 1:
            raise UsageError("--list, --junit and --jobs do not go with --watch")
        if options.only and len(paths) > 1:
            raise UsageError("--only LINE needs exactly one page")
        self.paths = [os.path.abspath(path) for path in paths]
        self.options = options
        self.settings_for = settings_for
        self.kept: dict[Key, Kept[SampleRun]] = {}

    def prepare(self, *, afresh: bool) -> PagesRun:
        """The next run, of all samples the first time and when `afresh`."""
        if afresh:
            self.kept.clear()
        return PagesRun(self)


class PagesRun(OneRun):
    """One run of the samples that have changed, in the order of the pages."""

    def __init__(self, target: PagesTarget) -> None:
        super().__init__()
        self._target = target
        self._samples: list[tuple[Key, Sample, Settings]] = []
        for path in target.paths:
            try:
                self._read_page(path)
            except UsageError as error:
                self._problem = self._problem or str(error)
            except source.SourceError as error:
                self._problem = self._problem or error.message

        if not self._problem and not any(_runs(sample) for _, sample, _ in self._samples):
            self._problem = f"no sample that runs in {', '.join(map(shown_path, target.paths))}"

    def _read_page(self, path: str) -> None:
        read_config(os.path.dirname(path), self.reads)
        texts: dict[str, str] = {}
        self.reads.add(texts, [path])
        settings = with_time_limit(self._target.settings_for(path))
        self.settings = self.settings or settings
        name = os.path.realpath(path)
        text = texts[name] = source.read(path)
        samples = samples_of(text, shown_path(name), name, chain=self._target.options.chain)
        only = self._target.options.only
        if only:
            everything, samples = samples, chosen(samples, only, shown_path(name))
            if everything and not samples and len(self._target.paths) == 1:
                raise none_chosen(everything, only)
        numbers: dict[str, int] = {}
        for sample in samples:
            code = sample.text.lstrip("\n")
            numbers[code] = numbers.get(code, 0) + 1
            self._samples.append(((name, code, numbers[code]), sample, settings))

    def _execute(self, output: Output, loop: Loop, shared: Shared) -> RunResult:
        """Run and report the samples that changed; the summary is about all of them."""
        started = time.monotonic()
        kept = self._target.kept
        # Asked now, and of all, so that a sample that takes long cannot make another one outdated meanwhile.
        valid = {key for key, _, settings in self._samples if key in kept and kept[key].holds(settings, beside=key[0])}
        for key in kept.keys() - valid:
            del kept[key]
        report = Report(
            output, [sample for _, sample, _ in self._samples], show_output=self._target.options.show_output
        )
        progress = Progress(output, len([sample for _, sample, _ in self._samples if _runs(sample)]) - len(valid))
        requests, failures, done = 0, [], 0
        for key, sample, settings in self._samples:
            if not _runs(sample) or key in valid:
                report.results.append(Result(sample, kept[key].run if key in valid else None))
                continue
            progress.show(done, sample.place)
            session = self._run_sample(key, sample, settings, output, loop, shared)
            progress.clear()
            requests += session.requests
            if session.interrupted or self._abandoned or output.closed:
                return RunResult(diagnostics.EXIT_ERROR, requests, interrupted=session.interrupted)
            done += 1
            result = Result(sample, kept[key].run)
            report.add(result, shown=bool(settings.trace or settings.time))
            if result.reason:
                failures.append(f"{sample.place} {result.reason}")
        report.summary(time.monotonic() - started, unreached=0)
        failed = any(result.run is not None and result.run.reason for result in report.results)
        return RunResult(diagnostics.EXIT_ERROR if failed else diagnostics.EXIT_OK, requests, "\n".join(failures))

    def _run_sample(
        self, key: Key, sample: Sample, settings: Settings, output: Output, loop: Loop, shared: Shared
    ) -> SampleSession:
        captured = CapturedOutput(styled=output.styled(STDOUT))
        session = SampleSession(Program(sample.name, sample.text, sample.dialect), settings, captured, loop, shared)
        reads = Reads()
        reads.add(session.modules.texts, session.modules.asked)
        self._follow(session)
        self.limit(*time_limit(settings, sample.place))
        run = run_session(session, captured)
        self.limit(0.0, "")
        if not self._abandoned and not session.interrupted:
            self._target.kept[key] = Kept(run, settings, reads)
        return session


def _runs(sample: Sample) -> bool:
    return sample.is_program and not sample.ignored
