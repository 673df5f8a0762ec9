"""The counters of one realm: files get them as they are loaded, and they are read when the realm is at its end."""

from __future__ import annotations

import os
import re
from itertools import pairwise

from runtime.engine.quickjs import INTERNAL_PREFIX, check_syntax
from runtime.language.counting.text import with_counters
from runtime.language.typescript.scanner import GrammarError
from runtime.modules.errors import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.engine.quickjs import Engine
    from runtime.language.counting.text import Counted
    from runtime.language.edits import Positions
    from runtime.modules.loader import ModuleLoader

_PREFIX = "coverage/"
_ORIGINAL = "original:"
_TEST_FILE = re.compile(r"\.test\.(?:ets|ts|js)$", re.IGNORECASE)
_FOLDERS_OF_OTHERS = frozenset({"oh_modules", "node_modules"})
_TEST_FOLDERS = (("src", "test"), ("src", "ohosTest"), ("src", "ohostest"), ("src", "mock"))

# `globalThis.__coverage__` is what readers of Istanbul's form look for. It is made when it is read, as nobody may ask.
_MODULE = """
const { given } = GIVEN;
export const counts = [COUNTS];
given.counts(counts);
const part = (from, sizes) => {
  const values = {};
  let at = from;
  for (let i = 0; i < sizes.length; i++) {
    values[i] = sizes[i] === 0 ? counts[at++] : counts.slice(at, at += sizes[i]);
  }
  return values;
};
let known;
const map = () => known ?? (known = JSON.parse(given.map()));
const sizes = (key) => Object.values(map()[key]).map((one) => (key === 'branchMap' ? one.locations.length : 0));
const file = {
  path: PATH,
  get statementMap() { return map().statementMap; },
  get fnMap() { return map().fnMap; },
  get branchMap() { return map().branchMap; },
  get s() { return part(0, sizes('statementMap')); },
  get f() { return part(sizes('statementMap').length, sizes('fnMap')); },
  get b() { return part(sizes('statementMap').length + sizes('fnMap').length, sizes('branchMap')); },
};
try {
  (globalThis.__coverage__ ??= {})[PATH] = file;
} catch {
  // The program has a global of that name, or lets nothing be added: it counts all the same.
}
"""


def is_counted(path: str, root: str, tests: frozenset[str]) -> bool:
    """Whether a file is code under test: below `root`, none of `tests`, in no folder of tests, mocks or packages."""
    if path in tests or _TEST_FILE.search(path) or not path.startswith(root.rstrip(os.sep) + os.sep):
        return False
    parts = path[len(root) :].split(os.sep)
    pairs = set(pairwise(parts))
    return _FOLDERS_OF_OTHERS.isdisjoint(parts) and pairs.isdisjoint(_TEST_FOLDERS)


class CountedTexts:
    """The texts that got counters, for all realms of this process: putting them in is most of what it costs."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[str, Counted | None, str]] = {}

    def get(self, path: str, text: str, positions: Positions | None) -> tuple[str, Counted | None, str]:
        """The internal module of its counters, the text with them or None, and why there are none."""
        known = self._known.get((path, text))
        if known is None:
            name = f"{_PREFIX}{len(self._known)}"
            known = self._known[path, text] = (name, *_counted(f"{INTERNAL_PREFIX}{name}", path, text, positions))
        return known

    def close(self) -> None:
        """Forget them (Shared)."""
        self._known.clear()


def _counted(module: str, path: str, text: str, positions: Positions | None) -> tuple[Counted | None, str]:
    try:
        counted = with_counters(text, module, positions)
    except GrammarError as error:
        return None, error.message
    # What is wrong with the text itself is said about the text itself.
    problem = check_syntax(counted.text, path)
    return (counted, "") if problem is None else (None, problem[0])


class CountedFiles:
    """The files of one realm that have counters. `tell` is told of files that could not get any."""

    def __init__(
        self, root: str, tests: frozenset[str], texts: CountedTexts, positions: dict[str, Positions],
        tell: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._root = root
        self._tests = tests
        self._texts = texts
        self._positions = positions
        self._tell = tell
        # By internal module, the file whose counters it has.
        self._paths: dict[str, str] = {}
        self._counted: dict[str, Counted] = {}
        self._counts: dict[str, Any] = {}

    def follow(self, modules: ModuleLoader, engine: Engine) -> None:
        """Give counters to what `modules` loads into `engine` from now on."""
        prepare, load_internal = modules.prepare, modules.load_internal
        modules.prepare = lambda path, text: self.counted(path, prepare(path, text))
        modules.load_internal = lambda name: self.module(name, engine) or load_internal(name)

    def counted(self, path: str, text: str) -> str:
        """`text`, which is JavaScript, with counters where `path` is code under test."""
        if not is_counted(path, self._root, self._tests):
            return text
        module, counted, refused = self._texts.get(path, text, self._positions.get(path))
        if counted is None:
            if check_syntax(text, path) is None:
                self._tell(f"{os.path.basename(path)} is left out of the coverage: it cannot be counted in ({refused})")
            return text
        self._paths[module] = path
        self._counted[path] = counted
        self._positions[path] = counted.positions
        return counted.text

    def module(self, name: str, engine: Engine) -> str | None:
        """The internal module that has the counters of a file; None where `name` is not of one."""
        path = self._paths.get(name)
        if path is None:
            return None
        counted = self._counted[path]
        ops = engine.new_object()
        engine.set_op(ops, "counts", lambda counts: self._counts.__setitem__(path, counts))
        engine.set_op(ops, "map", lambda: _json(counted))
        given = engine.new_object()
        given.set("given", ops)
        text = _MODULE.replace("GIVEN", engine.hand_over(given), 1)
        return text.replace("COUNTS", ",".join("0" * counted.size), 1).replace("PATH", quote(path))

    def results(self) -> dict[str, tuple[Any, list[int]]]:
        """By file, what there is to count, and how often that ran so far."""
        found = {}
        for path in self._paths.values():
            counted = self._counted[path]
            counts = self._counts.get(path)
            values = [int(count) for count in counts.to_python()] if counts is not None else []
            # What a mock is in the place of is loaded under another name.
            real = os.path.join(os.path.dirname(path), os.path.basename(path).removeprefix(_ORIGINAL))
            found[real] = (counted.map, values if len(values) == counted.size else [0] * counted.size)
        return found

    def close(self) -> None:
        """Let go of the engine's values."""
        self._counts.clear()


def _json(counted: Counted) -> str:
    from json import dumps

    return dumps(counted.map)
