"""What a project puts in the place of modules: the files that answer for them, and how those reach the original."""

from __future__ import annotations

import os

from runtime.modules.device import ORIGINAL
from runtime.modules.errors import ModuleError, quote, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# The same for a file. In the name, not before it: what the file imports is relative to its folder.
_ORIGINAL_FILE = "original:"


class Replacements:
    """Target -> file, for the modules of one run. `find(path)` completes a path to that of a file.

    `names` are targets that are imported by their name, such as @ohos.net.http.
    """

    def __init__(self, find: Callable[[str], str | None]) -> None:
        self._find = find
        self.names: dict[str, str] = {}
        self._files: dict[str, str] = {}
        # By the real path of a replacement: what it is put in the place of.
        self._targets: dict[str, set[str]] = {}

    def add(self, given: Mapping[str, str]) -> None:
        """Take from `given` what is not known yet. A target that is a path to no file is left out."""
        for target, file in given.items():
            known, name = (self._files, self._find(target)) if _is_path(target) else (self.names, target)
            if name is None or name in known:
                continue
            known[name] = os.path.abspath(file)
            self._targets.setdefault(self._find(file) or file, set()).add(name)

    def of_name(self, name: str) -> str | None:
        """The file in the place of the module `name`. Raises ModuleError where it is not there."""
        return self._file(name, self.names.get(name))

    def of_file(self, path: str) -> str | None:
        """The file in the place of the one at the real path `path`. Raises ModuleError where it is not there."""
        return self._file(path, self._files.get(path))

    def original(self, path: str) -> str:
        """The real path of the file that is meant where `path` is the name of an original, '' for other names."""
        folder, name = os.path.split(path)
        original = os.path.join(folder, name.removeprefix(_ORIGINAL_FILE))
        return original if name.startswith(_ORIGINAL_FILE) and original in self._files else ""

    def targets(self, path: str) -> set[str]:
        """What the file `path` is put in the place of: names, and real paths."""
        return self._targets.get(path, set())

    def with_originals(self, path: str, text: str) -> str:
        """The `text` of the file `path`, in which an import of what it replaces means the original."""
        targets = self.targets(path)
        if not targets:
            return text
        from runtime.language.javascript.imports import import_sites

        pieces = []
        done = 0
        for site in import_sites(text):
            name = site.specifier
            if name.startswith("."):
                name = self._find(os.path.join(os.path.dirname(path), name)) or name
            if name not in targets:
                continue
            folder, base = os.path.split(name)
            original = os.path.join(folder, _ORIGINAL_FILE + base) if os.path.isabs(name) else ORIGINAL + name
            pieces += [text[done : site.start], quote(original)]
            done = site.start + len(site.specifier) + 2
        return "".join([*pieces, text[done:]])

    def _file(self, target: str, file: str | None) -> str | None:
        if file is None:
            return None
        found = self._find(file)
        if found is None:
            raise ModuleError(target, f"no such file: {shown(file)}, which is to be in the place of {shown(target)}")
        return found


def _is_path(target: str) -> bool:
    return os.path.isabs(target) or target.startswith(("./", "../"))
