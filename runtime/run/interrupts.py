"""Ctrl-C as a run hears of it, and as it ends a process that does not hear any more.

Python sees a signal between two of its own instructions, and the engine holds Python's lock in a loop inside its own
functions. So the action of SIGINT resets itself when it is taken, and Python's handler arms it again: a Ctrl-C after
one that Python never saw ends the process.
"""

from __future__ import annotations

# As in ohosrun.py: without the enums.
import _signal as signal  # type: ignore[import-not-found]
import sys

from runtime.engine.native import Address, Int, Library, UInt32, byref, sizeof

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    Handler = Callable[[int, FrameType | None], None]

# Offset of sa_flags in struct sigaction, and SA_RESETHAND: glibc and musl on 64 bits; macOS.
_LAYOUTS = {"linux": (136, 0x8000_0000), "darwin": (12, 0x0004)}
_LARGEST_STRUCT = 256
_OFFSET, _FLAG = _LAYOUTS.get(sys.platform, (0, 0))
_is_known = _FLAG and sys.maxsize > 2**32
_sigaction = Library(None).function("sigaction", Int, Int, Address, Address) if _is_known else None


def on_interrupt(handler: Handler) -> Any:
    """Call `handler` for each Ctrl-C that Python sees, until the next `signal.signal`; returns what was there."""

    def seen(number: int, frame: FrameType | None) -> None:
        handler(number, frame)
        # The handler may have put another in its place, or what was there before.
        if signal.getsignal(signal.SIGINT) is seen:
            arm()

    def arm() -> Any:
        previous = signal.signal(signal.SIGINT, seen)
        _reset_when_taken()
        return previous

    return arm()


def as_interrupt(_number: int, frame: FrameType | None) -> None:
    """A handler that does what a Ctrl-C would do now: for Ctrl-Break, which is a signal of its own on Windows."""
    handler = signal.getsignal(signal.SIGINT)
    if callable(handler):
        handler(signal.SIGINT, frame)


def _reset_when_taken() -> None:
    """Add SA_RESETHAND, which the signal module does not offer, to the action of SIGINT."""
    if _sigaction is None:
        return
    action = (UInt32 * (_LARGEST_STRUCT // sizeof(UInt32)))()
    if _sigaction(signal.SIGINT, None, byref(action)) == 0:
        action[_OFFSET // sizeof(UInt32)] |= _FLAG
        _sigaction(signal.SIGINT, byref(action), None)
