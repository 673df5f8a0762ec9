"""The op of @system.fetch."""

from __future__ import annotations

from bindings.kit.transfers import Transfers, header_fields
from runtime.transport.text import encode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Function, Host
    from runtime.transport.transfer import Transfer

_LARGEST = 5 * 1024 * 1024  # Bytes of an answer, as @ohos.net.http takes them.
_OUT_OF_MEMORY = "Out of memory"


def open_binding(host: Host) -> Fetch:
    """The requests of the program of `host`."""
    return Fetch(host)


class Fetch:
    """Sends requests and delivers whole answers."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._transfers = Transfers(host)

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {"send": self._send}

    def close(self) -> None:
        """Cancel what is in flight."""
        self._transfers.close()

    def _send(self, url: str, method: str, headers: Any, body: Any, deliver: Function) -> None:
        content = encode(body) if isinstance(body, str) else None

        def done(transfer: Transfer) -> None:
            if transfer.curl_code:
                self._host.enter(deliver, transfer.curl_code, [transfer.curl_text])
                return
            try:
                text = self._host.to_js(text_of(transfer.whole_body()))
            except MemoryError:
                self._host.enter(deliver, 0, [_OUT_OF_MEMORY])
                return
            self._host.enter(deliver, transfer.status, [text, transfer.headers.pairs(cookies_last=True)])

        self._transfers.start(url, method, header_fields(headers), content, done, max_limit=_LARGEST)
