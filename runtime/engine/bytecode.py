"""The JavaScript that is part of ohosrun, compiled.

Parsing it takes several times as long as everything else an engine does before a script starts. As Python does with its
own modules, the result is kept in `__pycache__` beside the sources, or below the user's cache folder where the
installation cannot be written to.
"""

from __future__ import annotations

import marshal
import os
import sys

# What Python has for its own compiled modules; crc32 comes in a library that would have to be loaded.
from _imp import source_hash

from runtime.engine.quickjs import ENGINE_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    T = TypeVar("T")

# What those who load make of bytecode may change without any source doing so.
_FORMAT = 2
CHECKSUM_SIZE = 8
_CHECKSUM_KEY = 0


def load(
    folder: str,
    names: Sequence[str],
    compile_file: Callable[[str, str], bytes],
    *,
    keep: bool = not sys.dont_write_bytecode,
) -> dict[str, bytes]:
    """The bytecode of the files `names` of `folder`, by name, from the cache if that is as new as they are.

    `compile_file(text, name)` makes it where there is none; what it made is put there if it is to `keep`.
    """
    name = f"javascript.{sys.implementation.cache_tag}.jsc"
    path = os.path.join(folder, "__pycache__", name)
    key = _key(folder, names)
    blobs = _read(path, key)
    own = "" if blobs is not None or os.access(folder, os.W_OK) else _own_path(folder, name)
    if blobs is None and own:
        blobs = _read(own, key)
    if blobs is None:
        blobs = {name: compile_file(_text(folder, name), name) for name in names}
        if keep and not _write(path, key, blobs) and own:
            _write(own, key, blobs)
    return blobs


def checksum(data: bytes) -> bytes:
    """Of what is kept in a file, to tell whether it is all there."""
    return source_hash(_CHECKSUM_KEY, data)


class Library:
    """What runs of one process have loaded, so that the next one reads no file for it."""

    def __init__(self) -> None:
        self._shelves: dict[str, Any] = {}

    def get(self, name: str, load_it: Callable[[], T]) -> T:
        """What is kept under `name`, loaded the first time."""
        if name not in self._shelves:
            self._shelves[name] = load_it()
        kept: T = self._shelves[name]
        return kept


def _own_path(folder: str, name: str) -> str:
    """The file of this user for what belongs beside `folder`; '' for a user without a home."""
    from runtime.folders import user_cache

    base = user_cache(os.environ)
    return (
        os.path.join(base, "javascript", f"{checksum(os.fsencode(folder)).hex()}.{name}") if os.path.isabs(base) else ""
    )


def _key(folder: str, names: Sequence[str]) -> list[object]:
    """What the bytecode depends on: its form, the engine's build and the state of every source."""
    states = [os.stat(os.path.join(folder, name)) for name in names]
    return [
        _FORMAT,
        ENGINE_VERSION,
        folder,
        *((name, state.st_mtime_ns, state.st_size) for name, state in zip(names, states, strict=True)),
    ]


def _text(folder: str, name: str) -> str:
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


def _read(path: str, key: list[object]) -> dict[str, bytes] | None:
    """The cached bytecode; None if there is none, it is for other sources, or it is damaged."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    # The engine trusts bytecode blindly, so a torn file must never reach it.
    if data[:CHECKSUM_SIZE] != checksum(data[CHECKSUM_SIZE:]):
        return None
    try:
        cached_key, blobs = marshal.loads(data[CHECKSUM_SIZE:])
    except (ValueError, EOFError, TypeError):
        return None
    return blobs if cached_key == key else None


def _write(path: str, key: list[object], blobs: dict[str, bytes]) -> bool:
    """Keep `blobs`; returns whether that was possible."""
    body = marshal.dumps((key, blobs))
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as file:
            file.write(checksum(body) + body)
        os.replace(temporary, path)
    except OSError:
        return False
    return True
