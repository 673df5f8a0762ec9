"""The resources of the project that a program is part of: values by name, raw files, the name of the bundle."""

from __future__ import annotations

import os
from itertools import islice

from runtime.language import source
from runtime.settings.sources import upwards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_ELEMENTS = ("string", "color", "float", "integer", "boolean")
# The first that has a value: that of the language in which a device starts, then that of every one.
_VARIANTS = ("zh_CN", "base")
# How far above the program a project can begin.
_HIGHEST = 12


class Resources:
    """What is found from `folder`, which is that of the program, upwards; '' where nothing is meant."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._values: dict[str, str] | None = None

    def get(self, name: str) -> str | None:
        """The value of `app.string.title`; None for what is not there."""
        if self._values is None:
            self._values = self._read()
        return self._values.get(name)

    def raw_file(self, path: str) -> bytes | None:
        """The content of the file at `path` below rawfile, None if there is none."""
        root = self._nearest(os.path.join("resources", "rawfile"))
        if root is None or "\0" in path:
            return None
        root = os.path.realpath(root)
        file = os.path.realpath(os.path.join(root, path))
        if os.path.commonpath([root, file]) != root or not os.path.isfile(file):
            return None
        if os.path.getsize(file) > source.LARGEST:
            return None
        with open(file, "rb") as stream:
            return stream.read()

    def bundle(self) -> str:
        """The bundleName of AppScope/app.json5, '' where there is none."""
        import re

        file = self._nearest(os.path.join("AppScope", "app.json5"))
        found = re.search(r'"?bundleName"?\s*:\s*["\']([\w.]+)["\']', _text(file) if file else "")
        return found[1] if found else ""

    def _read(self) -> dict[str, str]:
        values: dict[str, str] = {}
        for above in self._upwards():
            for place in (above, os.path.join(above, "AppScope")):
                for variant in _VARIANTS:
                    _read_elements(os.path.join(place, "resources", variant, "element"), values)
        return values

    def _nearest(self, path: str) -> str | None:
        candidates = (os.path.join(above, path) for above in self._upwards())
        return next((candidate for candidate in candidates if os.path.exists(candidate)), None)

    def _upwards(self) -> Iterator[str]:
        return islice(upwards(self._folder), _HIGHEST if self._folder else 0)


def _read_elements(folder: str, values: dict[str, str]) -> None:
    if not os.path.isdir(folder):
        return
    for kind in _ELEMENTS:
        content = _json(_text(os.path.join(folder, kind + ".json")))
        entries = content.get(kind) if isinstance(content, dict) else None
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("name"), str):
                values.setdefault(f"app.{kind}.{entry['name']}", str(entry.get("value", "")))


def _text(path: str) -> str:
    try:
        return source.read(path) if os.path.isfile(path) else ""
    except source.SourceError:
        return ""


def _json(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
