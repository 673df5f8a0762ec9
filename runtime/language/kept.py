"""JavaScript that was made of TypeScript, kept in the user's cache folder for the next run of the same text.

What is kept goes by the text, how it was read, and the code that reads it. A folder that is full, damaged or cannot be
written to changes nothing but time.
"""

from __future__ import annotations

import marshal
import os
import sys

from runtime.engine.bytecode import CHECKSUM_SIZE, checksum
from runtime.folders import user_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.language.edits import Parts

LIMIT = 64 * 1024 * 1024
"""How much is kept, in bytes; what was kept first goes first."""

_HERE = os.path.dirname(os.path.abspath(__file__))
_READERS = ("typescript", "arkts", "javascript")


class Kept:
    """The texts kept below a folder."""

    def __init__(self, folder: str, limit: int = LIMIT) -> None:
        self._folder = folder
        self._limit = limit

    def path(self, text: str, how: str) -> str:
        """The file for a text that was read in a certain way, whether or not there is one."""
        # The module itself: hashlib loads a library of seventeen others.
        from _blake2 import blake2b

        digest = blake2b(repr((how, sys.implementation.cache_tag, _readers())).encode(), digest_size=20)
        digest.update(text.encode("utf-8", "surrogatepass"))
        return os.path.join(self._folder, digest.hexdigest())

    def read(self, path: str) -> Parts | None:
        """What is kept in a file; None where there is nothing or it is damaged."""
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            return None
        if data[:CHECKSUM_SIZE] != checksum(data[CHECKSUM_SIZE:]):
            return None
        try:
            text, shifts, plain, outer = marshal.loads(data[CHECKSUM_SIZE:])
        except (ValueError, EOFError, TypeError):
            return None
        return text, shifts, plain, outer

    def write(self, path: str, parts: Parts) -> None:
        """Keep it, if that is possible."""
        body = marshal.dumps(parts)
        if len(body) > self._limit // 8:
            return
        temporary = f"{path}.{os.getpid()}"
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            self._make_room(len(body))
            with open(temporary, "wb") as file:
                file.write(checksum(body) + body)
            os.replace(temporary, path)
        except OSError:
            _remove(temporary)

    def _make_room(self, size: int) -> None:
        files = []
        for entry in os.scandir(self._folder):
            state = entry.stat(follow_symlinks=False)
            files.append((state.st_mtime_ns, state.st_size, entry.path))
        total = size + sum([entry_size for _, entry_size, _ in files])
        if total > self._limit:
            for _, entry_size, path in sorted(files):
                _remove(path)
                total -= entry_size
                if total <= self._limit * 3 // 4:
                    return


def user_folder(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """The folder for these texts below the user's cache folder."""
    return os.path.join(user_cache(environ, platform), "typescript")


def _readers() -> list[tuple[str, int, int]]:
    """The state of the code that reads texts, as a new version of it may read them otherwise."""
    states = []
    for folder in _READERS:
        for entry in os.scandir(os.path.join(_HERE, folder)):
            if entry.name.endswith((".py", ".txt")):
                state = entry.stat()
                states.append((entry.name, state.st_mtime_ns, state.st_size))
    return sorted(states)


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return
