"""Which cases run: -t, lines of a file, and the options of a device (-s), with what a device makes of them."""

from __future__ import annotations

from runtime.settings.table import UsageError
from runtime.testing.plan import CASE_SKIPPED, FILTER, NAME, TAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from typing import Any

    from runtime.testing.options import TestOptions

_BITS = {
    "testType": ("function", "performance", "power", "reliability", "security", "global", "compatibility", "user",
                 "standard", "safety", "resilience"),
    "size": ("small", "medium", "large"),
    "level": ("0", "1", "2", "3", "4"),
}  # fmt: skip
_FIRST_BIT = {"testType": 0, "size": 16, "level": 24}
_IGNORED = ("suite", "itName", "snapshotWhenFail", "random", "dryRun", "skipMessage", "unittest")
_KNOWN = (
    "class", "notClass", *_BITS, "timeout", "stress", "breakOnError", "tag", "runSkipped", "coverage", *_IGNORED,
)  # fmt: skip


def is_name_of_a_device(text: str) -> bool:
    """Whether a device takes this for a name of a suite or a case."""
    first = text[:1]
    return first.isascii() and first.isalpha() and all(char.isalnum() or char in "_#,." for char in text)


class DeviceOptions:
    """The options of `-s KEY VALUE`, read as the runner of a device reads them. Raises UsageError.

    A device gives up without results and without a failure for what it cannot read; here that is wrong usage.
    """

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.classes: list[str] = []
        self.not_classes: list[str] = []
        self.bits: list[int] = []
        self.tags: list[set[str]] = []
        self.timeout = 0
        self.stress = 1
        self.break_on_error = False
        self.run_skipped: list[str] = []
        self.notes: list[str] = []
        self.list = False
        for key, value in pairs:
            self._take(key, value)

    def _take(self, key: str, value: str) -> None:
        if key not in _KNOWN:
            raise UsageError(f"-s: no such option of a device: {key}; they are {', '.join(sorted(_KNOWN))}")
        if key in ("class", "notClass"):
            if not is_name_of_a_device(value):
                self.notes.append(f"-s {key} {value}: a device takes letters, digits, '_', '.', '#' and ',' only")
            (self.classes if key == "class" else self.not_classes).extend(value.split(","))
        elif key in _BITS:
            self.bits.append(_bits(key, value))
        elif key in ("timeout", "stress"):
            if not value.isdigit() or not int(value[:9]):
                raise UsageError(f"-s {key}: expected a whole number, 1 or more, not {value!r}")
            setattr(self, key, int(value[:9]))
        elif key in ("breakOnError", "dryRun"):
            setattr(self, {"breakOnError": "break_on_error", "dryRun": "list"}[key], value.lower() == "true")
        elif key in ("coverage", "random"):
            pass  # As --coverage and --shuffle (options.py).
        elif key == "tag":
            self.tags = [{tag.strip() for tag in part.split("+")} for part in value.split(",")]
        elif key in ("runSkipped", "skipMessage"):
            self.run_skipped += ["all"] if key == "skipMessage" else value.split(",")
        else:
            self.notes.append(f"-s {key} has no effect here" + (
                ", nor on a device since 1.0.17 without class" if key in ("suite", "itName") else ""
            ))  # fmt: skip


def _bits(key: str, value: str) -> int:
    words = _BITS[key]
    bits = 0
    for word in value.split(","):
        if word.lower() not in words:
            raise UsageError(f"-s {key}: expected {', '.join(words)}, not {word!r}")
        bits |= 1 << (_FIRST_BIT[key] + words.index(word.lower()))
    return bits


class Selection:
    """Says of each case whether it is wanted."""

    def __init__(self, options: TestOptions, device: DeviceOptions, lines: tuple[int, ...], path: str) -> None:
        self._pattern: re.Pattern[str] | None = None
        if options.pattern:
            import re

            self._pattern = re.compile(options.pattern)
        self._device = device
        self._lines = lines
        self._path = path

    def skipped_because(self, row: Any, names: tuple[str, ...]) -> str | None:
        """Why the case of `row`, in the suites `names`, is not run; None where it is, of xit and xdescribe by -s."""
        reason: str | None = row[CASE_SKIPPED]
        dotted = ".".join(names)
        is_run = any(entry in ("all", "skipped", dotted, f"{dotted}#{row[NAME]}") for entry in self._device.run_skipped)
        return None if is_run else reason

    def wanted(
        self, rows: list[Any], names: Callable[[int], tuple[str, ...]], places: Callable[[int], Any]
    ) -> set[int]:
        """The numbers of the cases that are wanted of `rows`.

        `names(case)` are those of its suites, `places(case)` is the file and the line where it is written.
        """
        found = set(range(len(rows)))
        if self._pattern is not None:
            search = self._pattern.search
            found = {case for case in found if search(" > ".join((*names(case), rows[case][NAME])))}
        if self._lines:
            found &= self._at_lines(range(len(rows)), places)
        device = self._device
        if device.classes:
            found = {
                case for case in found if any(_is_of(entry, names(case), rows[case][NAME]) for entry in device.classes)
            }
        if device.not_classes:
            found = {
                case
                for case in found
                if not any(_is_excluded(entry, names(case), rows[case][NAME]) for entry in device.not_classes)
            }
        for bits in device.bits:
            found = {case for case in found if not int(rows[case][FILTER]) or int(rows[case][FILTER]) & bits == bits}
        if device.tags:
            found = {case for case in found if _has_tag(rows[case][TAG], device.tags)}
        return found

    def _at_lines(self, cases: range, places: Callable[[int], Any]) -> set[int]:
        """For each line the case that is written there: the last that begins at or before it."""
        written = sorted((line, case) for case in cases for file, line in [places(case)] if file == self._path)
        found = set()
        for line in self._lines:
            before = [entry for entry in written if entry[0] <= line]
            if before:
                found |= {case for at, case in written if at == before[-1][0]}
        return found


def _is_of(entry: str, suites: tuple[str, ...], name: str) -> bool:
    """Whether `Suite`, `Suite#case`, `Outer.Inner` or `Outer.Inner#case` names the case or a suite around it."""
    path, hash_mark, case = entry.partition("#")
    if hash_mark and case != name:
        return False
    dotted = [".".join(suites[:depth]) for depth in range(1, len(suites) + 1)]
    if hash_mark:
        return bool(suites) and path in (dotted[-1], suites[-1])
    return path in dotted or path in suites


def _is_excluded(entry: str, suites: tuple[str, ...], name: str) -> bool:
    """By the beginning of the dotted path, as a device has it: `Top` is also for `TopMore`."""
    path, hash_mark, case = entry.partition("#")
    if hash_mark:
        return case == name and _is_of(entry, suites, name)
    return bool(suites) and ".".join(suites).startswith(path)


def _has_tag(text: str, wanted: list[set[str]]) -> bool:
    tags = {tag.strip() for tag in text.split("|")}
    return any(part <= tags for part in wanted)
