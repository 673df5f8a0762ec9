"""Whether the peer of a connection is still there: it is asked when it has been silent, and given up at last."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.loop import Loop, Timer


class Pulse:
    """Calls `ask` after `interval` ms of silence, and `give_up` when `patience` ms more have passed."""

    def __init__(
        self, loop: Loop, interval: float, patience: float, ask: Callable[[], None], give_up: Callable[[], None]
    ) -> None:
        self._loop = loop
        self._interval, self._patience = interval, patience
        self._ask, self._give_up = ask, give_up
        self._last = 0.0
        self._has_asked = False
        self._timer: Timer | None = None

    def start(self) -> None:
        """Begin to listen. An interval of 0 asks nobody."""
        if self._interval:
            self.heard()
            self._wait(self._interval)

    def heard(self) -> None:
        """The peer has said something."""
        self._last = self._loop.now()
        self._has_asked = False

    def stop(self) -> None:
        """The connection is over."""
        timer, self._timer = self._timer, None
        if timer is not None:
            self._loop.cancel(timer)

    def _wait(self, delay: float) -> None:
        self._timer = self._loop.call_later(delay, self._look, background=True)

    def _look(self) -> None:
        self._timer = None
        silence = self._loop.now() - self._last
        if silence < self._interval:
            self._wait(self._interval - silence)
        elif not self._has_asked:
            self._has_asked = True
            self._wait(self._patience)
            self._ask()
        elif silence < self._interval + self._patience:
            self._wait(self._interval + self._patience - silence)
        else:
            self._give_up()
