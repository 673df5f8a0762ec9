"""TLS between two buffers, and the contexts for it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    import ssl

_PIECE = 64 * 1024  # bytes


class TlsSession:
    """One TLS session between two buffers."""

    def __init__(self, context: ssl.SSLContext, server_name: str | None, *, server_side: bool) -> None:
        import ssl

        self.incoming = ssl.MemoryBIO()
        self._produced = ssl.MemoryBIO()
        self._pending = memoryview(b"")
        self._wants_more = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
        self._is_over = (ssl.SSLZeroReturnError, ssl.SSLEOFError)
        self.session = context.wrap_bio(
            self.incoming, self._produced, server_side=server_side, server_hostname=server_name
        )

    @property
    def has_outgoing(self) -> bool:
        """Whether bytes wait for the system to take them."""
        return bool(self._pending or self._produced.pending)

    def shake_hands(self) -> bool:
        """Go on with the handshake; returns whether it is done. Raises ssl.SSLError, an OSError."""
        try:
            self.session.do_handshake()
        except self._wants_more:
            return False
        return True

    def read(self) -> tuple[bytes, bool]:
        """What can be read by now, and whether the peer has said that there is no more. Raises OSError."""
        pieces: list[bytes] = []
        while True:
            try:
                data = self.session.read(_PIECE)
            except self._wants_more:
                return b"".join(pieces), False
            except self._is_over:
                return b"".join(pieces), True
            if not data:
                return b"".join(pieces), True
            pieces.append(data)

    def send(self, made: socket.socket) -> None:
        """Give the system what it takes of what is ready. Raises OSError."""
        while self.has_outgoing:
            if not self._pending:
                self._pending = memoryview(self._produced.read())
            try:
                sent = made.send(self._pending)
            except (BlockingIOError, InterruptedError):
                return
            self._pending = self._pending[sent:]

    def say_goodbye(self, made: socket.socket) -> None:
        """Tell the peer that there is no more, as far as it can be told at once."""
        try:
            self.session.unwrap()
        except (OSError, ValueError):
            # The peer has not said so, too, or there was no session. What that has produced is sent all the same.
            if not self.has_outgoing:
                return
        try:
            self.send(made)
        except OSError:
            return
