"""The event loop: timers, sockets and wake-ups from other threads, in one thread, until nothing is pending.

The unit of work is the macrotask: one call into the program, after which `after_task` (the microtask checkpoint)
runs. Sockets are not macrotasks: their callbacks do native work and queue a macrotask when there is news for the
program. What is called background here neither keeps a run alive nor ends with it.
"""

from __future__ import annotations

import gc
import time

# The module around it has nothing more but the same in Python, which takes as long to load.
from _heapq import heapify, heappop, heappush

from runtime.poller import READ, WRITE, make_poller
from runtime.wakeup import Wakeup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.poller import Poller

    SocketCallback = Callable[[int, int], None]

__all__ = ["READ", "WRITE", "Loop", "Timer"]

# What the system takes as a time to wait, in s; longer waits are begun anew.
_LONGEST_WAIT = 1_000_000.0

# Below this many, cancelled timers are left in the heap until they come up.
_COMPACT_FLOOR = 64


def _always() -> bool:
    return True


class Timer:
    """One pending call. `due` is on the loop's clock, in ms."""

    __slots__ = ("background", "callback", "due", "sequence")

    def __init__(self, due: float, sequence: int, callback: Callable[[], None], background: bool) -> None:
        self.due = due
        self.sequence = sequence
        self.callback: Callable[[], None] | None = callback
        self.background = background


class Loop:
    """Runs macrotasks, timers and socket callbacks one after the other, in the thread that calls `run`."""

    def __init__(self, poller: Poller | None = None) -> None:
        self._poller = poller or make_poller()
        self._watched: dict[int, tuple[int, SocketCallback]] = {}
        # What was first watched since the last look at the sockets.
        self._fresh: set[int] = set()
        self._tasks: list[Callable[[], None]] = []
        # As (due, sequence, timer), which are compared without a call into Python.
        self._timers: list[tuple[float, int, Timer]] = []
        self._sequence = 0
        # The number of the macrotask that runs, or ran last.
        self.task = 0
        self._cancelled = 0
        self._foreground_timers = 0
        self._holds = 0
        self._stopped = False
        self._calls_from_threads: list[Callable[[], None]] = []
        # Those of this machine that what runs here answers, so that nobody may stand still and wait for an answer.
        self.answered_ports: set[int] = set()
        self._wakeup = Wakeup()
        self.watch(self._wakeup.receiver, READ, self._receive_wake)
        self.after_task: Callable[[], None] = _nothing
        self.before_wait: Callable[[], None] = _nothing

    # Time -----------------------------------------------------------------------------------------------------

    @staticmethod
    def now() -> float:
        """The loop's clock in ms, monotonic, from an arbitrary start."""
        return time.monotonic() * 1000

    def call_later(self, delay: float, callback: Callable[[], None], *, background: bool = False) -> Timer:
        """Run `callback` as a macrotask `delay` ms from now; timers due at the same time run in creation order.

        A background timer does not keep the loop alive and survives `clear`.
        """
        self._sequence += 1
        timer = Timer(self.now() + delay, self._sequence, callback, background)
        heappush(self._timers, (timer.due, timer.sequence, timer))
        if not background:
            self._foreground_timers += 1
        return timer

    def cancel(self, timer: Timer) -> None:
        """Forget `timer`; harmless when it has fired or was cancelled before."""
        if timer.callback is None:
            return
        self._retire(timer)
        self._cancelled += 1
        if self._cancelled > _COMPACT_FLOOR and self._cancelled * 2 > len(self._timers):
            self._timers = [entry for entry in self._timers if entry[2].callback is not None]
            heapify(self._timers)
            self._cancelled = 0

    def _retire(self, timer: Timer) -> None:
        timer.callback = None
        if not timer.background:
            self._foreground_timers -= 1

    # Macrotasks -----------------------------------------------------------------------------------------------

    def call_soon(self, callback: Callable[[], None]) -> None:
        """Queue a macrotask behind those already queued."""
        self._tasks.append(callback)

    def call_next(self, callbacks: list[Callable[[], None]]) -> None:
        """Queue macrotasks before those already queued."""
        self._tasks[:0] = callbacks

    def is_last(self, callback: Callable[[], None]) -> bool:
        """Whether `callback` is what was queued last: what it is given to do besides comes before all that follows."""
        return bool(self._tasks) and self._tasks[-1] is callback

    def wake(self, callback: Callable[[], None]) -> None:
        """Run `callback` in the loop's thread soon. The only method that other threads may call."""
        self._calls_from_threads.append(callback)
        self.interrupt_wait()

    def interrupt_wait(self) -> None:
        """End a wait for sockets and timers at once; also safe in a signal handler."""
        self._wakeup.notify()

    def wake_fd(self) -> int:
        """A descriptor for `signal.set_wakeup_fd`: a byte written to it ends the current wait."""
        return self._wakeup.sender

    def _receive_wake(self, _fd: int, _events: int) -> None:
        self._wakeup.drain()
        # Other threads may append meanwhile: what they add is left for their own wake-up.
        calls = self._calls_from_threads[:]
        del self._calls_from_threads[: len(calls)]
        self._tasks += calls

    # Operations and sockets -----------------------------------------------------------------------------------

    def hold(self) -> None:
        """Keep the loop alive for one operation in flight, until its `release`."""
        self._holds += 1

    def release(self) -> None:
        """The operation of one `hold` is over."""
        self._holds -= 1
        assert self._holds >= 0, "release() without hold()"

    def watch(self, fd: int, events: int, callback: SocketCallback) -> None:
        """Call `callback(fd, ready)` whenever `fd` is ready for one of `events` (READ, WRITE, or both).

        Watching again replaces what was watched. A watch alone does not keep the loop alive.
        """
        before = self._watched.get(fd)
        self._watched[fd] = (events, callback)
        if before is None:
            self._fresh.add(fd)
        self._poller.watch(fd, events, before[0] if before is not None else 0)

    def unwatch(self, fd: int) -> None:
        """Stop watching `fd`; harmless when it is not watched. Call it before closing the descriptor."""
        before = self._watched.pop(fd, None)
        if before is not None:
            self._poller.unwatch(fd, before[0])

    def rest(self, fd: int) -> None:
        """As `unwatch`, for one that is mostly watched again soon. It may be closed without a word."""
        before = self._watched.pop(fd, None)
        if before is not None:
            self._poller.rest(fd, before[0])

    # Running --------------------------------------------------------------------------------------------------

    @property
    def pending(self) -> bool:
        """Whether anything in the foreground is still to come."""
        return bool(self._tasks or self._foreground_timers or self._holds or self._calls_from_threads)

    @property
    def busy(self) -> bool:
        """Whether there is something to do but for timers: queued, or an operation in flight."""
        return bool(self._tasks or self._holds or self._calls_from_threads)

    @property
    def in_flight(self) -> bool:
        """Whether an operation is in flight."""
        return self._holds > 0

    @property
    def foreground(self) -> tuple[int, int]:
        """How many timers, and how many operations, are still to come."""
        return self._foreground_timers, self._holds

    def stop(self) -> None:
        """Make `run` return after the current macrotask, whatever is pending."""
        self._stopped = True

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called since the last `clear`."""
        return self._stopped

    def run(self, wanted: Callable[[], bool] = _always) -> None:
        """Run until nothing is pending in the foreground, until `stop`, or until `wanted()` is false."""
        if not gc.isenabled():  # By the door of the command.
            # What a start has made stays to the end; the first look for garbage would be at all of it.
            gc.freeze()
            gc.enable()
        while self.pending and not self._stopped and wanted():
            self._run_queued()
            self._run_due_timers()
            if self.pending and not self._stopped and wanted():
                self._wait()

    def clear(self) -> None:
        """Forget every macrotask and foreground timer of the run that is over; ready for the next `run`."""
        self._tasks.clear()
        self._calls_from_threads.clear()
        for _due, _sequence, timer in self._timers:
            if not timer.background:
                timer.callback = None
        self._timers = [entry for entry in self._timers if entry[2].background and entry[2].callback is not None]
        heapify(self._timers)
        self._cancelled = 0
        self._foreground_timers = 0
        self._stopped = False

    def close(self) -> None:
        """Release the loop's own descriptors."""
        self._poller.close()
        self._wakeup.close()

    def _run_queued(self) -> None:
        # Only what was queued before this pass, so that tasks that queue tasks cannot starve timers and sockets.
        queued, self._tasks = self._tasks, []
        queued.reverse()
        try:
            while queued and not self._stopped:
                self.task += 1
                queued.pop()()
                self.after_task()
        finally:
            self._tasks[:0] = reversed(queued)

    def _run_due_timers(self) -> None:
        timers = self._timers
        if not timers:
            return
        now = self.now()
        last = self._sequence
        while timers and not self._stopped:
            timer = timers[0][2]
            if timer.callback is None:
                heappop(timers)
                self._cancelled -= 1
            elif timer.due > now or timer.sequence > last:
                return
            else:
                heappop(timers)
                callback = timer.callback
                self._retire(timer)
                self.task += 1
                callback()
                self.after_task()
                timers = self._timers  # Cancelling may have rebuilt the heap.

    def _wait(self) -> None:
        self.before_wait()
        if self._tasks:
            timeout: float | None = 0.0
        elif self._timers:
            timeout = min(max(0.0, (self._timers[0][0] - self.now()) / 1000), _LONGEST_WAIT)
        else:
            timeout = None
        self._poll_sockets(timeout)

    def poll_now(self) -> None:
        """Tell the watches what has happened by now. Runs no macrotask, so a macrotask may call it."""
        self._poll_sockets(0)

    def _poll_sockets(self, timeout: float | None) -> None:
        self._fresh.clear()
        for fd, happened in self._poller.wait(timeout):
            watch = self._watched.get(fd)
            # One of the callbacks before it may have ended the watch, changed what it is for, or closed the descriptor,
            # whose number may be another's by now.
            if watch is not None and happened & watch[0] and fd not in self._fresh:
                watch[1](fd, happened & watch[0])


def _nothing() -> None:
    return None
