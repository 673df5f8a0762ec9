"""Hears from the operating system, by way of watchdog, that something happened in a folder.

What it hears is only ever a hint to go and look (runtime/watch/files.py): events are late, repeated and out of order,
and some never come.
"""

from __future__ import annotations

import os
import sys
import threading
import time

from runtime.settings.sources import upwards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers.api import BaseObserver, ObservedWatch

    OnEvent = Callable[[str, str, str], None]

_INOTIFY = sys.platform.startswith("linux")
# Watching a parent folder costs only that folder with inotify; elsewhere it costs everything below it.
_PARENTS_ARE_CHEAP = _INOTIFY
# Only inotify tells that a file was closed.
_CLOSING_IS_HEARD = _INOTIFY
_LONGEST_LINK_CHAIN = 40  # As the Linux kernel counts (path_resolution(7)).

# Other machines and the host of a container change files here without this kernel hearing of it.
_SILENT_TYPES = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "ncpfs",
        "9p",
        "virtiofs",
        "vboxsf",
        "vmhgfs",
        "prl_fs",
        "drvfs",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "sshfs",
        "davfs",
        "fuse",
        "fuseblk",
        "fakeowner",
        "v9fs",
        "acfs",
        "beegfs",
        "ocfs2",
        "gfs2",
    ]
)


class Hints:
    """What happened since one last asked, collected by watchdog's threads and taken by the one that looks."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._names: frozenset[str] = frozenset()
        self._trees: tuple[str, ...] = ()
        self._kicked = False
        self._paths: set[str] = set()
        self._replaced: set[str] = set()
        self._writing: set[str] = set()
        self._whole: set[str] = set()
        self.last = 0.0

    def listen_for(self, names: Iterable[str], trees: Iterable[str]) -> None:
        """Take note only of files and folders called one of `names`, and of everything below `trees`."""
        self._names = frozenset(names)
        self._trees = tuple(tree + os.sep for tree in trees)

    def kick(self) -> None:
        """End a `wait` although nothing happened; any thread may, a signal handler may not."""
        with self._changed:
            self._kicked = True
            self._changed.notify()

    def on_event(self, kind: str, path: str, destination: str) -> None:
        """Take note of watchdog's event of type `kind`."""
        heard = [place for place in (path, destination) if place and self._concerns(place)]
        if not heard:
            return
        with self._changed:
            self.last = time.monotonic()
            self._paths.update(heard)
            if kind == "modified" and _CLOSING_IS_HEARD:
                self._writing.update(heard)
            else:
                self._writing.difference_update(heard)
            self._whole.difference_update(heard)
            if kind in ("closed", "moved"):
                self._whole.add(destination or path)
            if kind not in ("modified", "closed"):
                self._replaced.update(heard)
            self._changed.notify()

    def _concerns(self, path: str) -> bool:
        return os.path.basename(path) in self._names or path.startswith(self._trees)

    def wait(self, seconds: float, *, for_kicks_only: bool = False) -> None:
        """Wait until something happens or `kick` is called, for `seconds` at most."""
        with self._changed:
            if not self._kicked and (for_kicks_only or not self._paths):
                self._changed.wait(seconds)
            self._kicked = False

    @property
    def pending(self) -> bool:
        """Whether something happened that was not taken yet."""
        return bool(self._paths)

    def take(self) -> tuple[set[str], set[str]]:
        """The paths something happened to, and those that were created, deleted or moved."""
        with self._changed:
            paths, self._paths = self._paths, set()
            replaced, self._replaced = self._replaced, set()
            return paths, replaced

    def is_being_written(self, path: str) -> bool:
        """Whether `path` (a real path) was written to by someone who has not closed it yet, as far as events tell."""
        return path in self._writing

    def is_whole(self, path: str) -> bool:
        """Whether the last that was heard of `path` is that it was closed, or that it took its place by a rename."""
        return path in self._whole

    def forget_states(self) -> None:
        """What was heard up to now has been made use of; whoever still writes was waited for long enough."""
        with self._changed:
            self._writing.clear()
            self._whole.clear()


class FolderWatch:
    """The folders that watchdog observes, as a set that is followed."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._observers: list[tuple[BaseObserver, list[type[FileSystemEvent]]]] = []
        self._handler: FileSystemEventHandler | None = None
        self._watched: dict[tuple[str, bool], _Watched] = {}

    def _start(self) -> FileSystemEventHandler:
        """Import watchdog (about 90 ms) and start its threads. Raises OSError where the system has no more to give."""
        import logging

        import watchdog.events as events
        from watchdog.observers import Observer

        # Its remarks on queues and threads would land on the user's terminal.
        logging.getLogger("watchdog").addHandler(logging.NullHandler())
        # With inotify, after a file moved out of a folder, watchdog holds back every later event of that folder for
        # half a second, in case the other half of the move comes; many editors move the old file away first. What
        # happens to contents is therefore heard by an observer that does not hear of moves.
        contents = [events.FileModifiedEvent, events.FileClosedEvent]
        names = [
            events.FileCreatedEvent,
            events.FileDeletedEvent,
            events.FileMovedEvent,
            events.DirCreatedEvent,
            events.DirDeletedEvent,
            events.DirMovedEvent,
        ]
        for event_filter in (contents, names) if _INOTIFY else (contents + names,):
            observer = Observer()
            observer.start()
            self._observers.append((observer, event_filter))
        return _handler(self._on_event)

    def follow(self, folders: Collection[str], trees: Collection[str], replaced: Collection[str]) -> str:
        """Watch exactly `folders` and, with all below them, `trees` (real paths); returns why that failed, or ''.

        A folder that stands at or below one of `replaced` may be another one than before and is watched anew.
        """
        if self._handler is None:
            self._handler = self._start()
        wanted = {(folder, False) for folder in folders} | {(tree, True) for tree in trees}
        for key, watched in list(self._watched.items()):
            if key not in wanted or watched.identity != _identity(key[0]) or _is_below(key[0], replaced):
                self._unwatch(key)
        for key in wanted:
            if key not in self._watched:
                try:
                    self._watch(key, self._handler)
                except OSError as error:
                    if os.path.isdir(key[0]):
                        return (error.strerror or str(error)).lower()
        return ""

    def _watch(self, key: tuple[str, bool], handler: FileSystemEventHandler) -> None:
        folder, recursive = key
        identity = _identity(folder)
        if identity is None:
            return
        watches: list[ObservedWatch] = []
        self._watched[key] = _Watched(identity, watches)
        for observer, event_filter in self._observers:
            watches.append(observer.schedule(handler, folder, recursive=recursive, event_filter=event_filter))

    def _unwatch(self, key: tuple[str, bool]) -> None:
        for (observer, _), watch in zip(self._observers, self._watched.pop(key).watches, strict=False):
            observer.unschedule(watch)

    def close(self) -> None:
        """Stop watchdog's threads."""
        for observer, _ in self._observers:
            observer.stop()
        self._observers.clear()
        self._watched.clear()


class _Watched:
    __slots__ = ("identity", "watches")

    def __init__(self, identity: tuple[int, int], watches: list[ObservedWatch]) -> None:
        self.identity = identity
        self.watches = watches


def _handler(on_event: OnEvent) -> FileSystemEventHandler:
    from watchdog.events import FileSystemEventHandler

    class Handler(FileSystemEventHandler):
        def dispatch(self, event: FileSystemEvent) -> None:
            on_event(event.event_type, os.fsdecode(event.src_path), os.fsdecode(event.dest_path or ""))

    return Handler()


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_below(folder: str, places: Collection[str]) -> bool:
    return any(folder == place or folder.startswith(place + os.sep) for place in places)


# Where a path is looked up --------------------------------------------------------------------------------------


class Lookup:
    """Every step by which the system finds what `path` (absolute) means: a name in a real folder, links followed."""

    __slots__ = ("linked", "steps")

    def __init__(self, path: str) -> None:
        self.steps: list[tuple[str, str]] = []
        self.linked: set[str] = set()
        drive, rest = os.path.splitdrive(path)
        current = drive + os.sep
        pending = _parts(rest)
        links = 0
        while pending and links < _LONGEST_LINK_CHAIN:
            name = pending.pop()
            if name == os.pardir:
                current = os.path.dirname(current)
                continue
            self.steps.append((current, name))
            full = os.path.join(current, name)
            try:
                target = os.readlink(full)
            except OSError:
                current = full
                continue
            links += 1
            self.linked.add(current)
            pending += _parts(target)
            if os.path.isabs(target):
                current = os.path.splitdrive(target)[0] + os.sep

    def names(self) -> set[str]:
        """The names that something happens to when the path comes to mean another file."""
        return {name for _, name in self.steps}

    def folders(self, base: str) -> set[str]:
        """The folders to watch for that: its own or the nearest that is there, that one's parent, those that hold
        links, and all below `base`, the program's folder."""
        present = [folder for folder, _ in self.steps if os.path.isdir(folder)]
        if not _PARENTS_ARE_CHEAP:
            return set(present[-1:])
        return set(present[-2:]) | self.linked | {folder for folder in present if _is_below(folder, (base,))}


def _parts(path: str) -> list[str]:
    """The parts of `path`, the last first."""
    return [part for part in reversed(path.split(os.sep)) if part not in ("", os.curdir)]


# Mounts ---------------------------------------------------------------------------------------------------------


class Mounts:
    """Which paths are on a mount whose changes the kernel does not report; `table` is that of /proc/mounts."""

    def __init__(self, table: str) -> None:
        self._silent: dict[str, bool] = {}
        for line in table.splitlines():
            fields = line.split(" ")
            if len(fields) > 2:
                kind = fields[2]
                self._silent[_unescape(fields[1])] = kind in _SILENT_TYPES or kind.startswith("fuse.")

    def silent(self, path: str) -> bool:
        """Whether no events arrive for the real path `path`."""
        return next((self._silent[above] for above in upwards(path) if above in self._silent), False)


def mounts() -> Mounts:
    """The mounts of this process; none where the system does not list them."""
    try:
        with open("/proc/mounts", encoding="utf-8", errors="surrogateescape") as file:
            return Mounts(file.read())
    except OSError:
        return Mounts("")


def _unescape(text: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, char)
    return text
