"""--trace: each request and response on stderr as it happens, or as the curl command that repeats it."""

from __future__ import annotations

from runtime.output.safe import printable
from runtime.transport.libcurl import pycurl
from runtime.transport.mask import MASK, Mask
from runtime.transport.text import text_of
from runtime.transport.trace.times import PHASES, phases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runtime.settings.table import Settings
    from runtime.transport.options.common import Manners
    from runtime.transport.request import Request
    from runtime.transport.trace.times import Row, Times
    from runtime.transport.transfer import Transfer

    # (SGR parameters, text) in a row; '' is no style.
    Pieces = Sequence[tuple[str, str]]

_ARROWS = {pycurl.INFOTYPE_HEADER_OUT: ">", pycurl.INFOTYPE_HEADER_IN: "<"}
_BODY_ARROWS = {pycurl.INFOTYPE_DATA_OUT: ">", pycurl.INFOTYPE_DATA_IN: "<"}


class Tracer:
    """What is shown of the requests of one module.

    `write(line, pieces)` prints a line, pieces in colours behind it. `describe(transfer)` says why one failed. `times`
    has a row for each, where there is to be a table. `settings.trace` holds for what begins from then on. `manners` are
    those of the client that makes them.
    """

    def __init__(
        self,
        settings: Settings,
        write: Callable[[str, Pieces], None],
        describe: Callable[[Transfer], str],
        times: Times | None,
        manners: Manners | None = None,
    ) -> None:
        self.settings = settings
        self.manners = manners
        self.write = write
        self.describe = describe
        self.times = times
        # Secrets are masked unless --trace-secrets.
        self.mask = Mask(settings.trace_secrets)

    def begin(self, number: int, request: Request) -> TracedRequest:
        """A request starts."""
        return TracedRequest(self, number, request)


class TracedRequest:
    """One of them; `on_wire` is to hear of all that it sends and receives (transfer.Owner)."""

    __slots__ = ("_level", "_number", "_row", "_tracer", "on_wire")

    def __init__(self, tracer: Tracer, number: int, request: Request) -> None:
        self._tracer = tracer
        self._number = number
        self._level = level = tracer.settings.trace
        self.on_wire: Callable[[int, bytes], None] | None = None
        url = tracer.mask.url(text_of(request.url))
        self._row: Row | None = tracer.times.begin(number, request, url) if tracer.times is not None else None
        if level == "curl":
            from runtime.transport.curl_command import curl_command

            settings = tracer.settings
            command = curl_command(request, tracer.mask, settings.cacert, settings.resolve, tracer.manners)
            tracer.write(command, ())
        elif level:
            size = f" ({len(request.body)} bytes)" if request.body is not None else ""
            self._line(f"> {text_of(request.method)} {url}{size}")
        if level in ("headers", "body"):
            self.on_wire = _WireReport(self._line, tracer.mask, request, level == "body")

    def _line(self, text: str, pieces: Pieces = ()) -> None:
        self._tracer.write(printable(f"#{self._number} {text}"), pieces)

    def news(self, text: str) -> None:
        """Something about it that is not on the wire, such as what the cache did."""
        if self._level:
            self._tracer.write(f"* #{self._number} {text}", ())

    def end(self, transfer: Transfer, elapsed: float) -> None:
        """It ended; `elapsed` in ms."""
        describe = self._tracer.describe
        spent = phases(transfer)
        if self._row is not None:
            self._row.outcome = describe(transfer).split(" ")[0] if transfer.curl_code else str(transfer.status)
            self._row.size, self._row.elapsed, self._row.phases = transfer.size, elapsed, spent
        if not self._level:
            return
        if transfer.curl_code:
            outcome = f"failed with {describe(transfer)}: {transfer.curl_text}".rstrip(": ") + ","
        else:
            outcome = f"{transfer.status}, {transfer.size} bytes,"
        if self._level == "body" and not transfer.streams and transfer.size:
            _show_body(self._line, "<", transfer.whole_body(), transfer.headers.content_type(), self._tracer.mask)
        parts = ", ".join(f"{name} {phase:.1f}" for name, phase in zip(PHASES, spent, strict=False))
        self._line(f"< {outcome} {elapsed:.1f} ms{': ' if parts else ''}{parts}")


class _WireReport:
    """Shows headers line by line, though they come in pieces that end anywhere, and bodies as they come.

    A request's own body is shown where its headers end, for it comes in pieces as well; a response's that is not
    streamed when it is complete.
    """

    def __init__(self, write: Callable[..., None], mask: Mask, request: Request, bodies: bool) -> None:
        self._write = write
        self._mask = mask
        self._request = request
        self._bodies = bodies
        self._streams = request.special is not None and request.special.streaming
        self._unfinished = dict.fromkeys(_ARROWS, b"")
        self._secret = False
        # Of the head that is being sent: the type of its body, and whether there is one.
        self._type_sent = ""
        self._has_body = False

    def __call__(self, kind: int, data: bytes) -> None:
        if kind in _ARROWS:
            *lines, self._unfinished[kind] = (self._unfinished[kind] + data).split(b"\n")
            for line in lines:
                self._header(_ARROWS[kind], text_of(line.rstrip(b"\r")))
        elif self._bodies and kind in _BODY_ARROWS and data:
            sent = kind == pycurl.INFOTYPE_DATA_OUT
            if (sent and self._request.body is None) or (not sent and self._streams):
                _show_body(self._write, _BODY_ARROWS[kind], data, "", self._mask)

    def _header(self, arrow: str, line: str) -> None:
        # A folded line (RFC 9112 5.2) goes on with the value of the line before.
        folded = line.startswith((" ", "\t"))
        shown = f" {MASK}" if folded and self._secret else self._mask.header(line)
        # Also where its first line is empty.
        self._secret = shown != line or (not folded and self._mask.is_secret(line))
        self._write(f"{arrow} {shown}".rstrip())
        if arrow == ">":
            self._look_at(line)

    def _look_at(self, line: str) -> None:
        """Show the body behind the last line of a head. A redirect can lead to a request without it."""
        name, _, value = line.partition(":")
        match name.lower():
            case "content-type":
                self._type_sent = value.strip()
            case "content-length" | "transfer-encoding":
                self._has_body = True
            case "":
                if self._bodies and self._has_body and self._request.body:
                    _show_body(self._write, ">", self._request.body, self._type_sent, self._mask)
                self._type_sent, self._has_body = "", False


def _show_body(write: Callable[..., None], arrow: str, body: bytes, content_type: str, mask: Mask) -> None:
    from runtime.transport.trace.bodies import lines_of

    for line in lines_of(body, content_type, mask):
        write(f"{arrow} ", line)
