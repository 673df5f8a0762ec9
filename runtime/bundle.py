"""The compiled modules of this project in one file, so that a start looks for none of them.

Python asks several folders for each module and reads a file for it, which takes longer than running most of them. What
a process has imported from its sources is added to the file when it ends. As with Python's own bytecode, an entry holds
as long as its source has the time and the size that it had, and nothing is written where Python may write nothing.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, PathFinder, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any, TypeAlias

    # Whether it is a package; the time in ns and the size of its source; where its code is in the file, and its size.
    Entry: TypeAlias = tuple[bool, int, int, int, int]

_PACKAGES = ("runtime.", "bindings.")
_LENGTH = 8  # Of the lengths of the entries and of all the code, in bytes.
_LENGTHS = (len(MAGIC_NUMBER), len(MAGIC_NUMBER) + _LENGTH)
# Windows has none, and lets nobody replace a file that is open.
_read_at: Any = getattr(os, "pread", None)


class Bundle:
    """The file of the project whose packages are in the folder `root`: a finder and a loader of their modules."""

    def __init__(self, root: str) -> None:
        self._root = root
        optimized = f".opt-{sys.flags.optimize}" if sys.flags.optimize else ""
        name = f"modules.{sys.implementation.cache_tag}{optimized}.bin"
        self._path = os.path.join(root, "runtime", "__pycache__", name)
        self._file = -1
        # Where the code of the first module begins.
        self._begin = 0
        self._entries = self._opened()
        self._missed: list[str] = []

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """Where the module `name` comes from, if it is in the file as its source is now."""
        if not name.startswith(_PACKAGES):
            return None
        entry = self._entries.get(name)
        if entry is None or not self._holds(name, entry):
            self._missed.append(name)
            return None
        source = self._source(name, is_package=entry[0])
        spec = ModuleSpec(name, self, origin=source, is_package=entry[0])  # type: ignore[arg-type]
        spec.has_location = True
        if entry[0]:
            spec.submodule_search_locations = [os.path.dirname(source)]
        return spec

    @staticmethod
    def create_module(_spec: ModuleSpec) -> None:
        """As Python makes them."""

    def exec_module(self, module: ModuleType) -> None:
        """Run its code."""
        exec(marshal.loads(self._code(module.__name__)), module.__dict__)

    def keep(self) -> None:
        """Add to the file what was not in it, if that is possible."""
        if not self._missed or sys.dont_write_bytecode or sys.pycache_prefix:
            return
        added = {name: made for name in self._missed if (made := self._compiled(name)) is not None}
        if not added:
            return
        # Another process may have added something meanwhile.
        now = Bundle(self._root)
        found = {name: (entry[:3], now._code(name)) for name, entry in now._entries.items() if now._holds(name, entry)}
        now._close()
        try:
            self._write(found | added)
        except OSError:
            return

    def _opened(self) -> dict[str, Entry]:
        """What is in the file: nothing if there is none, if it is another Python's, or damaged."""
        try:
            self._file = os.open(self._path, os.O_RDONLY)
            head = os.read(self._file, len(MAGIC_NUMBER) + 2 * _LENGTH)
            if not head.startswith(MAGIC_NUMBER):
                return {}
            index, code = (int.from_bytes(head[start : start + _LENGTH], "little") for start in _LENGTHS)
            self._begin = len(head) + index
            if os.fstat(self._file).st_size != self._begin + code:
                return {}
            entries: dict[str, Entry] = marshal.loads(os.read(self._file, index))
        except (OSError, ValueError, EOFError, TypeError):
            return {}
        return entries

    def _close(self) -> None:
        if self._file >= 0:
            os.close(self._file)

    def _source(self, name: str, *, is_package: bool) -> str:
        path = os.path.join(self._root, name.replace(".", os.sep))
        return os.path.join(path, "__init__.py") if is_package else f"{path}.py"

    def _holds(self, name: str, entry: Entry) -> bool:
        try:
            state = os.stat(self._source(name, is_package=entry[0]))
        except OSError:
            return False
        return (state.st_mtime_ns, state.st_size) == entry[1:3]

    def _code(self, name: str) -> bytes:
        _is_package, _time, _size, start, length = self._entries[name]
        code: bytes = _read_at(self._file, length, self._begin + start)
        return code

    def _compiled(self, name: str) -> tuple[tuple[bool, int, int], bytes] | None:
        """A module as it is kept; None for one that was not imported, or is no file of this project."""
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if spec is None or not isinstance(spec.loader, SourceFileLoader):
            return None
        is_package = spec.submodule_search_locations is not None
        source = self._source(name, is_package=is_package)
        if spec.origin != source:
            return None
        try:
            state = os.stat(source)
            code: Any = spec.loader.get_code(name)
        except OSError:
            return None
        return (is_package, state.st_mtime_ns, state.st_size), marshal.dumps(code)

    def _write(self, found: dict[str, tuple[tuple[bool, int, int], bytes]]) -> None:
        entries: dict[str, Entry] = {}
        start = 0
        for name, (state, code) in found.items():
            entries[name] = (*state, start, len(code))
            start += len(code)
        index = marshal.dumps(entries)
        temporary = f"{self._path}.{os.getpid()}"
        with open(temporary, "wb") as file:
            file.write(MAGIC_NUMBER + len(index).to_bytes(_LENGTH, "little") + start.to_bytes(_LENGTH, "little"))
            file.write(index)
            file.write(b"".join([code for _state, code in found.values()]))
        os.replace(temporary, self._path)


def install(root: str) -> None:
    """Have the modules of the project in the folder `root` come from its file, as far as they are there."""
    if _read_at is not None:
        # Behind the finders of others, who may want to have a say.
        finders: list[Any] = sys.meta_path
        sys.meta_path.insert(finders.index(PathFinder) if PathFinder in finders else len(finders), Bundle(root))


def keep() -> None:
    """At the end of a process: add what it has imported from elsewhere."""
    for finder in sys.meta_path:
        if isinstance(finder, Bundle):
            finder.keep()
