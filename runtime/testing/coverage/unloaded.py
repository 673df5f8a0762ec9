"""Code under test that no test loads: all of it counts, and none of it ran."""

from __future__ import annotations

import os

from runtime.language import source
from runtime.language.counting.text import with_counters
from runtime.language.erasure import ErasureError, erase
from runtime.language.typescript.scanner import GrammarError
from runtime.testing.coverage.counting import is_counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from runtime.testing.results import Unit

_EXTENSIONS = (".ets", ".ts", ".js")
_DECLARATIONS = (".d.ets", ".d.ts")
_IGNORED = frozenset({"oh_modules", "node_modules", "build", "coverage"})


def unloaded(units: Iterable[Unit], known: set[str], setup: Iterable[str]) -> dict[str, tuple[Any, list[int]]]:
    """The files of the modules of `units`, where there are none below this folder, that are not `known`.

    As CountedFiles.results has them. What cannot be read as JavaScript, TypeScript or ArkTS is not among them.
    """
    here = os.path.realpath(os.getcwd())
    tests = frozenset([*(unit.path for unit in units), *map(os.path.realpath, setup)])
    roots = {
        (os.path.join(unit.module, "src", "main") if unit.module else here, unit.project or here) for unit in units
    }
    found = {}
    for folder, root in sorted(roots):
        for path in _files(folder):
            if path not in known and is_counted(path, root, tests):
                counted = _counted(path)
                if counted is not None:
                    found[path] = counted
    return found


def _files(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _IGNORED and not name.startswith("."))
        for name in sorted(names):
            if name.endswith(_EXTENSIONS) and not name.endswith(_DECLARATIONS):
                yield os.path.join(parent, name)


def _counted(path: str) -> tuple[Any, list[int]] | None:
    try:
        text, positions = source.read(path), None
        dialect = source.dialect_of(path)
        if dialect != source.JAVASCRIPT:
            erasure = erase(text, dialect)
            text, positions = erasure.text, erasure.positions
        counted = with_counters(text, "", positions)
    except (source.SourceError, ErasureError, GrammarError):
        return None
    return counted.map, [0] * counted.size
