"""Decides when what a run has read is no longer what is on disk, and that a save is over.

The truth is always the comparison with what the run saw, so that nothing is missed and nothing reported twice;
events (runtime/watch/folders.py) only say when to compare. A change is reported when

- nothing has happened for 30 ms, so that a save made of several steps counts once; 20 ms do when all that changed is
  known to have been closed or renamed into place since, and 100 ms are waited where no events tell;
- and no file looks unfinished. Unfinished is a file that was written to and not closed since (1 s at most, where
  events tell), one that is gone or empty and was not before (300 ms), one that no longer parses or is no longer
  UTF-8 and was fine before (150 ms), each counted from the last sign of life;
- and git is not about to change more: it holds .git/index.lock as long as a checkout takes.

Somebody who never stops writing is cut short after 2 s, git after 10 s.
"""

from __future__ import annotations

import os
import threading
import time

from runtime.watch.content import CREATED, Seen, content_of, git_lock, matches, signature_of
from runtime.watch.folders import FolderWatch, Hints, Lookup, mounts
from runtime.watch.reads import Reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from runtime.watch.content import Content, Signature

# In s, as the module's text says.
_QUIET = 0.03
_QUIET_WHEN_WHOLE = 0.02
_QUIET_UNHEARD = 0.1
_OPEN_PATIENCE = 1.0
_LONGEST_SAVE = 2.0
_LONGEST_CHECKOUT = 10.0
_STEP = 0.005

_POLL_INTERVAL = 0.1
# What no event tells of (a network drive that is not known as one, a parent folder replaced) is found this often.
_BACKSTOP_INTERVAL = 1.0
# How often a run that still goes on is asked whether it has imported more, and how long it may take to read a file
# after it found that it is there.
_IMPORTS_INTERVAL = 0.1
# The first run has the processor to itself for so long; watchdog's import would slow it down.
_HEAD_START = 0.1
# As much as the main thread has: the engine parses in this thread too.
_STACK_SIZE = 8 * 1024 * 1024

# A content that nothing is equal to.
_UNKNOWN = b"unknown"

_IGNORED_IN_TREES = [
    ".git",
    ".hg",
    ".svn",
    ".venv",
    ".idea",
    ".vscode",
    "node_modules",
    "__pycache__",
    "*~",
    "*.sw?",
    ".#*",
    "#*#",
    "*___jb_*",
    ".DS_Store",
    "4913",
]


class WatchOptions:
    """What --watch-path, --watch-ignore and --watch-poll ask for.

    `base` is the real folder of the program; globs match relative to `here`.
    """

    __slots__ = ("_here", "_ignored", "base", "poll", "trees")

    def __init__(
        self, base: str, here: str, trees: Iterable[str] = (), ignored: Iterable[str] = (), *, poll: bool = False
    ) -> None:
        self.base = base
        self._here = here
        self.trees = tuple(os.path.realpath(os.path.join(here, tree)) for tree in trees)
        self._ignored = tuple(ignored)
        self.poll = poll

    def ignores(self, path: str) -> bool:
        """Whether a glob matches the whole path, the path from the working directory or one name in the latter."""
        return bool(self._ignored) and matches(self._ignored, path, os.path.relpath(path, self._here))

    def tree_files(self) -> list[str]:
        """The files below the folders of --watch-path that are worth watching."""
        found = []
        for tree in self.trees:
            for folder, folders, files in os.walk(tree):
                folders[:] = [name for name in folders if not matches(_IGNORED_IN_TREES, name)]
                found += [os.path.join(folder, name) for name in files if not matches(_IGNORED_IN_TREES, name)]
        return [path for path in found if not self.ignores(path)]


class FileWatch:
    """A thread that calls `report(reads, changes)`, path -> what happened, at most once per `follow`.

    `complain(message)` hears, once, that the system cannot watch and that files are polled instead.
    """

    def __init__(self, report: Callable[[Reads, dict[str, str]], None], complain: Callable[[str], None]) -> None:
        self._report = report
        self._complain = complain
        self._hints = Hints()
        self._folders = FolderWatch(self._hints.on_event)
        self._mounts = mounts()
        self._can_hear = True
        self._polled = False
        self._next: tuple[Reads, WatchOptions] | None = None
        self._reads = Reads()
        self._options = WatchOptions(os.sep, os.sep)
        self._armed = False
        self._running = False
        self._closed = False
        self._imported: dict[str, Seen] = {}
        self._in_trees: dict[str, Seen] = {}
        self._trees_at_start: dict[str, Signature] | None = None
        self._known_size = -1
        self._reported: dict[str, Content] = {}
        self._looked_at = 0.0
        self._followed_at = 0.0
        self._may_start = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    # From the thread of the runs --------------------------------------------------------------------------------

    def follow(self, reads: Reads, options: WatchOptions) -> None:
        """A run begins that fills `reads`; compare with what it sees from now on."""
        if options.trees != self._options.trees:
            # Now, since a change in the first moments of the run counts already.
            self._trees_at_start = {path: signature_of(path) for path in options.tree_files()}
        self._next = (reads, options)
        self._running = True
        if self._thread.ident is None:
            previous = threading.stack_size(_STACK_SIZE)
            self._thread.start()
            threading.stack_size(previous)
        self._hints.kick()

    def rest(self) -> None:
        """The run is over and reads nothing any more."""
        self._running = False
        self._may_start.set()
        self._hints.kick()

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        self._may_start.set()
        self._hints.kick()
        if self._thread.ident is not None:
            self._thread.join(1)

    # The thread -------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._keep_looking()
        except Exception as error:  # noqa: BLE001 - nobody else would say that nothing is watched any more.
            self._complain(f"files are no longer watched, by a bug in ohosrun: {type(error).__name__}: {error}")

    def _keep_looking(self) -> None:
        self._may_start.wait(_HEAD_START)
        while not self._closed:
            self._take_next()
            if self._armed and self._is_due():
                self._look()
            self._hints.wait(self._interval(), for_kicks_only=not self._armed)
        self._folders.close()

    def _take_next(self) -> None:
        following = self._next
        if following is None or following[0] is self._reads:
            return
        self._reads, self._options = following
        self._armed = True
        self._imported.clear()
        self._known_size = -1
        for seen in self._in_trees.values():
            seen.before = seen.now

    def _interval(self) -> float:
        if self._polled:
            return _POLL_INTERVAL
        return _IMPORTS_INTERVAL if self._running else _BACKSTOP_INTERVAL

    def _is_due(self) -> bool:
        interval = _POLL_INTERVAL if self._polled else _BACKSTOP_INTERVAL
        late = time.monotonic() - self._looked_at > interval * 0.9
        return late or self._hints.pending or self._reads.size() != self._known_size

    def _look(self) -> None:
        """Compare, and report when something changed and its save is over."""
        changes = self._settled() if self._hints.pending or self._compare() else {}
        self._looked_at = time.monotonic()
        superseded = self._next is not None and self._next[0] is not self._reads
        if changes and not self._closed and not superseded:
            self._armed = False
            every = {**self._in_trees, **self._imported}
            self._reported = {path: every[path].now for path in changes}
            self._report(self._reads, changes)

    @property
    def _hears(self) -> bool:
        """Whether something was heard since the last look. Before the first one nobody listened yet."""
        return self._hints.last > self._looked_at or not self._looked_at

    def _settled(self) -> dict[str, str]:
        """The changes, when nothing happens any more and nothing looks unfinished.

        What was heard of goes on to be heard of; otherwise the files themselves are the sign of life.
        """
        started = alive = time.monotonic()
        marks = self._marks()
        while True:
            alive = max(alive, self._hints.last)
            time.sleep(max(_STEP, alive + _QUIET_WHEN_WHOLE - time.monotonic()))
            changes = self._compare()
            if not changes and not self._hints.pending:
                return changes
            previous, marks = marks, self._marks()
            now = time.monotonic()
            if marks != previous and not self._hears:
                alive = now
            alive = max(alive, self._hints.last)
            if self._closed or now - started > _LONGEST_CHECKOUT:
                return changes
            if self._git_is_at_work(changes):
                continue
            patience = max([0.0 if self._hears else _QUIET_UNHEARD, *map(self._patience, changes)])
            if now - alive >= patience or now - started > _LONGEST_SAVE:
                self._hints.forget_states()
                return changes

    def _patience(self, path: str) -> float:
        """How many s after the last sign of life a change of `path` is taken for what it looks like."""
        real = os.path.realpath(path)
        if self._hints.is_being_written(real):
            return _OPEN_PATIENCE
        seen = self._imported.get(path) or self._in_trees[path]
        if self._running and seen.before is None:
            return _IMPORTS_INTERVAL
        return max(_QUIET_WHEN_WHOLE if self._hints.is_whole(real) else _QUIET, seen.patience(path))

    @staticmethod
    def _git_is_at_work(changes: Iterable[str]) -> bool:
        locks = {git_lock(folder) for folder in {os.path.dirname(os.path.realpath(path)) for path in changes}}
        held = filter(None, map(signature_of, locks))
        # An older lock is that of a commit whose message is being written, or was left behind.
        return any(time.time() - modified / 1e9 < _LONGEST_CHECKOUT for _, _, _, modified, _ in held)

    # Comparing --------------------------------------------------------------------------------------------------

    def _compare(self) -> dict[str, str]:
        """What differs from what the run saw, path -> what happened."""
        hinted, replaced = self._hints.take()
        late = time.monotonic() - self._followed_at > _BACKSTOP_INTERVAL
        if late or replaced or self._reads.size() != self._known_size:
            self._follow_paths(replaced)
        names = {os.path.basename(path) for path in hinted}
        changes: dict[str, str] = {}
        for seen_paths, digest in ((self._imported, False), (self._in_trees, True)):
            for path, seen in seen_paths.items():
                seen.look(path, again=os.path.basename(path) in names, digest=digest)
                if seen.change() == CREATED and seen.now == self._reads.text(os.path.realpath(path)):
                    seen.before = seen.now  # The run was about to read it when it was looked at first.
                if kind := seen.change():
                    changes[path] = kind
        return changes

    def _marks(self) -> list[Signature]:
        return [signature_of(path) for path in [*self._imported, *self._in_trees]]

    # Which paths ------------------------------------------------------------------------------------------------

    def _follow_paths(self, replaced: Collection[str]) -> None:
        """Bring the set of paths and of observed folders up to date. Observed first, compared later."""
        self._followed_at = time.monotonic()
        self._known_size = self._reads.size()
        wanted = {path for path in self._reads.paths() if not self._options.ignores(path)}
        self._observe(wanted, replaced)
        for path in wanted - self._imported.keys():
            self._imported[path] = Seen(self._what_the_run_saw(path))
        self._follow_trees(wanted)

    def _what_the_run_saw(self, path: str) -> Content:
        text = self._reads.text(os.path.realpath(path))
        if text is not None:
            return text
        now = content_of(path)
        # A text would have been read, so that it must have come later, if it is not what made this run begin.
        return now if isinstance(now, bytes) or now == self._reported.get(path) else None

    def _follow_trees(self, imported: set[str]) -> None:
        options = self._options
        at_start, self._trees_at_start = self._trees_at_start, None
        if at_start is not None:
            self._in_trees = {path: _seen_at_start(path, signature) for path, signature in at_start.items()}
        for path, seen in list(self._in_trees.items()):
            if path in imported or (seen.before is None and seen.now is None):
                del self._in_trees[path]
        for path in options.tree_files():
            if path not in self._in_trees and path not in imported:
                self._in_trees[path] = Seen(None)

    def _observe(self, wanted: set[str], replaced: Collection[str]) -> None:
        options = self._options
        base = options.base
        names: set[str] = set()
        folders: set[str] = set()
        silent = any(self._mounts.silent(tree) for tree in options.trees)
        for path in wanted:
            folder = os.path.dirname(path)
            # An ohosrun.toml in a parent folder: not worth hearing of everything else that happens there.
            if folder != base and base.startswith(folder.rstrip(os.sep) + os.sep) and not os.path.lexists(path):
                continue
            lookup = Lookup(path)
            names |= lookup.names()
            folders |= lookup.folders(base)
            silent = silent or self._mounts.silent(os.path.realpath(path))
        self._hints.listen_for(names, options.trees)
        if self._can_hear and not options.poll:
            self._hear(folders, replaced)
        self._polled = options.poll or silent or not self._can_hear

    def _hear(self, folders: set[str], replaced: Collection[str]) -> None:
        try:
            problem = self._folders.follow(folders, self._options.trees, replaced)
        except OSError as error:
            problem = (error.strerror or str(error)).lower()
        if problem:
            self._can_hear = False
            self._folders.close()
            self._complain(f"files are polled, since the system cannot watch them: {problem}")


def _seen_at_start(path: str, signature: Signature) -> Seen:
    """A file that had `signature` when the first run began, which did not read it."""
    seen = Seen(_UNKNOWN)
    unchanged = signature_of(path) == signature
    seen.look(path, again=True, digest=True)
    if unchanged:
        seen.before = seen.now
    return seen
