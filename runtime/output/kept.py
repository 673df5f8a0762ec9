"""What a process has printed and not written yet, in memory that its end does not take away.

A loop inside the engine's own functions can only be ended with its process. The process that started it reads here what
would be lost.
"""

from __future__ import annotations

import mmap

# What an Output collects before it writes, and a little more; a sample's report keeps as much of its beginning.
_SIZE = 256 * 1024
_NUMBER = 4
_HEAD = 1 + _NUMBER


class KeptOutput:
    """Pieces of output as (stream, bytes), in their order. What has no room is dropped."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _SIZE)

    def add(self, stream: int, data: bytes) -> None:
        """Keep a piece."""
        used = self._used()
        end = used + _HEAD + len(data)
        if end > _SIZE:
            return
        self._memory[used] = stream
        self._memory[used + 1 : used + _HEAD] = len(data).to_bytes(_NUMBER, "little")
        self._memory[used + _HEAD : end] = data
        self._set_used(end)  # Last: the process may end between any two of these lines.

    def clear(self) -> None:
        """Forget what is kept: it is about to be written, or reported."""
        self._set_used(_NUMBER)

    def pieces(self) -> list[tuple[int, bytes]]:
        """What is kept."""
        found = []
        at, used = _NUMBER, self._used()
        while at < used:
            size = int.from_bytes(self._memory[at + 1 : at + _HEAD], "little")
            found.append((self._memory[at], self._memory[at + _HEAD : at + _HEAD + size]))
            at += _HEAD + size
        return found

    def close(self) -> None:
        """Release the memory."""
        self._memory.close()

    def _used(self) -> int:
        return max(_NUMBER, int.from_bytes(self._memory[:_NUMBER], "little"))

    def _set_used(self, end: int) -> None:
        self._memory[:_NUMBER] = end.to_bytes(_NUMBER, "little")
