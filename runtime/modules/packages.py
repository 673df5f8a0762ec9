"""Bare specifiers -> files: packages as ohpm and npm lay them out, the modules of a project, its replacements."""

from __future__ import annotations

import os

from runtime.modules.errors import ModuleError, quote, shown
from runtime.settings.sources import upwards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_MANIFEST = "oh-package.json5"
_MANIFESTS = (_MANIFEST, "package.json")
_STORES = ("oh_modules", "node_modules")
_MOCKS = os.path.join("src", "mock", "mock-config.json5")
_SOURCES = os.path.join("src", "main", "ets")
_BUNDLE = "@bundle:"
_BYTECODE = ".abc"


class Packages:
    """Finds what a bare specifier means to the files of one run. `find(path)` completes a path to that of a file."""

    def __init__(self, find: Callable[[str], str | None]) -> None:
        self._find = find
        self._read: dict[str, Any] = {}

    def resolve(self, name: str, folder: str) -> str | None:
        """The file that `name` means to one in `folder`, None if there is none.

        Raises ModuleError for what cannot be run here, and for a package whose files do not hold what it says.
        """
        if name.startswith(_BUNDLE):
            return self._of_bundle(name, folder)
        parts = name.split("/")
        size = 2 if name.startswith("@") else 1
        package, rest = "/".join(parts[:size]), "/".join(parts[size:])
        if not package or package in (".", ".."):
            return None
        for root in self._roots(package, folder):
            return self._inside(name, os.path.realpath(root), rest)
        if parts[0] == "ets" and rest:
            for above in upwards(folder):
                found = self._find(os.path.join(above, "src", "main", name))
                if found is not None:
                    return found
        return None

    def mocks(self, folder: str) -> tuple[str, dict[str, str]]:
        """What the project of `folder` has in the place of modules for tests: the file that says so, target -> file.

        A file of its own is named by its path. ('', {}) where there is none. Raises ModuleError.
        """
        for above in upwards(folder):
            path = os.path.join(above, _MOCKS)
            if not os.path.isfile(path):
                continue
            config = self._json5(path)
            entries = config.items() if isinstance(config, dict) else ()
            return path, {
                self._target(above, target): os.path.join(above, entry["source"])
                for target, entry in entries
                if isinstance(entry, dict) and isinstance(entry.get("source"), str)
            }
        return "", {}

    def _target(self, root: str, target: str) -> str:
        """What `target` means in the mock-config of the module at `root`: a file, or a name."""
        if target.startswith("."):
            return os.path.normpath(os.path.join(root, target))
        own = os.path.join(root, _SOURCES, target)
        return own if os.path.isfile(own) else target

    def _roots(self, package: str, folder: str) -> Iterator[str]:
        """The folders that `package` can be, nearest first: dependencies by path, then what is installed."""
        for above in upwards(folder):
            manifest = self._json5(os.path.join(above, _MANIFEST))
            for key in ("dependencies", "devDependencies", "dynamicDependencies"):
                wanted = manifest.get(key) if isinstance(manifest, dict) else None
                value = wanted.get(package) if isinstance(wanted, dict) else None
                if isinstance(value, str) and value.startswith("file:"):
                    root = os.path.join(above, value.removeprefix("file:"))
                    if os.path.isdir(root):
                        yield root
            if isinstance(manifest, dict) and manifest.get("name") == package:
                yield above
        for store in _STORES:
            for above in upwards(folder):
                root = os.path.join(above, store, *package.split("/"))
                if os.path.isdir(root):
                    yield root

    def _inside(self, name: str, root: str, rest: str) -> str:
        """The file in the package at `root` that `rest` means, '' its main one."""
        if rest:
            found = self._find(os.path.join(root, *rest.split("/")))
            found = found or self._find(os.path.join(root, _SOURCES, *rest.split("/")))
        else:
            found = None
            main = self._main(root)
            if main.endswith(_BYTECODE):
                raise _bytecode(name, root)
            if main:
                found = self._find(os.path.join(root, main))
            found = found or self._find(root)
        if found is None:
            if any(entry.endswith(_BYTECODE) for entry in _files(root)):
                raise _bytecode(name, root)
            what = f"has no {quote(rest)}" if rest else "has neither the main file that it names nor an Index.ets"
            raise ModuleError(name, f"the package in {shown(root)} {what}")
        if found.endswith(_BYTECODE):
            raise _bytecode(name, root)
        return found

    def _main(self, root: str) -> str:
        for manifest in _MANIFESTS:
            content = self._json5(os.path.join(root, manifest))
            if isinstance(content, dict):
                for key in ("main", "module") if manifest == _MANIFEST else ("module", "main"):
                    if isinstance(content.get(key), str) and content[key]:
                        return str(content[key])
        return ""

    def _of_bundle(self, name: str, folder: str) -> str | None:
        """`@bundle:com.example/module/ets/…`: the module's folder in the project, then below its sources."""
        _bundle, _, rest = name.removeprefix(_BUNDLE).partition("/")
        module, _, path = rest.partition("/")
        for above in upwards(folder):
            found = self._find(os.path.join(above, module, "src", "main", path))
            if found is not None:
                return found
        return None

    def _json5(self, path: str) -> Any:
        if path not in self._read:
            try:
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                # Imported where there is one: with all it needs it is as much as the rest of a small run.
                from runtime.modules import json5

                self._read[path] = json5.loads(text)
            except OSError:
                self._read[path] = None
            except ValueError as error:
                raise ModuleError("", f"{shown(path)} is not valid JSON5: {error}") from None
        return self._read[path]


def _files(root: str) -> list[str]:
    return [*os.listdir(root), *(os.listdir(os.path.join(root, "ets")) if os.path.isdir(f"{root}/ets") else ())]


def _bytecode(name: str, root: str) -> ModuleError:
    return ModuleError(
        name,
        f"the package in {shown(root)} is compiled for a device ({_BYTECODE}) and cannot run here",
        f"install it as source, or put a file in its place: --module {name}=FILE",
    )
