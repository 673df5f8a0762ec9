"""Raw header bytes of responses -> fields, cookies, status line. Pure."""

from __future__ import annotations

from runtime.transport.text import ascii_lower

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


class Block:
    """A header block as libcurl hands it over, its blank line included; it is not changed once it is made.

    What is before a status line are trailers of the response before; a device does not see them since 4.0.
    """

    __slots__ = ("cookies", "fields", "is_final", "is_redirect", "lines", "size", "status_line")

    def __init__(self, lines: Sequence[bytes]) -> None:
        self.lines = response_block(lines)
        self.fields: dict[str, str] = {}
        self.cookies: list[str] = []
        # At once: what is invalid ends with its line, as CR, LF and colon are never part of a sequence.
        text = b"".join(self.lines).decode("utf-8", "replace")
        self.size = len(text)
        lower = str.lower if text.isascii() else ascii_lower
        status, *texts = text.split("\n")
        self.status_line = status.strip()
        for line in texts:
            name, colon, value = line.partition(":")
            if colon:
                name = lower(name.strip(" "))
                value = value.rstrip("\r").strip(" ")
                if name == "set-cookie":
                    self.cookies.append(value)
                else:
                    self.fields[name] = value
        code = self.status_line.split(" ", 2)[1:2]
        # Of a response that is not informational, and of one with a status of 300 to 399.
        self.is_final = code >= ["2"]
        self.is_redirect = ["3"] <= code < ["4"]


class HeaderCollector:
    """Header blocks of one transfer as libcurl hands them over, hop after hop.

    All responses so far are merged, the later line winning (4.1); `cookies` are the values of `set-cookie`, which is
    an array of all of them.
    """

    __slots__ = ("_fields", "blocks", "cookies", "final_block", "is_redirect", "status_line")

    def __init__(self) -> None:
        # Maybe that of a block: it is never changed.
        self._fields: dict[str, str] = {}
        self.cookies: list[str] = []
        self.status_line = ""
        # Whether the last response so far has a status of 300 to 399.
        self.is_redirect = False
        # How many responses, informational ones not counted, and the lines of the last, its blank line included.
        self.blocks = 0
        self.final_block: Sequence[bytes] = ()

    def add(self, block: Block) -> bool:
        """Take a block; returns whether it is that of a response that is not informational."""
        if not block.lines:
            return False
        self.status_line = block.status_line
        self.is_redirect = block.is_redirect
        self._fields = {**self._fields, **block.fields} if self._fields else block.fields
        self.cookies += block.cookies
        if block.is_final:
            self.blocks += 1
            self.final_block = block.lines
        return block.is_final

    def content_type(self) -> str:
        """The value of content-type in lower case, '' if none."""
        return self._fields.get("content-type", "").lower()

    def body_length(self) -> int:
        """The size of the body in bytes as the headers have it, -1 where they do not say what it is when decoded."""
        length = self._fields.get("content-length", "")
        is_plain = self._fields.get("content-encoding", "identity").lower() == "identity"
        return int(length) if is_plain and length.isascii() and length.isdigit() else -1

    def pairs(self, *, cookies_last: bool) -> list[Any]:
        """name, value, name, value, … of the header object: in byte order, empty values left out (4.1).

        The value of `set-cookie` is a list; it is last for a response and in its place for an event.
        """
        fields: dict[str, Any] = self._fields
        if self.cookies and not cookies_last:
            fields = {**fields, "set-cookie": self.cookies}
        pairs: list[Any] = []
        # By code points, which is also the order of their UTF-8 bytes.
        for name in sorted(fields):
            if value := fields[name]:
                pairs += (name, value)
        if self.cookies and cookies_last:
            pairs += ("set-cookie", self.cookies)
        return pairs


def has_location(lines: Sequence[bytes]) -> bool:
    """Whether a block names where a redirect leads to."""
    return any(line[:9].lower() == b"location:" for line in lines)


def response_block(lines: Sequence[bytes]) -> Sequence[bytes]:
    """`lines` from the first status line on, nothing if there is none."""
    if lines[0].startswith(b"HTTP/1.1 "):
        return lines
    for number, line in enumerate(lines):
        # A trailer could begin like one, but has a colon after its name.
        if line[:5].upper() == b"HTTP/" and b":" not in line.partition(b" ")[0]:
            return lines[number:] if number else lines
    return ()
