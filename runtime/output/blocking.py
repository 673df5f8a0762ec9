"""Whether writing to a stream waits for its reader. On Windows it always does."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":

    def can_be_non_blocking(_stream: int) -> bool:
        """Whether a descriptor waits, and can be made not to."""
        return False

    def set_blocking(_stream: int, _blocking: bool) -> None:
        """Have a descriptor wait or not."""

else:

    def can_be_non_blocking(stream: int) -> bool:
        """Whether a descriptor waits, and can be made not to."""
        return os.get_blocking(stream)

    def set_blocking(stream: int, blocking: bool) -> None:
        """Have a descriptor wait or not."""
        os.set_blocking(stream, blocking)
