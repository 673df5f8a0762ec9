"""What a value has to be beyond its kind: each is named by the row of a setting, and imported when there is a value.

Each takes the value and where it comes from, and raises UsageError.
"""

from __future__ import annotations

import os

from runtime.settings.table import UsageError

# In MiB. The globals and the largest native module take a third of it.
SMALLEST_HEAP = 1

OLDEST_API, NEWEST_API = 9, 26

_TRACE_LEVELS = ("", "on", "headers", "body", "curl")
_LANGUAGES = ("js", "ts", "ets")


def cacert(path: str, origin: str) -> None:
    """A file that is there."""
    if path and not os.path.isfile(path):
        raise UsageError(f"{origin}: no such file: {path}")


def folders(paths: tuple[str, ...], origin: str) -> None:
    """Folders that are there."""
    for path in paths:
        if not os.path.isdir(path):
            raise UsageError(f"{origin}: no such folder: {path}")


def modules(files: dict[str, str], origin: str) -> None:
    """Files that are there."""
    for path in files.values():
        if not os.path.isfile(path):
            raise UsageError(f"{origin}: no such file: {path}")


def trace(level: str, origin: str) -> None:
    """One of the levels."""
    if level not in _TRACE_LEVELS:
        raise UsageError(f"{origin}: expected headers, body or curl, not {level!r}")


def lang(language: str, origin: str) -> None:
    """One of the languages."""
    if language not in _LANGUAGES:
        raise UsageError(f"{origin}: expected js, ts or ets, not {language!r}")


def api(version: float, origin: str) -> None:
    """A version whose devices are known."""
    if not (OLDEST_API <= version <= NEWEST_API and version == int(version)):
        raise UsageError(f"{origin}: expected an API version, {OLDEST_API} to {NEWEST_API}, not {version:g}")


def memory_limit(limit: float, origin: str) -> None:
    """Room enough to begin."""
    if 0 < limit < SMALLEST_HEAP:
        raise UsageError(f"{origin}: at least {SMALLEST_HEAP} MiB, or 0 for no limit, not {limit:g}")


def resolve(entries: tuple[str, ...], origin: str) -> None:
    """Three parts each."""
    for entry in entries:
        if entry.count(":") < 2:
            raise UsageError(f"{origin}: expected HOST:PORT:ADDR, not {entry!r}")


def deny(permissions: tuple[str, ...], origin: str) -> None:
    """Permissions that OpenHarmony has."""
    from runtime.settings.permissions import PREFIX, known

    for permission in permissions:
        if permission not in (names := known()):
            # What all begin with makes none the nearest.
            from runtime.output.spelling import nearest

            close = nearest(permission.removeprefix(PREFIX).upper(), [name.removeprefix(PREFIX) for name in names])
            hint = f"; did you mean {PREFIX}{close}?" if close else ""
            raise UsageError(f"{origin}: OpenHarmony has no permission {permission!r}{hint}")
