"""Where the value of a setting comes from.

Precedence, strongest first: the flag, the environment variable, the ohosrun.toml of the nearest parent folder of the
program, the default. A `table` setting (NAME=VALUE) is merged by name in that order; every other one is replaced.
"""

from __future__ import annotations

import os

from runtime.settings.table import TABLE, ConfigurationError, Setting, Settings, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

CONFIG_FILE = "ohosrun.toml"
_PREFIX = "OHOSRUN_"

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
    config, shown = _from_config(folder) if folder is not None else ({}, "")
    layers: tuple[tuple[Mapping[str, Any], Callable[[Setting], str]], ...] = (
        (defaults or {}, lambda setting: setting.flag),
        (config, lambda setting: f"{shown}: {setting.key}"),
        (_from_environment(environ), lambda setting: setting.variable),
        (flag_values, lambda setting: setting.flag),
    )
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for layer, origin in layers:
        for name, value in layer.items():
            if _BY_NAME[name].kind in ("table", "files"):
                value = {**values.get(name, {}), **value}
            values[name] = value
            origins[name] = origin(_BY_NAME[name])
    _check(values, origins)
    if environ.get("NO_COLOR") and "no_color" not in values:
        values["no_color"] = True
    return Settings(**values)


def _check(values: Mapping[str, Any], origins: Mapping[str, str]) -> None:
    """Raises UsageError for values that are well-formed and cannot work."""
    for name, value in values.items():
        setting = _BY_NAME[name]
        if setting.check:
            from runtime.settings import checks

            try:
                getattr(checks, setting.check)(value, origins[name])
            except UsageError as error:
                if origins[name] == setting.flag:
                    raise
                raise ConfigurationError(str(error)) from None


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
        case "table" | "files":
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
    given = [name for name in environ if name.startswith(_PREFIX)]
    if not given:
        return {}
    variables = {setting.variable for setting in TABLE}
    for name in given:
        if name not in variables:
            from runtime.output.spelling import nearest

            close = nearest(name, sorted(variables))
            raise ConfigurationError(f"{name}: no such setting" + (f"; did you mean {close}?" if close else ""))
    values: dict[str, Any] = {}
    for setting in TABLE:
        text = environ.get(setting.variable)
        if text is None or (not text and setting.kind != "switch"):
            continue
        texts = text.split() if setting.kind in ("list", "paths", "table", "files") else [text]
        try:
            values[setting.name] = parse_text(setting, texts, setting.variable)
        except UsageError as error:
            raise ConfigurationError(str(error)) from None
    return values


def find_config(folder: str) -> str | None:
    """The ohosrun.toml of `folder` or its nearest parent that has one."""
    paths = (os.path.join(above, CONFIG_FILE) for above in upwards(os.path.abspath(folder)))
    return next(filter(os.path.isfile, paths), None)


def upwards(folder: str) -> Iterator[str]:
    """`folder` and all that it is in, the nearest first."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _from_config(folder: str) -> tuple[dict[str, Any], str]:
    """The values, and how messages name the file."""
    path = find_config(folder)
    if path is None:
        return {}, ""
    import tomllib  # Imports re: not on the path of a run without this file.

    from runtime.language.source import SourceError, read_bytes

    shown = os.path.relpath(path)
    try:
        with open(path, "rb") as file:
            document = tomllib.loads(read_bytes(file, shown).decode())
    except SourceError as error:
        raise ConfigurationError(error.message) from None
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"{shown}: {getattr(error, 'strerror', None) or error}") from None
    keys = {setting.key: setting for setting in TABLE}
    values: dict[str, Any] = {}
    tests = document.pop("test", {})
    if not isinstance(tests, dict):
        raise ConfigurationError(f"{shown}: test: expected a table")
    document.update({f"test-{key}": value for key, value in tests.items()})
    if "modules" in document:
        document["module"] = document.pop("modules")
    for key, value in document.items():
        setting = keys.get(key)
        if setting is None:
            from runtime.output.spelling import nearest

            close = nearest(key, sorted(keys))
            known = f"did you mean {close!r}?" if close else f"the keys are {', '.join(sorted(keys))}"
            raise ConfigurationError(f"{shown}: unknown key {key!r}; {known}")
        values[setting.name] = _from_toml(setting, value, f"{shown}: {key}", os.path.dirname(path))
    return values, shown


def _local(folder: str, name: str) -> str:
    """A name of a module; one that is a path is relative to the file that has it."""
    return os.path.join(folder, name) if name.startswith(("./", "../")) else name


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
        case "files", dict() if all(isinstance(item, str) for item in value.values()):
            return {_local(folder, name): os.path.join(folder, item) for name, item in value.items()}
    wanted = {
        "switch": "true or false",
        "number": "a number",
        "text": "a string",
        "path": "a path as a string",
        "list": "an array of strings",
        "paths": "an array of paths as strings",
        "table": "a table of strings",
        "files": "a table of paths as strings",
    }
    raise ConfigurationError(f"{origin}: expected {wanted[setting.kind]}")
