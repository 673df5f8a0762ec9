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

    def enter(self, function: Any, first: Any = ..., second: Any = ...) -> None:
        """Call into the program (Host.enter)."""
        raise NotImplementedError

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
        for call in held:
            self.loop.call_soon(lambda call=call: self.enter(*call))  # type: ignore[misc]
