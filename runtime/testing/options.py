"""What is asked of `ohosrun test` beyond the settings of its runs."""

from __future__ import annotations

import os

from runtime.settings.table import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.settings.table import Settings

REPORTERS = ("tree", "compact", "dot", "junit", "tap", "json", "github", "hypium")
COVERAGE_REPORTERS = ("text", "lcov", "html", "json")

FLAGS = {
    "--reporter": ("NAME[:FILE]", "tree, compact, dot, junit, tap, json, github or hypium; may be repeated"),
    "-t": ("REGEX", "only cases whose 'suite > case' matches"),
    "-s": ("KEY VALUE", "an option as on a device, e.g. -s class Suite#case"),
    "--list": ("", "list the cases, run none; with --json as a device's dryRun"),
    "--json": ("", "with --list: as JSON"),
    "--bail": ("[=N]", "stop after the first failure, or the Nth"),
    "--retry": ("N", "run a case that fails again, up to N times"),
    "--shuffle": ("[=SEED]", "in a random order, which is printed"),
    "--shard": ("I/N", "the I-th of N parts of the files"),
    "--changed": ("[=REF]", "only files that git says have changed, and Lists that import them"),
    "--jobs": ("N", "so many files at the same time"),
    "--isolate": ("", "a realm for each test file instead of one for each List"),
    "--unlisted": ("", "also files that no List calls"),
    "--no-mock": ("", "leave modules as they are: src/mock/mock-config.json5 is not read"),
    "--coverage": ("", "count what runs of the code under test: a table, and reports in a folder"),
    "--coverage-all": ("", "count files of the modules that no test loads, too"),
    "--coverage-reporter": ("NAME", "text, lcov, html, json; several with commas; text,lcov,html by default"),
    "--coverage-dir": ("DIR", "the folder of these reports, coverage by default"),
    "--coverage-min": ("N", "fail where statements, branches, functions or lines are covered by less than N %"),
    "--pass-with-no-tests": ("", "finding no case is no failure"),
    "--show-output": ("", "show what cases that pass print, too"),
}
"""Flag -> what its value is called ('' for a switch, [=...] where it may be left out) and its help."""

SLOW = 0.3
"""From how many seconds on a case is marked as slow."""

_TIMEOUT = 5000  # ms, of a case


class TestOptions:
    """The flags of `ohosrun test`, checked."""

    __test__ = False

    def __init__(self, texts: Mapping[str, list[str]]) -> None:
        """From flags with their values as text. Raises UsageError."""
        last = {flag: values[-1] for flag, values in texts.items()}
        self.reporters = [_reporter(text) for value in texts.get("--reporter", ()) for text in value.split(",")]
        self.pattern = ""
        self.device = [(texts["-s"][at], texts["-s"][at + 1]) for at in range(0, len(texts.get("-s", ())), 2)]
        self.list = "--list" in texts
        self.json = "--json" in texts
        self.bail = _whole("--bail", last["--bail"] or "1") if "--bail" in texts else 0
        self.retry = _whole("--retry", last["--retry"]) if "--retry" in texts else 0
        self.shuffle: int | None = None
        if "--shuffle" in texts:
            seed = last["--shuffle"] or str(int.from_bytes(os.urandom(3), "little"))
            self.shuffle = _whole("--shuffle", seed)
        elif _is_on(self.device, "random"):
            self.shuffle = 1
        self.shard = _shard(last["--shard"]) if "--shard" in texts else (1, 1)
        self.changed = (last["--changed"] or "HEAD") if "--changed" in texts else ""
        default_jobs = max(1, (os.cpu_count() or 2) - 1)
        self.jobs = _whole("--jobs", last["--jobs"], least=1) if "--jobs" in texts else default_jobs
        self.isolate = "--isolate" in texts
        self.unlisted = "--unlisted" in texts
        self.mocks = "--no-mock" not in texts
        self.coverage = _coverage(texts, self.device)
        self.pass_with_no_tests = "--pass-with-no-tests" in texts
        self.timeout = _TIMEOUT
        self.show_output = "--show-output" in texts
        self.setup: tuple[str, ...] = ()
        self.filter_names(last.get("-t", ""))

    def use(self, settings: Settings) -> None:
        """Take the time limit of a case and the setup files from `settings`. Raises UsageError."""
        for path in settings.test_setup:
            if not os.path.isfile(path):
                raise UsageError(f"setup in ohosrun.toml: no such file: {path}")
        self.setup = settings.test_setup
        self.timeout = int(settings.test_timeout) or _TIMEOUT

    def filter_names(self, pattern: str) -> None:
        """Want only the cases whose names match `pattern`; '' for all. Raises UsageError."""
        if pattern:
            _check_pattern(pattern)
        self.pattern = pattern


class CoverageOptions:
    """What becomes of what is counted. `least` is the share that is asked for, in percent.

    `is_of_all`: files that no test loads are counted, too.
    """

    __slots__ = ("folder", "is_of_all", "least", "reporters")

    def __init__(self, reporters: list[str], folder: str, least: float, *, is_of_all: bool) -> None:
        self.is_of_all = is_of_all
        self.reporters = reporters
        self.folder = folder
        self.least = least


def _coverage(texts: Mapping[str, list[str]], device: list[tuple[str, str]]) -> CoverageOptions | None:
    """The options of --coverage, which each of them asks for, as does the switch of a device."""
    if not _is_on(device, "coverage") and not any(flag.startswith("--coverage") for flag in texts):
        return None
    names = [name for value in texts.get("--coverage-reporter", ["text,lcov,html"]) for name in value.split(",")]
    for name in names:
        if name not in COVERAGE_REPORTERS:
            raise UsageError(f"--coverage-reporter: expected one of {', '.join(COVERAGE_REPORTERS)}, not {name!r}")
    folder = texts.get("--coverage-dir", ["coverage"])[-1]
    if not folder:
        raise UsageError("--coverage-dir: expected a folder")
    least = _whole("--coverage-min", texts.get("--coverage-min", ["0"])[-1])
    if least > 100:
        raise UsageError(f"--coverage-min: expected a percentage, 0 to 100, not {least}")
    return CoverageOptions(names, os.path.abspath(folder), least, is_of_all="--coverage-all" in texts)


def _is_on(device: list[tuple[str, str]], switch: str) -> bool:
    return any(key == switch and value.lower() == "true" for key, value in device)


def _reporter(text: str) -> tuple[str, str]:
    name, _, file = text.partition(":")
    if name not in REPORTERS:
        raise UsageError(f"--reporter: expected one of {', '.join(REPORTERS)}, not {name!r}")
    return name, file


def _whole(flag: str, text: str, *, least: int = 0) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:12]) < least:
        raise UsageError(f"{flag}: expected a whole number, {least} or more, not {text!r}")
    return int(text[:12])


def _shard(text: str) -> tuple[int, int]:
    part, slash, count = text.partition("/")
    if not (slash and part.isdigit() and count.isdigit() and 1 <= int(part) <= int(count)):
        raise UsageError(f"--shard: expected I/N with I from 1 to N, not {text!r}")
    return int(part), int(count)


def _check_pattern(pattern: str) -> None:
    import re

    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(f"-t: not a regular expression: {error}") from None
