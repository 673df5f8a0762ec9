"""Processes that go on from where this one is. Windows has none: `CAN_FORK` says so, and nothing else is called."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    CAN_FORK = False

    def fork() -> int:
        """Fork; returns the number of the new process, and 0 in that."""
        raise NotImplementedError

    def kill(_process: int) -> None:
        """End a process at once."""
        raise NotImplementedError

else:
    # As in ohosrun.py: without the enums.
    import _signal as signal  # type: ignore[import-not-found]

    CAN_FORK = hasattr(os, "fork")

    def fork() -> int:
        """Fork; returns the number of the new process, and 0 in that."""
        return os.fork()

    def kill(process: int) -> None:
        """End a process at once."""
        os.kill(process, signal.SIGKILL)
