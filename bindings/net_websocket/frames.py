"""The frames of a client: those of wsproto, but small and whole messages, which are most, take a shorter way."""

from __future__ import annotations

import os

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, TextMessage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from wsproto.events import Event

_TEXT, _BINARY = 1, 2
_FINAL, _MASKED = 0x80, 0x80
# The longest payload whose length is in the second byte (RFC 6455, section 5.2).
_SMALL = 125
# What follows the second byte where the length is not in it: that many bytes.
_LENGTHS = {126: 2, 127: 8}
_END_OF_HEAD = b"\r\n\r\n"


class Messages:
    """Puts the pieces of messages together. Those of one message are of one kind (RFC 6455, section 5.4)."""

    def __init__(self) -> None:
        self._pieces: list[Any] = []

    def take(self, piece: TextMessage | BytesMessage) -> str | bytes | None:
        """The message whose last piece this is; None while more is to come."""
        self._pieces.append(piece.data)
        if not piece.message_finished:
            return None
        pieces, self._pieces = self._pieces, []
        return "".join(pieces) if isinstance(piece, TextMessage) else b"".join(pieces)


class Frames:
    """What is sent and received on one connection, from the handshake on."""

    def __init__(self) -> None:
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._messages = Messages()
        self.send = self._protocol.send
        # The end of what was received of the head of the server's answer; None when that is over.
        self._head: bytes | None = b""
        # Whether the short way is open: after a handshake without extensions.
        self._is_plain = False
        # Of the frame that wsproto is reading, how many bytes are still to come.
        self._left = 0
        self._is_in_message = False
        # Whether the peer has closed: what comes behind that counts for nothing (RFC 6455, section 5.5.1).
        self._is_over = False
        # The beginning of a frame, too short to tell what it is, or a small one that is not whole.
        self._rest = b""

    @property
    def has_opened(self) -> bool:
        """Whether the server has agreed, ever."""
        return self._protocol.state.name not in ("CONNECTING", "REJECTING")

    @property
    def is_open(self) -> bool:
        """Whether neither side has closed."""
        return self._protocol.state.name == "OPEN"

    def message(self, data: str | bytes) -> bytes:
        """A message, ready to be sent."""
        payload = data.encode() if isinstance(data, str) else data
        if not self._is_plain or len(payload) > _SMALL:
            return self.send(TextMessage(data=data) if isinstance(data, str) else BytesMessage(data=data))
        size = len(payload)
        mask = os.urandom(4)
        pad = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        masked = (int.from_bytes(payload, "big") ^ pad).to_bytes(size, "big")
        return bytes((_FINAL | (_TEXT if isinstance(data, str) else _BINARY), _MASKED | size)) + mask + masked

    def receive(self, data: bytes) -> Iterator[Event | str | bytes]:
        """What has come, in order: whole messages, and events that are none. Raises RemoteProtocolError."""
        if self._head is not None:
            joined = self._head + data
            end = joined.find(_END_OF_HEAD)
            if end < 0:
                self._head = joined[-len(_END_OF_HEAD) + 1 :]
                yield from self._by_protocol(data)
                return
            end += len(_END_OF_HEAD) - len(self._head)
            self._head = None
            yield from self._by_protocol(data[:end])
            data = data[end:]
        data = self._rest + data
        at = 0
        while at < len(data) and not self._is_over:
            if not self._is_plain:
                yield from self._by_protocol(data[at:])
                at = len(data)
            elif self._left:
                piece = data[at : at + self._left]
                at += len(piece)
                self._left -= len(piece)
                yield from self._by_protocol(piece)
            else:
                size = self._begin(data, at)
                if not size:
                    break
                if size > 0:
                    message = data[at + 2 : at + size]
                    yield message.decode() if data[at] & _TEXT else message
                    at += size
        self._rest = data[at:]

    def _begin(self, data: bytes, at: int) -> int:
        """The size of the small message that begins at `at`, 0 where more is needed, -1 for a frame of wsproto's."""
        if len(data) - at < 2:
            return 0
        first, second = data[at], data[at + 1]
        if first in (_FINAL | _TEXT, _FINAL | _BINARY) and second <= _SMALL and not self._is_in_message:
            size = 2 + second
            if len(data) - at < size:
                return 0
            if first == _FINAL | _BINARY or _is_text(data[at + 2 : at + size]):
                return size
        length = second & ~_MASKED
        more = _LENGTHS.get(length, 0)
        head = 2 + more + (4 if second & _MASKED else 0)
        if len(data) - at < head:
            return 0
        self._left = head + (int.from_bytes(data[at + 2 : at + 2 + more], "big") if more else length)
        if first & 0x0F <= _BINARY:
            self._is_in_message = not first & _FINAL
        return -1

    def _by_protocol(self, data: bytes) -> Iterator[Event | str | bytes]:
        self._protocol.receive_data(data)
        for event in self._protocol.events():
            if isinstance(event, AcceptConnection):
                self._is_plain = self._head is None and not event.extensions
            elif isinstance(event, CloseConnection):
                self._is_over = True
            if not isinstance(event, TextMessage | BytesMessage):
                yield event
            elif (message := self._messages.take(event)) is not None:
                yield message


def _is_text(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True
