"""Where the value of a setting comes from.

Precedence, strongest first: the flag, the environment variable, the ohosrun.toml of the nearest parent folder of the
program, the default. A `table` setting (NAME=VALUE) is merged by name in that order; every other one is replaced.
"""

from __future__ import annotations

import os

from runtime.settings.table import TABLE, Setting, Settings, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

CONFIG_FILE = "ohosrun.toml"

_BY_NAME = {setting.name: setting for setting in TABLE}
_TRUE = ("1", "true", "yes", "on")
_FALSE = ("", "0", "false", "no", "off")


def resolve(
    flag_values: Mapping[str, Any],
    environ: Mapping[str, str],
    folder: str | None,
    defaults: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings of a run of a program in `folder` (None: no program on disk). Raises UsageError.

    `defaults` take the place of those of the table.
    """
    config = _from_config(folder) if folder is not None else {}
    layers = [defaults or {}, config, _from_environment(environ), flag_values]
    values: dict[str, Any] = {}
    for layer in layers:
        for name, value in layer.items():
            if _BY_NAME[name].kind == "table":
                value = {**values.get(name, {}), **value}
            values[name] = value
    if environ.get("NO_COLOR") and "no_color" not in values:
        values["no_color"] = True
    return Settings(**values)


def parse_text(setting: Setting, texts: Iterable[str], origin: str) -> Any:
    """The value written as text on the command line or in the environment. Raises UsageError naming `origin`."""
    texts = list(texts)
    text = texts[-1] if texts else ""
    match setting.kind:
        case "switch":
            if text.lower() not in _TRUE + _FALSE:
                raise UsageError(f"{origin}: expected true or false, not {text!r}")
            return text.lower() in _TRUE
        case "number":
            return _number(text, origin)
        case "list" | "paths":
            return tuple(texts)
        case "table":
            return dict(_pair(item, origin) for item in texts)
        case _:
            return text


def _number(text: str | float, origin: str) -> float:
    try:
        value = float(text)
    except (ValueError, OverflowError):
        value = -1.0
    if not 0 <= value < float("inf"):
        raise UsageError(f"{origin}: expected a number, zero or more, not {text!r}")
    return value


def _pair(text: str, origin: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"{origin}: expected NAME=VALUE, not {text!r}")
    return name, value


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for setting in TABLE:
        text = environ.get(setting.variable)
        if text is None or (not text and setting.kind != "switch"):
            continue
        texts = text.split() if setting.kind in ("list", "paths", "table") else [text]
        values[setting.name] = parse_text(setting, texts, setting.variable)
    return values


def find_config(folder: str) -> str | None:
    """The ohosrun.toml of `folder` or its nearest parent that has one."""
    folder = os.path.abspath(folder)
    while True:
        path = os.path.join(folder, CONFIG_FILE)
        if os.path.isfile(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _from_config(folder: str) -> dict[str, Any]:
    path = find_config(folder)
    if path is None:
        return {}
    import tomllib  # Imports re: not on the path of a run without this file.

    from runtime.language.source import SourceError, read_bytes

    shown = os.path.relpath(path)
    try:
        with open(path, "rb") as file:
            document = tomllib.loads(read_bytes(file, shown).decode())
    except SourceError as error:
        raise UsageError(error.message) from None
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{shown}: {getattr(error, 'strerror', None) or error}") from None
    keys = {setting.key: setting for setting in TABLE}
    values: dict[str, Any] = {}
    tests = document.pop("test", {})
    if not isinstance(tests, dict):
        raise UsageError(f"{shown}: test: expected a table")
    document.update({f"test-{key}": value for key, value in tests.items()})
    for key, value in document.items():
        setting = keys.get(key)
        if setting is None:
            raise UsageError(f"{shown}: unknown key {key!r}; the keys are {', '.join(sorted(keys))}")
        values[setting.name] = _from_toml(setting, value, f"{shown}: {key}", os.path.dirname(path))
    return values


def _from_toml(setting: Setting, value: Any, origin: str, folder: str) -> Any:
    match setting.kind, value:
        case "switch", bool():
            return value
        case "number", int() | float() if not isinstance(value, bool):
            return _number(value, origin)
        case "text", str():
            return value
        case "text", bool() if setting.optional:
            return setting.optional if value else ""
        case "path", str():
            return os.path.join(folder, value)
        case "paths", list() if all(isinstance(item, str) for item in value):
            return tuple(os.path.join(folder, item) for item in value)
        case "list", list() if all(isinstance(item, str) for item in value):
            return tuple(value)
        case "table", dict() if all(isinstance(item, str) for item in value.values()):
            return value
    wanted = {
        "switch": "true or false",
        "number": "a number",
        "text": "a string",
        "path": "a path as a string",
        "list": "an array of strings",
        "paths": "an array of paths as strings",
        "table": "a table of strings",
    }
    raise UsageError(f"{origin}: expected {wanted[setting.kind]}")
