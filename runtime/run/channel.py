"""Messages between two processes of this command, on a stream that both have an end of.

A message is a tuple of what marshal can write; both ends are the same program.
"""

from __future__ import annotations

import marshal
import os
import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Message: TypeAlias = tuple[Any, ...]

_LENGTH = struct.Struct("<I")
_READ_SIZE = 1 << 18


class Channel:
    """One end: what is read from `source`, and what is written to `sink`."""

    def __init__(self, source: int, sink: int) -> None:
        self._source = source
        self._sink = sink
        self._received = bytearray()

    def fileno(self) -> int:
        """What to wait for."""
        return self._source

    def send(self, *message: Any) -> None:
        """Write a message, however long that takes. Raises BrokenPipeError where nobody reads any more."""
        data = marshal.dumps(message)
        view = memoryview(_LENGTH.pack(len(data)) + data)
        while view:
            view = view[os.write(self._sink, view) :]

    def receive(self) -> tuple[list[Message], bool]:
        """What has come, once something has; and whether the other end is gone."""
        try:
            data = os.read(self._source, _READ_SIZE)
        except ConnectionResetError:
            data = b""
        self._received += data
        messages = []
        at = 0
        while len(self._received) - at >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._received, at)
            if len(self._received) - at - _LENGTH.size < length:
                break
            at += _LENGTH.size
            messages.append(marshal.loads(self._received[at : at + length]))
            at += length
        del self._received[:at]
        return messages, not data

    def drain(self) -> list[Message]:
        """What still comes until the other end, which is about to go, is gone."""
        messages, is_ended = self.receive()
        while not is_ended:
            more, is_ended = self.receive()
            messages += more
        return messages
