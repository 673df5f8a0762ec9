"""Waiting for something while the program stands still, as a call that blocks does on a device."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.loop import Loop


class Standstill:
    """The part of `Host` that waits inside a call of the program (runtime/modules/contract.py)."""

    loop: Loop
    # What would have entered the program, while it stands still.
    held: list[tuple[Any, Any, Any]] | None = None
    _entered: bool
    _when_at_rest: tuple[Callable[[], None], ...] = ()

    def enter(self, function: Any, first: Any = ..., second: Any = ...) -> None:
        """Call into the program (Host.enter)."""
        raise NotImplementedError

    def when_at_rest(self, call: Callable[[], None]) -> None:
        """Call once when nothing is pending any more and the run would end (Host.when_at_rest)."""
        self._when_at_rest += (call,)

    def run_to_rest(self, run: Callable[[], None]) -> None:
        """`run` until nothing is pending, and again as long as somebody waited for that."""
        run()
        while self._when_at_rest and not self.loop.stopped:
            calls, self._when_at_rest = self._when_at_rest, ()
            for call in calls:
                self.loop.call_soon(call)
            run()

    def run_until(self, done: Callable[[], bool]) -> None:
        """Run the loop until `done()` or the end of the run; nothing enters the program meanwhile (Host.run_until)."""
        outer, self.held = self.held, []
        # No microtask of the program runs before its call has returned.
        entered, self._entered = self._entered, False
        try:
            self.loop.run(lambda: not done())
        finally:
            held, self.held = self.held, outer
            self._entered = entered
        # What was queued since then came later.
        self.loop.call_next([lambda call=call: self.enter(*call) for call in held])  # type: ignore[misc]
