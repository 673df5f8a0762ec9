"""--trace: each request and response on stderr as it happens, or as the curl command that repeats it."""

from __future__ import annotations

from runtime.output.safe import printable
from runtime.transport.libcurl import pycurl
from runtime.transport.mask import MASK, Mask
from runtime.transport.text import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runtime.transport.request import Request
    from runtime.transport.transfer import Transfer

_LONGEST_BODY = 4096
_ARROWS = {pycurl.INFOTYPE_HEADER_OUT: ">", pycurl.INFOTYPE_HEADER_IN: "<"}
_BODY_ARROWS = {pycurl.INFOTYPE_DATA_OUT: ">", pycurl.INFOTYPE_DATA_IN: "<"}


class Tracer:
    """Writes lines with `write`. What is secret by its name is masked unless `secrets`.

    `describe(transfer)` says why one failed. `cacert` and `resolve` are the settings of these names, for curl commands.
    """

    def __init__(
        self,
        level: str,
        write: Callable[[str], None],
        describe: Callable[[Transfer], str],
        *,
        secrets: bool,
        cacert: str = "",
        resolve: Sequence[str] = (),
    ) -> None:
        self._level = level
        self._write = write
        self._describe = describe
        self._mask = Mask(secrets)
        self._cacert = cacert
        self._resolve = resolve

    def line(self, text: str) -> None:
        """A line about something that is not on the wire, such as the cache."""
        self._write(f"* {text}")

    def begin(self, number: int, request: Request) -> None:
        """A request starts."""
        if self._level == "curl":
            from runtime.transport.curl_command import curl_command

            self._write(curl_command(request, self._mask, self._cacert, self._resolve))
            return
        size = f" ({len(request.body)} bytes)" if request.body is not None else ""
        url = self._mask.url(text_of(request.url))
        self._write(printable(f"#{number} > {text_of(request.method)} {url}{size}"))

    def end(self, number: int, transfer: Transfer, elapsed: float) -> None:
        """It ended; `elapsed` in ms."""
        if self._level == "curl":
            return
        if transfer.curl_code:
            outcome = f"failed with {self._describe(transfer)}: {transfer.curl_text}".rstrip(": ")
        else:
            outcome = f"{transfer.status}, {transfer.size} bytes"
        self._write(printable(f"#{number} < {outcome}, {elapsed:.1f} ms"))

    def wire(self, number: int) -> Callable[[int, bytes], None] | None:
        """What is to hear of all that request `number` sends and receives; None where this level does not show it."""
        if self._level not in ("headers", "body"):
            return None
        return _WireReport(lambda line: self._write(f"#{number} {line}"), self._mask, self._level == "body")


class _WireReport:
    """Shows headers line by line, though they come in pieces that end anywhere, and bodies as they come."""

    def __init__(self, write: Callable[[str], None], mask: Mask, bodies: bool) -> None:
        self._write = write
        self._mask = mask
        self._bodies = bodies
        self._unfinished = dict.fromkeys(_ARROWS, b"")
        self._secret = False

    def __call__(self, kind: int, data: bytes) -> None:
        if kind in _ARROWS:
            *lines, self._unfinished[kind] = (self._unfinished[kind] + data).split(b"\n")
            for line in lines:
                self._header(_ARROWS[kind], text_of(line.rstrip(b"\r")))
        elif kind in _BODY_ARROWS and self._bodies:
            self._body(_BODY_ARROWS[kind], data)

    def _header(self, arrow: str, line: str) -> None:
        # A folded line (RFC 9112 5.2) goes on with the value of the line before.
        folded = line.startswith((" ", "\t"))
        shown = f" {MASK}" if folded and self._secret else self._mask.header(line)
        # Also where its first line is empty.
        self._secret = shown != line or (not folded and self._mask.is_secret(line))
        self._write(printable(f"{arrow} {shown}".rstrip()))

    def _body(self, arrow: str, data: bytes) -> None:
        shown = data[:_LONGEST_BODY]
        more = f" ... {len(data) - len(shown)} more bytes" if len(data) > len(shown) else ""
        if b"\0" in shown:
            self._write(f"{arrow} [{len(data)} bytes of binary data]")
            return
        for line in (self._mask.text(text_of(shown)).removesuffix("\n") + more).split("\n"):
            self._write(printable(f"{arrow} {line}".rstrip("\r")))
