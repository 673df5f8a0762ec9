"""A run in a process of its own, which this process ends when its time is over.

A run ends itself at its time limit, unless the engine is in a loop inside its own functions, which never asks whether
to stop and holds Python's lock meanwhile.
"""

from __future__ import annotations

# As in ohosrun.py: without the enums.
import _signal as signal  # type: ignore[import-not-found]
import os
import select
import sys
import time

from runtime.engine.native import Int, Library
from runtime.output.diagnostics import EXIT_ERROR, EXIT_INTERRUPTED, EXIT_TIMEOUT, Diagnostics
from runtime.wakeup import Wakeup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.output.kept import KeptOutput
    from runtime.output.streams import Output

_GRACE = 0.5
"""How long a run may take to end by itself, after its time limit and after Ctrl-C; in s."""

_PR_SET_PDEATHSIG = 1


def run_limited(output: Output, seconds: float, run: Callable[[], int]) -> int:
    """`run()`, ended after `seconds` and a little; returns the exit code, in this process and in the one of the run.

    Where there is no fork it runs here, with the limit that it sets itself.
    """
    if not hasattr(os, "fork"):
        return run()
    from runtime.output.kept import KeptOutput

    kept = KeptOutput()
    alive, child_alive = os.pipe()
    parent = os.getpid()
    limit = _Limit(output, kept, seconds)
    # Before there are two that could answer a Ctrl-C.
    previous = signal.signal(signal.SIGINT, limit.on_interrupt)
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, previous)
        os.close(alive)
        end_with(parent)
        output.keep_in(kept)
        return run()
    os.close(child_alive)
    return limit.wait(child, alive)


def end_with(parent: int) -> None:
    """Have this process end when `parent`, which started it, does; where the system can."""
    if sys.platform == "linux":
        Library(None).function("prctl", Int, Int, Int)(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(EXIT_ERROR)


class _Limit:
    """The process that waits. Ctrl-C reaches both; the child answers it, if it can."""

    def __init__(self, output: Output, kept: KeptOutput, seconds: float) -> None:
        self._output = output
        self._kept = kept
        self._seconds = seconds
        self._child = 0
        self._interrupts = 0
        self._wakeup = Wakeup()

    def wait(self, child: int, alive: int) -> int:
        """Until `child` ends or is ended; returns its exit code. `alive` is at its end when the child is."""
        self._child = child
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            if signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, self._on_end)
        deadline = time.monotonic() + self._seconds + _GRACE
        while True:
            left = max(0.0, deadline - time.monotonic())
            ready = select.select([alive, self._wakeup.receiver], [], [], left)[0]
            if alive in ready:
                break
            if not ready:
                os.kill(self._child, signal.SIGKILL)
                break
            self._wakeup.drain()
            # The first Ctrl-C is for the child to answer, the second wants the end now.
            deadline = min(deadline, time.monotonic() + (_GRACE if self._interrupts == 1 else 0.0))
        return self._conclude(os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1]))

    def _conclude(self, code: int) -> int:
        """What the child has not said itself."""
        if code >= 0:
            return code
        for stream, data in self._kept.pieces():
            self._output.write(stream, data.decode())
        self._output.flush()
        diagnostics = Diagnostics(self._output, lambda _file: None)
        if code not in (-signal.SIGKILL, -signal.SIGINT):
            diagnostics.error_line(f"the process that ran it was ended by signal {-code}")
            return EXIT_ERROR
        if self._interrupts or code == -signal.SIGINT:
            diagnostics.stopped("interrupted")
            return EXIT_INTERRUPTED
        diagnostics.stopped(f"still running after {self._seconds:g} s (--timeout)")
        return EXIT_TIMEOUT

    def on_interrupt(self, _number: int, _frame: object) -> None:
        """A Ctrl-C, which the child has got, too."""
        self._interrupts += 1
        self._wakeup.notify()

    def _on_end(self, number: int, _frame: object) -> None:
        os.kill(self._child, signal.SIGKILL)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
