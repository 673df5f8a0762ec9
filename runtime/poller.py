"""Waiting for descriptors: one interface, and what each system has for it.

The selectors module of the standard library takes longer to import than the rest of a run.
"""

from __future__ import annotations

import os
import select
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Poller(Protocol):
        """Which of the descriptors it was told of are ready."""

        def watch(self, fd: int, events: int, before: int) -> None:
            """Wait for `events` of `fd` from now on; `before` is what it was watched for, 0 for nothing."""

        def unwatch(self, fd: int, before: int) -> None:
            """Forget `fd`, also one that was closed meanwhile; `before` is what it was watched for."""

        def rest(self, fd: int, before: int) -> None:
            """As `unwatch`, for one that is mostly watched again soon; it may be closed without a word."""

        def wait(self, timeout: float | None) -> list[tuple[int, int]]:
            """What is ready within `timeout` s (None: however long it takes): (fd, events).

            An error or a hang-up is READ and WRITE: it is found out by either.
            """

        def close(self) -> None:
            """Release what the system holds for it."""


READ, WRITE = 1, 4

# Of the tests, which run every maker through the installed command; no setting of users.
_VARIABLE = "_OHOSRUN_POLLER"


if sys.platform == "linux":

    class Epoll:
        """Linux."""

        def __init__(self) -> None:
            self._epoll = select.epoll()
            # Still registered: each call of the system that is saved counts.
            self._resting: set[int] = set()

        def watch(self, fd: int, events: int, before: int) -> None:
            """Wait for `events` of `fd` (Poller.watch). READ and WRITE have the numbers that epoll gives them."""
            if fd in self._resting:
                self._resting.discard(fd)
                try:
                    self._epoll.modify(fd, events)
                except FileNotFoundError:  # It was closed meanwhile, and is another one now.
                    self._epoll.register(fd, events)
            elif not before:
                self._epoll.register(fd, events)
            elif before != events:
                self._epoll.modify(fd, events)

        def unwatch(self, fd: int, _before: int) -> None:
            """Forget `fd` (Poller.unwatch)."""
            try:
                self._epoll.unregister(fd)
            except OSError:
                return  # It was closed before, and epoll forgot it then.

        def rest(self, fd: int, _before: int) -> None:
            """Forget `fd` when something happens to it (Poller.rest)."""
            self._resting.add(fd)

        def wait(self, timeout: float | None) -> list[tuple[int, int]]:
            """What is ready (Poller.wait)."""
            happened = self._epoll.poll(timeout)
            if self._resting:
                for fd, _ in happened:
                    if fd in self._resting:
                        self._resting.discard(fd)
                        self.unwatch(fd, 0)
            return [
                (fd, events & (READ | WRITE) if not events & ~(READ | WRITE) else READ | WRITE)
                for fd, events in happened
            ]

        def close(self) -> None:
            """Release the epoll descriptor (Poller.close)."""
            self._epoll.close()


class Select:
    """Windows, where it takes sockets alone; everywhere it takes some 500 descriptors, and no large numbers."""

    def __init__(self) -> None:
        self._readers: set[int] = set()
        self._writers: set[int] = set()

    def watch(self, fd: int, events: int, _before: int) -> None:
        """Wait for `events` of `fd` (Poller.watch)."""
        (self._readers.add if events & READ else self._readers.discard)(fd)
        (self._writers.add if events & WRITE else self._writers.discard)(fd)

    def unwatch(self, fd: int, _before: int) -> None:
        """Forget `fd` (Poller.unwatch)."""
        self._readers.discard(fd)
        self._writers.discard(fd)

    rest = unwatch

    def wait(self, timeout: float | None) -> list[tuple[int, int]]:
        """What is ready (Poller.wait). A connection that failed is an exception of its own to Windows."""
        readable, writable, failed = select.select(self._readers, self._writers, self._writers, timeout)
        ready = dict.fromkeys(readable, READ)
        for fd in writable:
            ready[fd] = ready.get(fd, 0) | WRITE
        for fd in failed:
            ready[fd] = READ | WRITE
        return list(ready.items())

    def close(self) -> None:
        """The system holds nothing (Poller.close)."""


if sys.platform != "win32" and sys.platform != "linux":

    class Kqueue:
        """macOS and the BSDs."""

        def __init__(self) -> None:
            self._queue = select.kqueue()
            self._count = 0

        def watch(self, fd: int, events: int, before: int) -> None:
            """Wait for `events` of `fd` (Poller.watch)."""
            self._count += not before
            self._change(fd, events & ~before, select.KQ_EV_ADD)
            self._change(fd, before & ~events, select.KQ_EV_DELETE)

        def unwatch(self, fd: int, before: int) -> None:
            """Forget `fd` (Poller.unwatch)."""
            self._count -= 1
            self._change(fd, before, select.KQ_EV_DELETE)

        rest = unwatch

        def wait(self, timeout: float | None) -> list[tuple[int, int]]:
            """What is ready (Poller.wait)."""
            ready: dict[int, int] = {}
            for event in self._queue.control(None, max(2 * self._count, 1), timeout):
                happened = READ if event.filter == select.KQ_FILTER_READ else WRITE
                if event.flags & (select.KQ_EV_EOF | select.KQ_EV_ERROR):
                    happened = READ | WRITE
                ready[event.ident] = ready.get(event.ident, 0) | happened
            return list(ready.items())

        def close(self) -> None:
            """Release the queue (Poller.close)."""
            self._queue.close()

        def _change(self, fd: int, events: int, action: int) -> None:
            for event, kind in ((READ, select.KQ_FILTER_READ), (WRITE, select.KQ_FILTER_WRITE)):
                if events & event:
                    try:
                        self._queue.control([select.kevent(fd, kind, action)], 0)
                    except OSError:
                        if action == select.KQ_EV_ADD:
                            raise
                        # Deleting: it was closed before, and kqueue forgot it then.


def makers() -> dict[str, Callable[[], Poller]]:
    """What there is here, by name, the best first."""
    found: dict[str, Callable[[], Poller]] = {}
    if sys.platform == "linux":
        found["epoll"] = Epoll
    elif sys.platform != "win32":
        found["kqueue"] = Kqueue
    found["select"] = Select
    return found


def make_poller() -> Poller:
    """The best there is here, or the one that the tests ask for by the variable `_POLLER`."""
    available = makers()
    make = available.get(os.environ.get(_VARIABLE, "")) or next(iter(available.values()))
    return make()
