"""The transfers of @ohos.request: bodies between files and the net."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from bindings.kit.transfers import Exchange, Transfers, header_fields
from runtime.transport.options.special import Part, Special
from runtime.transport.text import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Function, Host
    from runtime.transport.transfer import Transfer

# What `deliver` is told, with a list of values.
HEADERS, PROGRESS, DONE, FAILED = range(4)
# Why one failed: what the codes of both interfaces are made from.
FILE, NET, STATUS, RESUME = "file", "net", "status", "resume"
_PARTIAL = 206
_FIRST_ERROR = 400


def open_binding(host: Host) -> Tasks:
    """The tasks of the program of `host`."""
    return Tasks(host)


class Tasks:
    """Transfers by number."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._transfers = Transfers(host)
        self._running: dict[int, Exchange] = {}
        self._files: dict[int, Any] = {}
        self._last = 0

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {
            "download": self._download,
            "upload": self._upload,
            "abort": self._abort,
            "place": self._place,
            "size": self._size,
            "cache": lambda: self._host.sandbox.folder("cache"),
            "nameOf": lambda url: os.path.basename(urlsplit(url).path) or "download",
        }

    def close(self) -> None:
        """Cancel what is in flight."""
        self._transfers.close()
        for number in list(self._files):
            self._close_file(number)

    # Files ----------------------------------------------------------------------------------------------------

    def _place(self, path: str, context_folder: str) -> str:
        """The absolute path that a program means by `path`: of its own folder, or as it is written."""
        for prefix in ("internal://cache/", "./"):
            if path.startswith(prefix):
                path = os.path.join(context_folder, path[len(prefix) :])
        return path if "://" in path or os.path.isabs(path) else os.path.join(context_folder, path)

    def _size(self, path: str) -> int:
        """Bytes of the file, -1 where there is none that can be read, -2 for a folder."""
        try:
            real = self._host.sandbox.resolve(path)
            return -2 if os.path.isdir(real) else os.path.getsize(real)
        except OSError:
            return -1

    # Transfers ------------------------------------------------------------------------------------------------

    def _abort(self, number: int) -> None:
        exchange = self._running.pop(number, None)
        if exchange is not None:
            exchange.forget()
            self._transfers.abort(exchange)
            self._close_file(number)

    def _close_file(self, number: int) -> str:
        """Write out what is left; returns what went wrong, or ''."""
        file = self._files.pop(number, None)
        try:
            if file is not None:
                file.close()
        except OSError as error:
            return error.strerror or str(error)
        return ""

    def _tell(self, deliver: Function, kind: int, *news: Any) -> None:
        self._host.enter(deliver, kind, list(news))

    def _download(
        self, url: str, method: str, headers: Any, body: Any, path: str, offset: float, deliver: Function
    ) -> int:
        """Receive into the file at `path`, from `offset` bytes on; returns the number of the transfer."""
        self._last += 1
        number, host = self._last, self._host
        try:
            file = open(host.sandbox.resolve(path), "r+b" if offset else "wb")  # noqa: SIM115 - closed when it is over
            file.seek(int(offset))
            file.truncate()
        except OSError as error:
            reason = error.strerror
            host.loop.call_soon(lambda: self._tell(deliver, FAILED, FILE, 0, reason))
            return number
        self._files[number] = file
        receiver = Receiver(file, int(offset), host, lambda *news: self._tell(deliver, PROGRESS, *news))

        def done(transfer: Transfer) -> None:
            self._running.pop(number, None)
            receiver.is_over = True
            problem = self._close_file(number)
            self._tell(deliver, *([FAILED, FILE, 0, problem] if problem else receiver.outcome(transfer)))

        special = Special()
        special.streaming = True
        if offset:
            special.range = f"{int(offset)}-"
        self._running[number] = self._transfers.start(
            url,
            method,
            header_fields(headers),
            encode(body) if isinstance(body, str) else None,
            done,
            special=special,
            on_body=receiver.write,
            on_headers=receiver.headers,
        )
        return number

    def _upload(self, url: str, method: str, headers: Any, items: Any, deliver: Function) -> int:
        """Send a form; `items` are [name, content type, file name, text or None, path]; returns the number."""
        self._last += 1
        number, host = self._last, self._host
        special = Special()
        special.progress = True
        try:
            special.parts = tuple(self._part(*item) for item in items.to_python())
        except OSError as error:
            reason = error.strerror
            host.loop.call_soon(lambda: self._tell(deliver, FAILED, FILE, 0, reason))
            return number
        last = [-1]

        def progress(_to_receive: int, _received: int, to_send: int, sent: int) -> None:
            if to_send and sent != last[0]:
                last[0] = sent
                host.loop.call_soon(lambda: self._sent(number, deliver, sent, to_send))

        def done(transfer: Transfer) -> None:
            self._running.pop(number, None)
            if transfer.curl_code:
                self._tell(deliver, FAILED, NET, transfer.curl_code, transfer.curl_text)
                return
            self._tell(deliver, HEADERS, transfer.headers.pairs(cookies_last=True), transfer.status)
            kind = [DONE] if transfer.status < _FIRST_ERROR else [FAILED, STATUS]
            self._tell(deliver, *kind, transfer.status, transfer.headers.status_line)

        self._running[number] = self._transfers.start(
            url, method, header_fields(headers), None, done, special=special, on_progress=progress
        )
        return number

    def _sent(self, number: int, deliver: Function, sent: int, to_send: int) -> None:
        if number in self._running:
            self._tell(deliver, PROGRESS, sent, to_send)

    def _part(self, name: str, content_type: str, filename: str, text: str | None, path: str) -> Part:
        if text is not None:
            return Part(name, content_type, "", encode(text), "")
        real = self._host.sandbox.resolve(path)
        with open(real, "rb"):  # What cannot be read is an error of the file, not of the net.
            return Part(name, content_type, filename or os.path.basename(real), b"", real)


class Receiver:
    """Writes a body into a file; `told(received, total)` is called later, for what has come since the last time."""

    def __init__(self, file: Any, offset: int, host: Host, told: Callable[..., None]) -> None:
        self._file = file
        self._offset = offset
        self._host = host
        self._told = told
        self._received = offset
        self._total = -1
        self._status = 0
        self._problem = ""
        self._is_queued = False
        self.is_over = False

    def headers(self, transfer: Transfer) -> None:
        """Note what the answer is going to be; called from inside libcurl."""
        parts = transfer.headers.status_line.split(" ", 2)
        self._status = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
        fields = transfer.headers.pairs(cookies_last=True)
        length = dict(zip(fields[::2], fields[1::2], strict=True)).get("content-length", "")
        self._total = self._offset + int(length) if isinstance(length, str) and length.isdigit() else -1

    @property
    def _is_wanted(self) -> bool:
        return self._status < _FIRST_ERROR and (not self._offset or self._status == _PARTIAL)

    def write(self, chunk: bytes) -> None:
        """Take a piece; called from inside libcurl."""
        if self._problem or not self._is_wanted:
            return
        try:
            self._file.write(chunk)
        except OSError as error:
            self._problem = error.strerror or str(error)
            return
        self._received += len(chunk)
        if not self._is_queued:
            self._is_queued = True
            self._host.loop.call_soon(self._tell)

    def _tell(self) -> None:
        self._is_queued = False
        if not self.is_over and not self._file.closed:
            self._told(self._received, self._total)

    def outcome(self, transfer: Transfer) -> list[Any]:
        """What `deliver` is told at the end."""
        if self._problem:
            return [FAILED, FILE, 0, self._problem]
        if transfer.curl_code:
            return [FAILED, NET, transfer.curl_code, transfer.curl_text]
        if transfer.status >= _FIRST_ERROR:
            return [FAILED, STATUS, transfer.status, transfer.headers.status_line]
        if not self._is_wanted:
            return [FAILED, RESUME, transfer.status, transfer.headers.status_line]
        pairs = transfer.headers.pairs(cookies_last=True)
        return [DONE, transfer.status, transfer.headers.status_line, self._received, pairs]
