"""Raw header bytes, cookies and body -> the members of an HttpResponse: behaviour tables 4. Pure."""

from __future__ import annotations

STRING = 0
OBJECT = 1
ARRAY_BUFFER = 2

# Above this an OBJECT is not parsed but delivered by content type: behaviour tables 4.3, step 2.
OBJECT_LIMIT = 65536

_BINARY_TYPES = ("application/octet-stream", "image")


class HeaderCollector:
    """Header lines of one transfer as libcurl hands them over, hop after hop.

    `fields` merges all responses so far, the later line winning (4.1); `set-cookie` is kept apart because it is an
    array of all its values. Trailers are not collected: a device does not see them since 4.0.
    """

    __slots__ = ("_fields", "_open", "cookies", "status_line")

    def __init__(self) -> None:
        self._fields: dict[bytes, bytes] = {}
        self._open = False
        self.cookies: list[str] = []
        self.status_line = ""

    def add(self, line: bytes) -> bool:
        """Takes one line; returns whether it ends the header block of a response that is not informational."""
        if not self._open:
            # Anything else here is a trailer: it comes after the body, outside of any block, and has a colon.
            if line[:5].upper() == b"HTTP/" and b":" not in line.partition(b" ")[0]:
                self._open = True
                self.status_line = line.decode("utf-8", "replace").strip()
            return False
        name, colon, value = line.partition(b":")
        if colon:
            name = name.strip(b" ").lower()
            value = value.rstrip(b"\r\n").strip(b" ")
            if name == b"set-cookie":
                self.cookies.append(value.decode("utf-8", "replace"))
            else:
                self._fields[name] = value
        elif line == b"\r\n" or line == b"\n":
            self._open = False
            return self.status_line.split(" ", 2)[1:2] >= ["2"]
        return False

    @property
    def is_redirect(self) -> bool:
        """Whether the last response so far has a status of 300 to 399."""
        return ["3"] <= self.status_line.split(" ", 2)[1:2] < ["4"]

    def content_type(self) -> str:
        """The value of content-type in lower case, '' if none."""
        return self._fields.get(b"content-type", b"").decode("utf-8", "replace").lower()

    def flat(self) -> list[str]:
        """name, value, name, value, … in byte order of the names; empty values are left out (4.1)."""
        pairs: list[str] = []
        for name in sorted(self._fields):
            value = self._fields[name]
            if value:
                pairs.append(name.decode("utf-8", "replace"))
                pairs.append(value.decode("utf-8", "replace"))
        return pairs


def result_type(expected: int, content_type: str, size: int) -> int:
    """STRING, OBJECT or ARRAY_BUFFER for a body of `size` bytes: behaviour tables 4.3, C16.

    `expected` is expectDataType, -1 if it was not given.
    """
    if expected in (STRING, ARRAY_BUFFER):
        return expected
    if expected == OBJECT and size <= OBJECT_LIMIT:
        return OBJECT
    if any(kind in content_type for kind in _BINARY_TYPES):
        return ARRAY_BUFFER
    return STRING


def text_of(body: bytes) -> str:
    """`body` as UTF-8: invalid bytes become U+FFFD, NUL and a byte order mark are kept (decisions, strings)."""
    return body.decode("utf-8", "replace")


def cookie_text(cookies: list[str]) -> str:
    """curl's cookie list as a device shows it: cookie-file lines joined by CRLF (4.2)."""
    return "\r\n".join(cookies)
