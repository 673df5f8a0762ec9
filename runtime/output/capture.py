"""What a run writes, kept in memory for a report instead of being written."""

from __future__ import annotations

from collections import deque

from runtime.output.streams import STDERR, HiddenOutput

# A sample that prints without end is still reported by its beginning and its end; in bytes, each.
_KEPT = 512 * 1024


class CapturedOutput(HiddenOutput):
    """Keeps the first and the last 512 KiB."""

    keeps_all = True

    def __init__(self, *, styled: bool) -> None:
        super().__init__(styled=styled)
        self._head: list[tuple[int, bytes]] = []
        self._head_size = 0
        self._tail: deque[tuple[int, bytes]] = deque()
        self._tail_size = 0
        self._left_out = 0

    def pieces(self) -> list[tuple[int, str]]:
        """What was written, in its order: (stream, text). Neighbours of the same stream are one piece."""
        self.flush()
        chunks = [*self._head, *self._tail]
        if self._left_out:
            notice = f"\n[{self._left_out} bytes of output are left out here]\n"
            chunks.insert(len(self._head), (STDERR, notice.encode()))
        joined: list[tuple[int, bytearray]] = []
        for stream, data in chunks:
            if joined and joined[-1][0] == stream:
                joined[-1][1].extend(data)
            else:
                joined.append((stream, bytearray(data)))
        # Only a character that was cut in two is not UTF-8.
        return [(stream, data.decode("utf-8", "ignore")) for stream, data in joined]

    def _write_all(self, stream: int, data: bytes) -> None:
        if self._kept is not None and stream == STDERR:
            self._kept.add(stream, data)
        room = _KEPT - self._head_size
        if room > 0:
            self._head.append((stream, data[:room]))
            self._head_size += min(room, len(data))
            data = data[room:]
        if not data:
            return
        self._left_out += max(0, len(data) - _KEPT)
        data = data[-_KEPT:]
        self._tail.append((stream, data))
        self._tail_size += len(data)
        while self._tail_size > _KEPT:
            oldest_stream, oldest = self._tail.popleft()
            surplus = min(len(oldest), self._tail_size - _KEPT)
            self._tail_size -= surplus
            self._left_out += surplus
            if surplus < len(oldest):
                self._tail.appendleft((oldest_stream, oldest[surplus:]))
