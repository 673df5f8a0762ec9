"""The resources of the project that a program is part of: values by name, raw files, media, the name of the bundle."""

from __future__ import annotations

import os
from itertools import islice

from runtime.language import source
from runtime.settings.sources import upwards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_ELEMENTS = ("string", "color", "float", "integer", "boolean", "strarray", "intarray", "plural")
# The first that has a value: that of the language in which a device starts, then that of every one.
_VARIANTS = ("zh_CN", "base")
# How far above the program a project can begin.
_HIGHEST = 12
# A resource may be another one (`$string:title`), which may be another one.
_DEEPEST = 8
# The numbers of an app's resources begin here on a device.
_FIRST_NUMBER = 0x01000000


class Resources:
    """What is found from `folder`, which is that of the program, upwards; '' where nothing is meant."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._values: dict[str, Any] | None = None
        self._names: list[str] = []
        self._numbers: dict[str, int] = {}

    def get(self, name: str) -> str | None:
        """The value of `app.string.title`; None for what is not there or is more than one value."""
        value = self.value(name)
        return value if isinstance(value, str) else None

    def value(self, name: str) -> str | list[str] | dict[str, str] | None:
        """The value of any resource: texts of an array, those of a plural by quantity; None for what is not there."""
        if self._values is None:
            self._values = self._read()
        parts = name.split(".", 2)
        if len(parts) < 3 or parts[0] == "sys":
            return None
        # `[module].string.title` is a resource of the app, too.
        found: str | list[str] | dict[str, str] | None = self._values.get(".".join(parts[1:]))
        return found

    def number(self, name: str) -> int:
        """The number by which a program may call the resource `name` in this run."""
        if name not in self._numbers:
            self._numbers[name] = _FIRST_NUMBER + len(self._names)
            self._names.append(name)
        return self._numbers[name]

    def name(self, number: float) -> str | None:
        """The name of the resource that has this number; None for no such number."""
        index = number - _FIRST_NUMBER
        return self._names[int(index)] if 0 <= index < len(self._names) else None

    def raw_path(self, path: str) -> str | None:
        """Where the file or folder at `path` below rawfile is; None if there is none."""
        root = self._nearest(os.path.join("resources", "rawfile"))
        if root is None or "\0" in path:
            return None
        root = os.path.realpath(root)
        found = os.path.realpath(os.path.join(root, path))
        return found if os.path.commonpath([root, found]) == root and os.path.exists(found) else None

    def raw_file(self, path: str) -> bytes | None:
        """The content of the file at `path` below rawfile, None if there is none."""
        return _content(self.raw_path(path))

    def media(self, name: str) -> bytes | None:
        """The content of `app.media.icon`, whatever its extension; None if there is none."""
        wanted = name.rpartition(".")[2]
        for place in self._places():
            for variant in _VARIANTS:
                folder = os.path.join(place, "resources", variant, "media")
                for file in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
                    if os.path.splitext(file)[0] == wanted:
                        return _content(os.path.join(folder, file))
        return None

    def bundle(self) -> str:
        """The bundleName of AppScope/app.json5, '' where there is none."""
        import re

        file = self._nearest(os.path.join("AppScope", "app.json5"))
        found = re.search(r'"?bundleName"?\s*:\s*["\']([\w.]+)["\']', _text(file) if file else "")
        return found[1] if found else ""

    def _read(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for place in self._places():
            for variant in _VARIANTS:
                _read_elements(os.path.join(place, "resources", variant, "element"), values)
        return {name: _resolved(value, values) for name, value in values.items()}

    def _places(self) -> Iterator[str]:
        """The folders that may have resources: those above the program, and the other modules of its project."""
        for above in self._upwards():
            yield above
            yield os.path.join(above, "AppScope")
            for module in _modules(above):
                yield os.path.join(above, module, "src", "main")

    def _nearest(self, path: str) -> str | None:
        candidates = (os.path.join(above, path) for above in self._upwards())
        return next((candidate for candidate in candidates if os.path.exists(candidate)), None)

    def _upwards(self) -> Iterator[str]:
        return islice(upwards(self._folder), _HIGHEST if self._folder else 0)


def _modules(folder: str) -> list[str]:
    """The modules of the project whose root the folder is, as paths from there."""
    import re

    return re.findall(r'"?srcPath"?\s*:\s*["\']([^"\']+)["\']', _text(os.path.join(folder, "build-profile.json5")))


def _read_elements(folder: str, values: dict[str, Any]) -> None:
    # A file may be called otherwise than what it has.
    for file in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        content = _json(_text(os.path.join(folder, file))) if file.endswith(".json") else None
        for kind in _ELEMENTS:
            entries = content.get(kind) if isinstance(content, dict) else None
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, dict) and isinstance(entry.get("name"), str):
                    values.setdefault(f"{kind}.{entry['name']}", _value(entry.get("value", "")))


def _value(value: Any) -> str | list[str] | dict[str, str]:
    if not isinstance(value, list):
        return _shown(value)
    if any(isinstance(one, dict) and "quantity" in one for one in value):
        return {str(one.get("quantity")): _shown(one.get("value", "")) for one in value if isinstance(one, dict)}
    return [_shown(one.get("value", "") if isinstance(one, dict) else one) for one in value]


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _resolved(value: Any, values: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_resolved(one, values) for one in value]
    for _ in range(_DEEPEST):
        kind, colon, name = value[1:].partition(":") if isinstance(value, str) and value[:1] == "$" else ("", "", "")
        if not colon or f"{kind}.{name}" not in values:
            break
        value = values[f"{kind}.{name}"]
    return value


def _content(path: str | None) -> bytes | None:
    if path is None or not os.path.isfile(path) or os.path.getsize(path) > source.LARGEST:
        return None
    with open(path, "rb") as stream:
        return stream.read()


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
