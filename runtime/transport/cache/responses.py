"""The responses of one program: where they are, when they are put on disk."""

from __future__ import annotations

import os
import sys
import time

from runtime.folders import user_cache
from runtime.transport.cache.folder import entry_name
from runtime.transport.cache.store import ResponseStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.loop import Loop, Timer
    from runtime.transport.cache.rules import StoredResponse

FLUSH_INTERVAL = 60_000  # ms (8.1).


def folder_for(cache_dir: str, program_name: str, environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """The folder for the responses of the program of that real path, below `cache_dir` or the user's cache folder."""
    program = entry_name(os.fsencode(program_name))
    return os.path.join(os.path.abspath(cache_dir or user_cache(environ, platform)), "http", program)


class ResponseCache:
    """The cache of one program. Outlives its runs in a hot-reload loop; `now` is its clock, in s since the epoch."""

    def __init__(self, loop: Loop, folder: str, now: Callable[[], float] = time.time) -> None:
        self._loop = loop
        self._folder = folder
        self._store: ResponseStore | None = None
        self._timer: Timer | None = None
        self._inform: Callable[[str], None] = _ignore
        self.now = now
        self.running = False
        # How often it was deleted: what was asked for before is not stored after.
        self.deletions = 0

    def open(self, limit: float, inform: Callable[[str], None]) -> None:
        """Start, or go on with another size; `limit` in bytes. `inform(message)` hears of an unusable folder."""
        self._inform = inform
        if self._store is None:
            self._store = ResponseStore(self._folder, limit, lambda message: self._inform(message))
        else:
            self._store.set_limit(limit)
        self.running = True
        self._flush_later()

    def get(self, name: str) -> StoredResponse | None:
        """The response stored under `name`."""
        return self._store.get(name) if self._store is not None and self.running else None

    def put(self, name: str, response: StoredResponse) -> int:
        """Store it; returns how many others had to go, -1 if it is too large."""
        assert self._store is not None, "put() before open()"
        return self._store.put(name, response)

    def remove(self, name: str) -> None:
        """Forget what is stored under `name`."""
        if self._store is not None:
            self._store.remove(name)

    def flush(self) -> None:
        """Put on disk what is in memory; nothing happens while it is not running (8.1)."""
        if self._store is not None and self.running:
            self._store.flush()

    def delete(self) -> None:
        """Stop and forget everything, also on disk (C12)."""
        self.running = False
        self.deletions += 1
        self._cancel_timer()
        if self._store is not None:
            self._store.delete()

    def close(self) -> None:
        """The last run is over. What was not flushed is lost, as when an app ends."""
        self._cancel_timer()

    def _flush_later(self) -> None:
        self._cancel_timer()
        self._timer = self._loop.call_later(FLUSH_INTERVAL, self._flush_in_turn, background=True)

    def _flush_in_turn(self) -> None:
        self.flush()
        self._flush_later()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._loop.cancel(self._timer)
            self._timer = None


def _ignore(_message: str) -> None:
    return None
