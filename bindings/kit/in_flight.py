"""Operations in flight, on the side of the ops: each has a number, is delivered once, all are cancelled together.

bindings/kit/pending.js is the other side.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.modules.contract import Function, Host


class InFlight:
    """The operations of one binding. While there is one, the run goes on."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._operations: dict[int, tuple[Function, Callable[[], None] | None]] = {}
        self._last = 0

    def begin(self, deliver: Function, cancel: Callable[[], None] | None = None) -> int:
        """One more, whose outcome goes to `deliver(error, data)`; returns its number. `cancel` stops it early."""
        self._last += 1
        self._operations[self._last] = (deliver, cancel)
        self._host.loop.hold()
        return self._last

    def finish(self, number: int, error: object, data: object) -> None:
        """Deliver the outcome, now; nothing happens where it is over already. Only from a task or timer of the loop."""
        deliver = self._take(number)
        if deliver is not None:
            self._host.enter(deliver, error, data)

    def cancel(self, number: int) -> None:
        """Stop one; its outcome is delivered no more."""
        operation = self._operations.get(number)
        if operation is not None:
            self._take(number)
            if operation[1] is not None:
                operation[1]()

    def close(self) -> None:
        """Stop them all."""
        for number in list(self._operations):
            self.cancel(number)

    def _take(self, number: int) -> Function | None:
        operation = self._operations.pop(number, None)
        if operation is None:
            return None
        self._host.loop.release()
        return operation[0]
