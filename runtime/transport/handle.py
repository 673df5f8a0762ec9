"""An easy handle of libcurl, used for one transfer after the other: making one costs more than a request."""

from __future__ import annotations

from runtime.transport.headers import Block, has_location
from runtime.transport.libcurl import pycurl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.transport.request import Request
    from runtime.transport.transfer import Transfer

_HANDSHAKE = b"SSL connection using "
_BLANK_LINES = (b"\r\n", b"\n")

# A server can send one byte after the other: what is smaller is put together, up to a size, as it comes.
_SMALL = 1024
_PUT_TOGETHER = 64 * 1024
_BEGINNING = 32
_MOST_KEPT = 4096  # Characters of a header block.


class Handle:
    """A recycled easy handle. Its callbacks belong to it and look up whose transfer it carries now.

    What fails in one is handed to `on_bug`: libcurl would print a traceback and go on.
    """

    __slots__ = (
        "_block", "_lines", "_on_bug", "_on_redirect", "attached", "curl", "is_secure", "mime", "paused", "plain",
        "request", "tls", "transfer",
    )  # fmt: skip

    def __init__(self, on_bug: Callable[[Exception], None], on_redirect: Callable[[Transfer], None]) -> None:
        self._on_bug = on_bug
        self._on_redirect = on_redirect
        self._lines: list[bytes] = []
        # What it has read last.
        self._block: Block | None = None
        self.curl: Any = pycurl.Curl()
        self.transfer: Transfer | None = None
        self.attached = False
        # Whether the last transfer left no option behind that the next would have to take back.
        self.plain = False
        # What the handle is set up to send.
        self.request: Request | None = None
        # A multipart body must live as long as its transfer.
        self.mime: Any = None
        # Whether libcurl says what it does, and what it said of the handshake: version and cipher suite.
        self.is_secure = False
        self.tls: tuple[str, str] | None = None
        # Whether libcurl holds back what it has received.
        self.paused = False

    @property
    def may_have_cookies(self) -> bool:
        """Whether the transfer can have set any; it may have ended within a header block."""
        transfer = self.transfer
        if transfer is None:
            return False
        special = transfer.request.special
        return bool(transfer.headers.cookies or self._lines or (special is not None and special.cookies is not None))

    def let_go(self) -> None:
        """Carry no transfer any more."""
        self.transfer = None
        self.paused = False
        self.tls = None
        self._lines.clear()

    def on_header(self, line: bytes) -> int | None:
        # Called for every line of every response: what there is to do is done at the end of a block.
        self._lines.append(line)
        return self._end_block() if line in _BLANK_LINES else None

    def _end_block(self) -> int | None:
        transfer = self.transfer
        if transfer is None or transfer.aborted:
            return 0
        lines, self._lines = self._lines, []
        try:
            block = self._block
            # Most responses of a connection begin alike.
            if block is None or block.lines != lines:
                block = Block(lines)
                self._block = block if block.size <= _MOST_KEPT else None
            if transfer.headers.add(block):
                transfer.between_hops = False
                is_redirect = transfer.headers.is_redirect
                leads_on = is_redirect and has_location(lines)
                transfer.has_headers = not (leads_on and transfer.follows)
                if is_redirect:
                    self._on_redirect(transfer)
                    by_us = transfer.request.routes is not None if transfer.follows else transfer.streams
                    transfer.between_hops = leads_on and by_us
                transfer.owner.on_headers(transfer)
        except Exception as error:  # noqa: BLE001 - raised again outside of libcurl
            self._on_bug(error)
            return 0
        return None

    def on_body(self, chunk: bytes) -> int | None:
        transfer = self.transfer
        if transfer is None or transfer.aborted:
            return 0
        if transfer.between_hops:
            return None
        if not transfer.has_headers:
            transfer.not_http = chunk[:_BEGINNING]
            return 0
        if transfer.streams:
            return self._pass_on(transfer, chunk)
        transfer.size += len(chunk)
        if transfer.size > transfer.alarm and self._exceeds_limit(transfer):
            return 0
        body = transfer.body
        if not body or len(chunk) >= _SMALL:
            body.append(chunk)
        elif isinstance(body[-1], bytearray) and len(body[-1]) < _PUT_TOGETHER:
            body[-1] += chunk
        else:
            body.append(bytearray(chunk))
        return None

    def _pass_on(self, transfer: Transfer, chunk: bytes) -> int | None:
        try:
            if not transfer.owner.on_body(transfer, chunk):
                self.paused = True
                paused: int = pycurl.WRITEFUNC_PAUSE  # libcurl keeps the chunk and hands it over once more.
                return paused
        except Exception as error:  # noqa: BLE001 - raised again outside of libcurl
            self._on_bug(error)
            return 0
        transfer.size += len(chunk)
        if transfer.size > transfer.alarm:
            self._exceeds_limit(transfer)
        return None

    def _exceeds_limit(self, transfer: Transfer) -> bool:
        """More has come than is left alone: whether that is too much. What is only large is shown."""
        if transfer.size > transfer.request.max_limit and not transfer.streams:
            transfer.over_limit = True
            return True
        if transfer.progress is not None:
            try:
                transfer.progress.update(transfer)
            except Exception as error:  # noqa: BLE001 - raised again outside of libcurl
                self._on_bug(error)
        return False

    def on_progress(self, to_receive: int, received: int, to_send: int, sent: int) -> None:
        """How much of both bodies has crossed the wire, in bytes; a total of 0 is unknown."""
        transfer = self.transfer
        if transfer is None or transfer.aborted:
            return
        try:
            transfer.owner.on_progress(to_receive, received, to_send, sent)
        except Exception as error:  # noqa: BLE001 - raised again outside of libcurl
            self._on_bug(error)

    def on_wire(self, kind: int, data: bytes) -> None:
        transfer = self.transfer
        if kind == pycurl.INFOTYPE_TEXT and data.startswith(_HANDSHAKE):
            words = data[len(_HANDSHAKE) :].decode("latin-1").split(" / ")
            self.tls = (words[0].strip(), words[1].strip()) if len(words) > 1 else None
        if transfer is None or (on_wire := transfer.owner.on_wire) is None:
            return
        try:
            on_wire(kind, data)
        except Exception as error:  # noqa: BLE001 - raised again outside of libcurl
            self._on_bug(error)
