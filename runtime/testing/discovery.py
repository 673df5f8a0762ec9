"""Which files are tests: of a project by its modules and their Lists, elsewhere by name."""

from __future__ import annotations

import os

from runtime.settings.sources import upwards
from runtime.settings.table import UsageError
from runtime.testing.results import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runtime.testing.options import TestOptions

_PROJECT_FILES = ("build-profile.json5", "oh-package.json5")
_IGNORED = frozenset({"oh_modules", "node_modules", "build", "__pycache__"})
_EXTENSIONS = (".ets", ".ts", ".js")
_OF_TESTS = tuple(f".test{extension}" for extension in _EXTENSIONS)
_LISTS = tuple(f"list{ending}" for ending in _OF_TESTS)
_TEST_FOLDERS = (("src", "test"), ("src", "ohosTest"), ("src", "ohostest"))
_IMPORT = r"""(?:from|import)\s*\(?\s*(['"])(\.{1,2}/[^'"\n]+)\1"""
_COMMENT = r"""(?s)/\*.*?\*/|(?<![:'"])//[^\n]*"""


class Found:
    """What there is to run, and the files that no List calls (with the List that does not)."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.unlisted: list[str] = []

    def add(self, path: str, project: str, module: str, lines: tuple[int, ...] = ()) -> None:
        """One more unit, unless it is there already."""
        if all(unit.path != path for unit in self.units):
            self.units.append(Unit(path, project, module, lines))


def find(paths: list[str], options: TestOptions) -> Found:
    """The units below `paths`, or of the project around the working directory. Raises UsageError."""
    found = Found()
    for text in paths or ["."]:
        path, lines = _with_lines(text)
        if os.path.isdir(path):
            _add_folder(os.path.realpath(path), options, found, is_default=not paths)
        elif os.path.isfile(path):
            real = os.path.realpath(path)
            project, module = project_of(real)
            if _is_list(real) and options.isolate:
                for each in listed_by(real):
                    found.add(each, project, module)
            else:
                found.add(real, project, module, lines)
        else:
            raise UsageError(f"no such file or folder: {text}")
    return found


def _with_lines(text: str) -> tuple[str, tuple[int, ...]]:
    """`file:42` and `file:42:7` as the file and its lines."""
    if ":" not in text or os.path.exists(text):
        return text, ()
    import re

    match = re.fullmatch(r"(.+?)((?::\d+)+)", text)
    if match is None:
        return text, ()
    return match[1], (int(match[2].split(":")[1]),)


def project_of(path: str) -> tuple[str, str]:
    """The project folder and the module folder of a file, '' each where there is none."""
    module = ""
    project = ""
    for folder in upwards(os.path.dirname(path)):
        if not module and _is_module(folder):
            module = folder
        if any(os.path.isfile(os.path.join(folder, name)) for name in _PROJECT_FILES):
            project = folder
    return project, module


def _is_module(folder: str) -> bool:
    return any(os.path.isdir(os.path.join(folder, *parts)) for parts in _TEST_FOLDERS) or os.path.isfile(
        os.path.join(folder, "src", "main", "module.json5")
    )


def _add_folder(folder: str, options: TestOptions, found: Found, *, is_default: bool) -> None:
    project, _module = project_of(os.path.join(folder, "x"))
    if not project:
        for path in _files(folder):
            # A List has nothing of its own to run here: its files are run themselves.
            if not _is_list(path):
                found.add(path, "", "")
        return
    # Without arguments it is the project that the folder is in.
    start = project if is_default else folder
    roots = list(_test_roots(start))
    if not roots:
        # A folder inside of the tests of a module.
        roots = [(folder, project_of(os.path.join(folder, "x"))[1])]
    for root, module in roots:
        _add_root(root, module, project, options, found)


def _test_roots(start: str) -> Iterator[tuple[str, str]]:
    """The test folders of every module at and below `start`, src/test before src/ohosTest, with the module."""
    for folder, names, _files_there in os.walk(start):
        names[:] = sorted(name for name in names if name not in _IGNORED and not name.startswith("."))
        if os.path.basename(folder) != "src":
            continue
        for parts in _TEST_FOLDERS:
            if parts[1] in names:
                yield os.path.join(folder, parts[1]), os.path.dirname(folder)
        names[:] = []


def _add_root(root: str, module: str, project: str, options: TestOptions, found: Found) -> None:
    files = list(_files(root))
    lists = [path for path in files if _is_list(path)]
    called: set[str] = set()
    for path in lists:
        listed = listed_by(path)
        called.update(listed)
        for each in listed if options.isolate else [path]:
            found.add(each, project, module)
    rest = [path for path in files if path not in called and path not in lists]
    if not lists or options.unlisted:
        for path in rest:
            found.add(path, project, module)
    else:
        found.unlisted += rest


def _files(folder: str) -> Iterator[str]:
    for parent, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if name not in _IGNORED and not name.startswith("."))
        for name in sorted(files):
            if _is_test_file(name):
                yield os.path.realpath(os.path.join(parent, name))


def _is_test_file(name: str) -> bool:
    return name.lower().endswith(_OF_TESTS) and name.lower() not in _OF_TESTS


def _is_list(path: str) -> bool:
    return os.path.basename(path).lower() in _LISTS


def listed_by(path: str) -> list[str]:
    """The test files that a List reaches by its imports, itself and further Lists left out, in their order."""
    found: list[str] = []
    seen = {path}
    pending = [path]
    while pending:
        current = pending.pop()
        for target in reversed(list(_imported_by(current))):
            if target in seen:
                continue
            seen.add(target)
            pending.append(target)
        if current != path and not _is_list(current):
            found.append(current)
    return found


def _imported_by(path: str) -> Iterable[str]:
    """Local files that `path` imports and that are there."""
    # It costs more to import than finding a few files does.
    import re

    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = re.sub(_COMMENT, "", file.read())
    except OSError:
        return
    for match in re.finditer(_IMPORT, text):
        base = os.path.normpath(os.path.join(os.path.dirname(path), match[2]))
        for candidate in (base, *(base + extension for extension in _EXTENSIONS)):
            if os.path.isfile(candidate):
                yield os.path.realpath(candidate)
                break


def reached_from(path: str) -> set[str]:
    """Every local file that `path` imports, directly or not, and itself."""
    seen: set[str] = set()
    pending = [path]
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            pending.extend(_imported_by(current))
    return seen


def narrowed(units: list[Unit], options: TestOptions) -> list[Unit]:
    """`units` by --shard and --changed. Raises UsageError where git cannot tell."""
    if options.changed:
        changed = _changed_files(options.changed)
        units = [unit for unit in units if reached_from(unit.path) & changed]
    part, count = options.shard
    if count > 1:
        from zlib import crc32

        here = os.getcwd()
        units = [unit for unit in units if crc32(os.path.relpath(unit.path, here).encode()) % count == part - 1]
    return units


def _changed_files(ref: str) -> set[str]:
    import subprocess

    found: set[str] = set()
    try:
        top = _git(["rev-parse", "--show-toplevel"]).strip()
        for arguments in (
            ["diff", "--name-only", ref, "--"],
            ["ls-files", "--others", "--exclude-standard", "--full-name"],
        ):
            found.update(os.path.realpath(os.path.join(top, name)) for name in _git(arguments).split("\n") if name)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = (getattr(error, "stderr", "") or str(error)).strip().partition("\n")[0]
        raise UsageError(f"--changed={ref}: git says: {reason}") from None
    return found


def _git(arguments: list[str]) -> str:
    import subprocess

    command = ["git", "-c", "core.quotePath=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
