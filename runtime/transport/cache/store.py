"""Where stored responses are: in memory and, after `flush`, in a folder. The least recently used goes first.

Nothing that is wrong with the folder is an error of the program: it is reported once, and the cache is as empty as the
folder is unusable.
"""

from __future__ import annotations

import time

from runtime.transport.cache.folder import Folder, encode, stored_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.transport.cache.folder import File
    from runtime.transport.cache.rules import StoredResponse

LARGEST_SIZE = 10 * 1024 * 1024  # Bytes; the document's limit and default (C11).


class _Entry:
    """`response` is None while it was not read from its file. `saved`: the file is this one; `used` in ns."""

    __slots__ = ("response", "saved", "size", "touched", "used")

    def __init__(self, response: StoredResponse | None, size: int, used: int, *, saved: bool) -> None:
        self.response = response
        self.size = size
        self.used = used
        self.saved = saved
        self.touched = False


class ResponseStore:
    """The responses of one program, at most `limit` bytes, by name (`entry_name`).

    `report(message)` hears once of a folder that cannot be used.
    """

    def __init__(self, folder: str, limit: float, report: Callable[[str], None]) -> None:
        self._folder = Folder(folder)
        self._limit = int(limit)
        self._report = report
        self._reported = False
        # Once something could not be removed, what is read could be what was to be gone.
        self._trusted = True
        self._entries: dict[str, _Entry] = {}  # Least recently used first.
        self._size = 0
        self._last_used = 0
        self._load()

    @property
    def size(self) -> int:
        """Bytes of what is stored."""
        return self._size

    def __len__(self) -> int:
        return len(self._entries)

    def _load(self) -> None:
        """Take in what earlier runs have flushed; the files are read when they are asked for."""
        try:
            files = self._fitting_files()
        except OSError as error:
            self._distrust(error)
            return
        for file in files:
            self._entries[file.name] = _Entry(None, file.size, file.used, saved=True)
            self._size += file.size
        self._evict()

    def _fitting_files(self) -> list[File]:
        """The files, without those that are larger than the cache: they are removed. Raises OSError."""
        files = self._folder.files()
        for file in files:
            if file.size > self._limit:
                self.remove(file.name)
        return [file for file in files if file.size <= self._limit]

    def set_limit(self, limit: float) -> int:
        """Hold at most `limit` bytes from now on; returns how many responses had to go."""
        self._limit = int(limit)
        return self._evict()

    def get(self, name: str) -> StoredResponse | None:
        """The response, which is now the most recently used; None if there is none."""
        entry = self._entries.pop(name, None)
        if entry is None or entry.response is None:
            # Also one that is not known here: another process may have flushed it.
            self._size -= entry.size if entry is not None else 0
            response = self._folder.read(name, self._limit) if self._trusted else None
            if response is None:
                return None
            entry = _Entry(response, stored_size(response), 0, saved=True)
            self._size += entry.size
        self._entries[name] = entry
        entry.used = self._tick()
        entry.touched = True
        if self._size > self._limit:
            self._evict()
        return entry.response

    def put(self, name: str, response: StoredResponse) -> int:
        """Store it in memory; returns how many others had to go, -1 if it is larger than the cache."""
        size = stored_size(response)
        if size > self._limit:
            self.remove(name)
            return -1
        previous = self._entries.pop(name, None)
        self._size += size - (previous.size if previous is not None else 0)
        self._entries[name] = _Entry(response, size, self._tick(), saved=False)
        return self._evict()

    def remove(self, name: str) -> None:
        """Forget it, also on disk."""
        entry = self._entries.pop(name, None)
        self._size -= entry.size if entry is not None else 0
        self._remove_file(name)

    def flush(self) -> None:
        """Make what is in memory survive the process; what the folder then holds too much goes."""
        if not self._entries or not self._trusted:
            return
        try:
            self._folder.create()
            present = {file.name for file in self._folder.files()}
        except OSError as error:
            self._problem(error)
            return
        for name, entry in self._entries.items():
            try:
                self._flush_entry(name, entry, name in present)
            except OSError as error:
                self._problem(error)
        self._trim()

    def _flush_entry(self, name: str, entry: _Entry, present: bool) -> None:
        if entry.response is not None and not (entry.saved and present):
            self._folder.write(name, encode(name, entry.response), entry.used)
            entry.saved = True
        elif entry.touched and present:
            self._folder.touch(name, entry.used)
        entry.touched = False

    def _trim(self) -> None:
        """Hold the folder to the limit as well: other processes write into it."""
        try:
            files = self._fitting_files()
        except OSError as error:
            self._problem(error)
            return
        surplus = sum(file.size for file in files) - self._limit
        for file in files:
            if surplus <= 0:
                return
            surplus -= file.size
            self.remove(file.name)

    def delete(self) -> None:
        """Forget everything, also on disk."""
        self._entries.clear()
        self._size = 0
        try:
            self._folder.delete()
        except OSError as error:
            self._distrust(error)

    def _evict(self) -> int:
        """Remove the least recently used until the rest is within the limit; returns how many."""
        evicted = 0
        while self._size > self._limit and self._entries:
            self.remove(next(iter(self._entries)))
            evicted += 1
        return evicted

    def _remove_file(self, name: str) -> None:
        try:
            self._folder.remove(name)
        except OSError as error:
            self._distrust(error)

    def _tick(self) -> int:
        """Now, in ns, and later than ever before: the order of use is to survive in the times of the files."""
        self._last_used = max(self._last_used + 1, time.time_ns())
        return self._last_used

    def _distrust(self, error: OSError) -> None:
        self._trusted = False
        self._problem(error)

    def _problem(self, error: OSError) -> None:
        if not self._reported:
            self._reported = True
            reason = error.strerror or error
            self._report(f"the response cache goes on in memory: it cannot use {self._folder.path}: {reason}")
