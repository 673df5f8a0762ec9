"""The resources of a module, found from where its program is: strings, raw files, the name of the bundle."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# How far above the program a project can begin.
_HIGHEST = 12
_STRINGS = os.path.join("base", "element", "string.json")
_LARGEST = 64 * 1024 * 1024


class Resources:
    """The `resources` folder that is nearest above `folder`, which is that of the module; '' where none is meant."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._strings: dict[str, str] | None = None

    def string(self, name: str) -> str | None:
        """The string called `name` in base/element/string.json, None if there is none."""
        if self._strings is None:
            self._strings = self._read_strings()
        return self._strings.get(name)

    def raw_file(self, path: str) -> bytes | None:
        """The content of the file at `path` below rawfile, None if there is none."""
        root = self._nearest(os.path.join("resources", "rawfile"))
        if root is None or "\0" in path:
            return None
        root = os.path.realpath(root)
        file = os.path.realpath(os.path.join(root, path))
        if os.path.commonpath([root, file]) != root or not os.path.isfile(file):
            return None
        if os.path.getsize(file) > _LARGEST:
            return None
        with open(file, "rb") as stream:
            return stream.read()

    def bundle(self) -> str:
        """The bundleName of AppScope/app.json5, '' where there is none."""
        import re

        file = self._nearest(os.path.join("AppScope", "app.json5"))
        found = re.search(r'"?bundleName"?\s*:\s*["\']([\w.]+)["\']', _text(file)) if file else None
        return found[1] if found else ""

    def _read_strings(self) -> dict[str, str]:
        import json

        file = self._nearest(os.path.join("resources", _STRINGS))
        try:
            content: Any = json.loads(_text(file)) if file else {}
            entries = content["string"]
            return {entry["name"]: entry["value"] for entry in entries if isinstance(entry["value"], str)}
        except (ValueError, KeyError, TypeError):
            return {}

    def _nearest(self, path: str) -> str | None:
        folder = self._folder
        if not folder:
            return None
        for _ in range(_HIGHEST):
            candidate = os.path.join(folder, path)
            if os.path.exists(candidate):
                return candidate
            parent = os.path.dirname(folder)
            if parent == folder:
                return None
            folder = parent
        return None


def _text(file: str) -> str:
    try:
        with open(file, encoding="utf-8", errors="replace") as stream:
            return stream.read(_LARGEST)
    except OSError:
        return ""
