"""The timers of one run below timers.js: when they are due, and that they run one after the other."""

from __future__ import annotations

import time

# As in the loop: without the same in Python.
from _heapq import heapify, heappop, heappush, heapreplace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterator

    from runtime.engine.quickjs import Engine
    from runtime.loop import Loop, Timer

# Below this many, cancelled timers are left until they come up.
_COMPACT_FLOOR = 64
# For so many different delays timers wait behind each other; a deque takes as much as ten timers.
_MOST_DELAYS = 64
_ALONE = -1.0
_NEVER = float("inf")


class TimerOps:
    """The timers of one run, by the number the script knows them by; `fire(number)` is set before the first is due.

    The loop has one timer for all of them, for the earliest: a script can set them by the hundred thousand.
    """

    def __init__(self, engine: Engine, loop: Loop) -> None:
        self._loop = loop
        # (due, number, delay). A number that was cleared is not used again, and an interval is set anew when it has
        # come up: so no number is in here twice, and one is pending when its number is.
        self._heap: list[tuple[float, int, float]] = []
        # Those of the same delay come up in the order in which they were set: behind the first, which is in the heap,
        # the others wait here, so that the heap is small however many there are.
        self._behind: dict[float, deque[tuple[float, int]]] = {}
        self._pending: set[int] = set()
        self._intervals: set[int] = set()
        self._last = 0
        self._cancelled = 0
        self._timer: Timer | None = None
        self._armed_for = _NEVER
        engine.set_op(engine.ops, "startTimer", self._start, takes_text=False)
        engine.set_op(engine.ops, "stopTimer", self._stop, takes_text=False)
        self.fire: Callable[[int], None] = _nothing

    def close(self) -> None:
        """Let go of the engine's function; the realm is about to be freed."""
        self.fire = _nothing
        self._heap.clear()
        self._behind.clear()
        self._pending.clear()

    def count(self) -> tuple[int, int]:
        """How many are pending, and how many timers of the loop stand for them."""
        return len(self._pending), int(self._timer is not None)

    def is_due_within(self, delay: float) -> bool:
        """Whether a timer that is no interval comes due in the next `delay` ms."""
        limit = self._loop.now() + delay
        return any(
            due <= limit and number in self._pending and number not in self._intervals
            for due, number in self._entries()
        )

    def has_timeouts(self) -> bool:
        """Whether a timer is pending that is no interval."""
        return any(number not in self._intervals for number in self._pending)

    def has_intervals(self) -> bool:
        """Whether an interval is set."""
        return any(number in self._intervals for number in self._pending)

    def _start(self, number: int, delay: float, repeats: bool) -> None:
        if repeats:
            self._intervals.add(number)
        if number > self._last:
            self._last = number
        due = time.monotonic() * 1000 + delay  # As Loop.now() has it, without the call.
        self._pending.add(number)
        behind = self._behind.get(delay)
        if behind is not None:
            behind.append((due, number))
            return
        if len(self._behind) < _MOST_DELAYS:
            # Importing it takes as long as starting the engine: not for programs without a timer.
            from collections import deque

            self._behind[delay] = deque()
        heappush(self._heap, (due, number, delay if delay in self._behind else _ALONE))
        if due < self._armed_for:
            self._arm()

    def _stop(self, number: int) -> None:
        if number not in self._pending:
            return
        self._pending.remove(number)
        self._cancelled += 1
        if not self._pending:
            self._heap.clear()
            self._behind.clear()
            self._cancelled = 0
            self._arm()
        elif self._cancelled > _COMPACT_FLOOR and self._cancelled > len(self._pending):
            # In its place: somebody may be going through it.
            self._heap[:] = [(due, number, _ALONE) for due, number in self._entries() if number in self._pending]
            heapify(self._heap)
            self._behind.clear()
            self._cancelled = 0

    def _entries(self) -> Iterator[tuple[float, int]]:
        """All, in no order, also those that were cleared."""
        yield from ((due, number) for due, number, _delay in self._heap)
        for behind in self._behind.values():
            yield from behind

    def _pop(self) -> None:
        """Take the first away, and let the one that waits behind it follow."""
        delay = self._heap[0][2]
        behind = self._behind.get(delay)
        if behind:
            heapreplace(self._heap, (*behind.popleft(), delay))
            return
        heappop(self._heap)
        if behind is not None:
            del self._behind[delay]

    def _arm(self) -> None:
        """Have the loop's timer be for the earliest."""
        if self._timer is not None:
            self._loop.cancel(self._timer)
        if self._heap:
            self._armed_for = self._heap[0][0]
            self._timer = self._loop.call_later(self._armed_for - self._loop.now(), self._run_due)
        else:
            self._armed_for = _NEVER
            self._timer = None

    def _run_due(self) -> None:
        """Run what is due, each as a macrotask; not what is set meanwhile."""
        loop, heap, pending, fire = self._loop, self._heap, self._pending, self.fire
        self._timer, self._armed_for = None, _NEVER
        now, last = loop.now(), self._last
        try:
            while heap and not loop.stopped:
                due, number, _delay = heap[0]
                if due > now or number > last:
                    break
                self._pop()
                if number not in pending:
                    self._cancelled -= 1
                    continue
                pending.remove(number)
                fire(number)
                # What has run until now was one macrotask; another one begins.
                loop.after_task()
                loop.task += 1
        finally:
            self._arm()


def _nothing(_number: int) -> None:
    return None
