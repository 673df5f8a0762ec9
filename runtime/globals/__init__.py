"""What scripts find without importing, and the ops below it: console, timers, the reporting of errors."""

from __future__ import annotations

import os

from runtime.engine import bytecode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.engine.bytecode import Library
    from runtime.engine.quickjs import Engine
    from runtime.loop import Loop, Timer
    from runtime.output.streams import Output

FOLDER = os.path.dirname(os.path.abspath(__file__))

# In this order: each may use what the ones before it put on `core`.
FILES = (
    "primordials.js",
    "inspector.js",
    "bootstrap.js",
    "rejections.js",
    "console.js",
    "timers.js",
    "implicit.js",
    "locale.js",
)

# What inspector.js asks for when a script first prints something that is no string.
FILES_ON_DEMAND = (
    "inspect/text.js",
    "inspect/kinds.js",
    "inspect/entries.js",
    "inspect/index.js",
    "errors.js",
    "format.js",
    "table.js",
)


class TimerOps:
    """The timers of one run, by the number the script knows them by."""

    def __init__(self, engine: Engine, loop: Loop) -> None:
        self._loop = loop
        self._timers: dict[int, Timer] = {}
        self._intervals: set[int] = set()
        engine.set_op(engine.ops, "startTimer", self._start)
        engine.set_op(engine.ops, "stopTimer", self._stop)
        self.fire: Callable[[int], None] = _nothing

    def close(self) -> None:
        """Let go of the engine's function; the realm is about to be freed."""
        self.fire = _nothing

    def is_due_within(self, delay: float) -> bool:
        """Whether a timer that is no interval comes due in the next `delay` ms."""
        limit = self._loop.now() + delay
        return any(timer.due <= limit for number, timer in self._timers.items() if number not in self._intervals)

    def has_timeouts(self) -> bool:
        """Whether a timer is pending that is no interval."""
        return any(number not in self._intervals for number in self._timers)

    def has_intervals(self) -> bool:
        """Whether an interval is set."""
        return any(number in self._intervals for number in self._timers)

    def _start(self, number: int, delay: float, repeats: bool = False) -> None:
        if repeats:
            self._intervals.add(number)

        def due() -> None:
            self._timers.pop(number, None)
            self.fire(number)

        self._timers[number] = self._loop.call_later(delay, due)

    def _stop(self, number: int) -> None:
        timer = self._timers.pop(number, None)
        if timer is not None:
            self._loop.cancel(timer)


def install_console_ops(
    engine: Engine, output: Output, loop: Loop, note_locale: Callable[[str, str], None] = lambda _name, _stack: None
) -> None:
    """The ops of console.js, and of locale.js."""
    engine.set_op(engine.ops, "noteLocale", note_locale)
    engine.set_op(engine.ops, "write", output.write)
    engine.set_op(engine.ops, "styled", output.styled)
    engine.set_op(engine.ops, "now", loop.now)
    engine.set_op(engine.ops, "promiseState", engine.promise_state)


def run_files(engine: Engine, library: Library) -> None:
    """Evaluate the JavaScript of this folder; every op it uses must be in place."""
    blobs = library.get(
        "globals",
        lambda: bytecode.load(
            FOLDER,
            FILES + FILES_ON_DEMAND,
            lambda text, name: engine.compile_internal(text, "globals/" + name),
        ),
    )
    engine.set_op(engine.ops, "evaluateFile", lambda name: engine.evaluate_bytecode(blobs[name]))
    for name in FILES:
        engine.evaluate_bytecode(blobs[name])(engine.core)


def _nothing(_number: int) -> None:
    return None
