"""Into the program: what a macrotask of the loop calls there, and what follows each."""

from __future__ import annotations

from runtime.engine.quickjs import UNDEFINED
from runtime.run.standstill import Standstill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from runtime.engine.quickjs import Engine
    from runtime.run.stage import Stage

OUT_OF_MEMORY = "out of memory"


class Macrotasks(Standstill):
    """The part of `Host` that calls the program (runtime/modules/contract.py)."""

    _engine: Engine
    _stage: Stage
    # Why the run is over, "" while it is not.
    _ended_by: str

    def _end(self, reason: str) -> None:
        """The run is over for `reason`."""
        raise NotImplementedError

    def _guarded(self, action: Callable[..., None], *arguments: Any) -> None:
        """`action`, with what can end a run from inside the engine turned into its end."""
        raise NotImplementedError

    def _failed(self, error: Exception) -> None:
        """The run ends for `error`, or it is told."""
        raise NotImplementedError

    def to_js(self, value: Any) -> Any:
        """`value` ready for JavaScript (Host.to_js)."""
        return self._engine.to_js(value)

    def enter(self, function: Any, first: Any = UNDEFINED, second: Any = UNDEFINED) -> None:
        """Call into the program (Host.enter)."""
        if self.held is not None:
            self.held.append((function, first, second))
        elif not self._ended_by:
            self._entered = True
            try:
                self._engine.invoke(function, first, second)
            except Exception as error:  # noqa: BLE001 - sorted out there
                self._failed(error)

    def enter_each(self, function: Any, first: Any, values: Iterator[bytes]) -> None:
        """Call into the program with each of `values` (Host.enter_each)."""
        if self.held is not None or self._ended_by:
            for value in values:
                self.enter(function, first, self.to_js(value))
            return
        try:
            self._engine.invoke_each(function, first, values, self._next_task)
        except Exception as error:  # noqa: BLE001 - sorted out there
            self._failed(error)

    def _next_task(self) -> bool:
        """End a macrotask, whose microtasks have run, and begin another; False where the run has ended."""
        if self._stage.room is not None:
            self._stage.settle(self._engine.run_microtasks)
        if self._engine.has_outgrown_memory():
            self._end(OUT_OF_MEMORY)
        self.loop.task += 1
        return not self._ended_by

    def _fire(self, fire_timer: Any, number: int) -> None:
        """`enter` for a timer, of which there may be a great many."""
        if self.held is not None or self._ended_by:
            self.enter(fire_timer, number)
            return
        self._entered = True
        try:
            fire_timer(number)
        except Exception as error:  # noqa: BLE001 - sorted out there
            self._guarded(self._engine.translate, error)

    def _after_task(self) -> None:
        # What has not been in the program has left no microtask behind.
        if self._entered and not self._ended_by:
            self._entered = False
            try:
                self._engine.run_microtasks()
                if self._stage.room is not None:
                    self._stage.settle(self._engine.run_microtasks)
            except Exception as error:  # noqa: BLE001 - sorted out there
                self._failed(error)
            if self._engine.has_outgrown_memory():
                self._end(OUT_OF_MEMORY)
