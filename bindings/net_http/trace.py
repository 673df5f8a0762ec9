"""--trace: each request and response on stderr as it happens, or as the curl command that repeats it."""

from __future__ import annotations

from bindings.net_http import errors
from bindings.net_http.libcurl import pycurl
from bindings.net_http.options import authority_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bindings.net_http.options import Request
    from bindings.net_http.transfer import Transfer

_SECRET_HEADERS = ("authorization", "proxy-authorization", "cookie", "set-cookie")
_MASK = "***"
_LONGEST_BODY = 4096
_ARROWS = {pycurl.INFOTYPE_HEADER_OUT: ">", pycurl.INFOTYPE_HEADER_IN: "<"}
_BODY_ARROWS = {pycurl.INFOTYPE_DATA_OUT: ">", pycurl.INFOTYPE_DATA_IN: "<"}


class Tracer:
    """Writes lines with `write`. Values of Authorization and Cookie headers are masked unless `secrets`.

    `cacert` and `resolve` are the settings of these names, for the curl commands.
    """

    def __init__(
        self,
        level: str,
        write: Callable[[str], None],
        *,
        secrets: bool,
        cacert: str = "",
        resolve: Sequence[str] = (),
    ) -> None:
        self._level = level
        self._write = write
        self._mask = Mask(secrets)
        self._cacert = cacert
        self._resolve = resolve

    def line(self, text: str) -> None:
        """A line about something that is not on the wire, such as the cache."""
        self._write(f"* {text}")

    def begin(self, number: int, request: Request) -> None:
        """A request starts."""
        if self._level == "curl":
            from bindings.net_http.curl_command import curl_command

            self._write(curl_command(request, self._mask, self._cacert, self._resolve))
            return
        size = f" ({len(request.body)} bytes)" if request.body is not None else ""
        url = self._mask.url(text_of(request.url))
        self._write(visible(f"#{number} > {text_of(request.method)} {url}{size}"))

    def end(self, number: int, transfer: Transfer, elapsed: float) -> None:
        """It ended; `elapsed` in ms."""
        if self._level == "curl":
            return
        if transfer.curl_code:
            code = errors.code_of(transfer.curl_code) if transfer.curl_code > 0 else errors.UNKNOWN_OTHER_ERROR
            outcome = f"failed with {code} {errors.MESSAGES[code]}: {transfer.curl_text}".rstrip(": ")
        else:
            outcome = f"{transfer.status}, {transfer.size} bytes"
        self._write(visible(f"#{number} < {outcome}, {elapsed:.1f} ms"))

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
        shown = f" {_MASK}" if folded and self._secret else self._mask.header(line)
        # Also where its first line is empty.
        self._secret = shown != line or (not folded and self._mask.is_secret(line))
        self._write(visible(f"{arrow} {shown}".rstrip()))

    def _body(self, arrow: str, data: bytes) -> None:
        shown = data[:_LONGEST_BODY]
        more = f" ... {len(data) - len(shown)} more bytes" if len(data) > len(shown) else ""
        if b"\0" in shown:
            self._write(f"{arrow} [{len(data)} bytes of binary data]")
            return
        for line in (text_of(shown).removesuffix("\n") + more).split("\n"):
            self._write(visible(f"{arrow} {line}".rstrip("\r")))


class Mask:
    """Puts *** in the place of what nobody should read over a shoulder; nothing is masked if `secrets` are shown."""

    def __init__(self, secrets: bool) -> None:
        self._secrets = secrets

    def is_secret(self, line: str) -> bool:
        """Whether nothing of the value of a header line is to be read."""
        return not self._secrets and line.partition(":")[0].strip().lower() in _SECRET_HEADERS

    def header(self, line: str) -> str:
        """A header line, `name: value` or `name:value`."""
        name, colon, value = line.partition(":")
        if self._secrets or not colon:
            return line
        space = " " if value.startswith(" ") else ""
        if self.is_secret(line) and value.strip():
            return f"{name}:{space}{_MASK}"
        if name.strip().lower() == "location":
            return f"{name}:{space}{self.url(value.strip())}"
        from re import sub

        # Referer, Origin, Content-Location, Refresh, Link, the request line to a proxy.
        return f"{name}:" + sub(r"//[^/?#\s\"'<>]*@", f"//{_MASK}@", value)

    def url(self, text: str) -> str:
        """A URL, a part of one or host:port, without its user and password."""
        start, end = authority_span(text)
        authority = text[start:end]
        if self._secrets or "@" not in authority:
            return text
        return f"{text[:start]}{_MASK}@{authority.rpartition('@')[2]}{text[end:]}"


def text_of(data: bytes) -> str:
    """`data` as text, whatever it is."""
    return data.decode("utf-8", "replace")


def visible(text: str) -> str:
    """`text` with the pictures that Unicode has of control characters, so that no server can command a terminal."""
    if text.isprintable():
        return text
    pictures = {code: 0x2400 + code for code in range(0x20) if code != ord("\t")}
    return text.translate({**pictures, 0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)})
