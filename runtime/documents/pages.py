"""Every sample of Markdown pages, each as a run of its own: which of them, in what order, and the exit code.

A page without samples is no error beside others that have some; where there is none at all, nothing was
tested and the exit code is 2.
"""

from __future__ import annotations

import os
import sys
import time

from runtime.documents.jobs import Jobs
from runtime.documents.report import Progress, Report, Result
from runtime.documents.samples import CHAIN_MARK, chained, find_samples
from runtime.documents.selection import chosen, is_line, none_chosen
from runtime.language import source
from runtime.output.diagnostics import (
    EXIT_ERROR,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_USAGE,
    shown_path,
    unwritten,
)
from runtime.output.streams import STDERR, STDOUT, Output
from runtime.settings.table import Settings, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from runtime.documents.samples import Sample, SampleRun
    from runtime.modules.contract import Registry

DEFAULT_TIMEOUT = 10.0
"""The time limit of a sample where none is set, in s."""

_MANY_JOBS = 64


class PageOptions:
    """What is asked of pages beyond the settings of their runs.

    `only` is a line, a heading or '', `junit` a path or ''.
    """

    __slots__ = ("chain", "jobs", "junit", "list", "only", "show_output")

    def __init__(self, texts: Mapping[str, str]) -> None:
        """From flags with their values as text ('' for a switch). Raises UsageError."""
        self.only = texts.get("--only", "")
        if "--only" in texts and (not self.only or is_line(self.only)):
            _count("--only", self.only)
        self.jobs = min(_count("--jobs", texts["--jobs"]), _MANY_JOBS) if "--jobs" in texts else 1
        self.junit = texts.get("--junit", "")
        self.list = "--list" in texts
        self.chain = "--chain" in texts
        self.show_output = "--show-output" in texts


def _count(flag: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9])):
        raise UsageError(f"{flag}: expected a whole number, 1 or more, not {text!r}")
    return int(text[:9])


class Page:
    """One page that was read: the path messages show, its samples, and the settings of their runs."""

    __slots__ = ("path", "samples", "settings")

    def __init__(self, path: str, settings: Settings, *, chain: bool) -> None:
        """Read it. Raises source.SourceError."""
        name = os.path.realpath(path)
        self.path = shown_path(name)
        self.settings = with_time_limit(settings)
        self.samples = samples_of(source.read(path), self.path, name, chain=chain)

    @property
    def has_programs(self) -> bool:
        """Whether it has a sample that runs, ignored or not."""
        return any(sample.is_program for sample in self.samples)


def samples_of(text: str, page: str, name: str, *, chain: bool) -> list[Sample]:
    """The samples of a page as they are run: each alone, or as one where that or the page itself wants it."""
    samples = find_samples(text, page, name)
    return chained(samples) if chain or CHAIN_MARK in text else samples


def with_time_limit(settings: Settings) -> Settings:
    """`settings`, with the time limit of a sample where there is none."""
    if settings.timeout:
        return settings
    return Settings(**{**vars(settings), "timeout": DEFAULT_TIMEOUT})


def run_pages(
    paths: list[str],
    options: PageOptions,
    settings_for: Callable[[str], Settings],
    environ: Mapping[str, str],
    registry: Registry,
) -> int:
    """Run every sample of the pages, or list them; returns the exit code. Raises UsageError.

    `settings_for(path)` are the settings of a page. The report goes to stdout, progress and refusals to stderr.
    """
    try:
        return _run_pages(paths, options, settings_for, environ, registry)
    except KeyboardInterrupt:
        sys.stderr.write("stopped: interrupted\n")
        return EXIT_INTERRUPTED


def _run_pages(
    paths: list[str],
    options: PageOptions,
    settings_for: Callable[[str], Settings],
    environ: Mapping[str, str],
    registry: Registry,
) -> int:
    if is_line(options.only) and len(paths) > 1:
        raise UsageError("--only LINE needs exactly one page")
    settings = [settings_for(path) for path in paths]
    output = Output(environ, no_color=settings[0].no_color)
    with Jobs(options.jobs, registry, styled=output.styled(STDOUT)) as jobs:
        if not options.list:
            jobs.prepare()
        return _read_and_run(paths, options, settings, output, jobs)


def _read_and_run(paths: list[str], options: PageOptions, settings: list[Settings], output: Output, jobs: Jobs) -> int:
    try:
        pages = [Page(path, values, chain=options.chain) for path, values in zip(paths, settings, strict=True)]
        if options.only:
            _select(pages, options.only)
        if not any(page.samples for page in pages):
            raise source.SourceError(_nothing_to_run(pages))
        junit = _open_for_writing(options.junit) if options.junit and not options.list else None
    except source.SourceError as error:
        sys.stderr.write(f"error: {error.message}\n")
        return EXIT_USAGE
    report = Report(output, [sample for page in pages for sample in page.samples], show_output=options.show_output)
    if options.list:
        report.list_samples([sample for page in pages for sample in page.samples])
        return unwritten(output)
    code = EXIT_ERROR
    try:
        code = _run(pages, report, output, jobs)
    finally:
        if junit is not None and not _write_junit(junit, pages, report.results):
            code = code or EXIT_ERROR
    return code


def _select(pages: list[Page], only: str) -> None:
    """Leave the samples that `only` names. Raises SourceError where there is none."""
    everything = [sample for page in pages for sample in page.samples]
    for page in pages:
        page.samples = chosen(page.samples, only, page.path)
    if everything and not any(page.samples for page in pages):
        raise none_chosen(everything, only)
    pages[:] = [page for page in pages if page.samples] or pages


def _nothing_to_run(pages: list[Page]) -> str:
    return f"no sample that runs in {', '.join(page.path for page in pages)}"


def _open_for_writing(path: str) -> BinaryIO:
    """Before the samples run, so that a wrong path costs no time. Raises SourceError."""
    try:
        return open(path, "wb")
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise source.SourceError(f"--junit: {path} cannot be written: {reason}") from None


def _write_junit(file: BinaryIO, pages: list[Page], results: list[Result]) -> bool:
    """Returns whether it could be written; a failure is said."""
    from runtime.documents.junit import junit_xml

    by_page = []
    for page in pages:
        samples = set(page.samples)
        by_page.append((page.path, [result for result in results if result.sample in samples]))
    try:
        with file:
            file.write(junit_xml(by_page))
    except OSError as error:
        sys.stderr.write(f"error: --junit: {(error.strerror or str(error)).lower()}\n")
        return False
    return True


def _run(pages: list[Page], report: Report, output: Output, jobs: Jobs) -> int:
    started = time.monotonic()
    samples = [(sample, page.settings) for page in pages for sample in page.samples]
    for page in pages:
        if not page.has_programs:
            report.page_without_samples(page.path)
    progress = Progress(output, sum(_runs(sample) for sample, _ in samples))
    interrupted = False
    try:
        interrupted = not _report_all(samples, report, progress, output, jobs)
    except KeyboardInterrupt:
        interrupted = True
    progress.clear()
    report.summary(time.monotonic() - started, unreached=len(samples) - len(report.results))
    if interrupted:
        output.write(STDERR, "stopped: interrupted\n")
        return EXIT_INTERRUPTED
    lost = unwritten(output)
    if lost:
        return lost
    if not any(page.has_programs for page in pages):
        output.write(STDERR, f"error: {_nothing_to_run(pages)}\n")
        return EXIT_USAGE
    return EXIT_ERROR if any(result.run and result.run.reason for result in report.results) else EXIT_OK


def _runs(sample: Sample) -> bool:
    return sample.is_program and not sample.ignored


def _report_all(
    samples: list[tuple[Sample, Settings]], report: Report, progress: Progress, output: Output, jobs: Jobs
) -> bool:
    """Run them and report each, in the order of the pages; returns False when Ctrl-C ended that early."""
    to_run = [pair for pair in samples if _runs(pair[0])]
    done: dict[Sample, SampleRun] = {}
    waiting = list(reversed(samples))

    def report_ready() -> None:
        while waiting and (not _runs(waiting[-1][0]) or waiting[-1][0] in done):
            sample, settings = waiting.pop()
            progress.clear()
            report.add(Result(sample, done.get(sample)), shown=bool(settings.trace or settings.time))
        if waiting:
            progress.show(len(done), waiting[-1][0].place)

    report_ready()
    for index, run in jobs.run(to_run):
        if run.interrupted:
            return False
        done[to_run[index][0]] = run
        report_ready()
        if output.closed:
            break
    return True
