"""An easy handle of libcurl, used for one transfer after the other: making one costs more than a request."""

from __future__ import annotations

from bindings.net_http.libcurl import pycurl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bindings.net_http.transfer import Transfer


class Handle:
    """A recycled easy handle. Its callbacks belong to it and look up whose transfer it carries now.

    What fails in one is handed to `on_bug`: libcurl would print a traceback and go on.
    """

    __slots__ = ("_on_bug", "_on_redirect", "attached", "curl", "options", "plain", "transfer")

    def __init__(self, on_bug: Callable[[Exception], None], on_redirect: Callable[[Transfer], None]) -> None:
        self._on_bug = on_bug
        self._on_redirect = on_redirect
        self.curl: Any = pycurl.Curl()
        self.curl.handle = self
        self.transfer: Transfer | None = None
        self.attached = False
        # Whether the last transfer left no option behind that the next would have to take back.
        self.plain = False
        # What the last transfer set of what every transfer sets.
        self.options: tuple[object, ...] = ()

    def on_header(self, line: bytes) -> int | None:
        transfer = self.transfer
        if transfer is None or transfer.aborted:
            return 0
        try:
            if transfer.headers.add(line):
                if transfer.headers.is_redirect:
                    self._on_redirect(transfer)
                transfer.on_headers(transfer)
        except Exception as error:  # noqa: BLE001 - raised again outside of libcurl
            self._on_bug(error)
            return 0
        return None

    def on_body(self, chunk: bytes) -> int | None:
        transfer = self.transfer
        if transfer is None or transfer.aborted:
            return 0
        transfer.size += len(chunk)
        if transfer.size > transfer.request.max_limit:
            transfer.over_limit = True
            return 0
        transfer.body.append(chunk)
        return None

    def on_wire(self, kind: int, data: bytes) -> None:
        transfer = self.transfer
        if transfer is None or transfer.on_wire is None:
            return
        try:
            transfer.on_wire(kind, data)
        except Exception as error:  # noqa: BLE001 - raised again outside of libcurl
            self._on_bug(error)
