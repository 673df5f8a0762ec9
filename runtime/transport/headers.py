"""Raw header bytes of responses -> fields, cookies, status line. Pure."""

from __future__ import annotations

from runtime.transport.text import ascii_lower

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


class HeaderCollector:
    """Header blocks of one transfer as libcurl hands them over, hop after hop.

    All responses so far are merged, the later line winning (4.1); `cookies` are the values of `set-cookie`, which is
    an array of all of them.
    """

    __slots__ = ("_fields", "blocks", "cookies", "final_block", "status_line")

    def __init__(self) -> None:
        self._fields: dict[str, str] = {}
        self.cookies: list[str] = []
        self.status_line = ""
        # How many responses, informational ones not counted, and the lines of the last, its blank line included.
        self.blocks = 0
        self.final_block: Sequence[bytes] = ()

    def add(self, lines: Sequence[bytes]) -> bool:
        """Take a block, its blank line included; returns whether it is that of a response that is not informational.

        What is before a status line are trailers of the response before; a device does not see them since 4.0.
        """
        block = response_block(lines)
        if not block:
            return False
        # At once: what is invalid ends with its line, as CR, LF and colon are never part of a sequence.
        text = b"".join(block).decode("utf-8", "replace")
        lower = str.lower if text.isascii() else ascii_lower
        status, *texts = text.split("\n")
        self.status_line = status.strip()
        fields = self._fields
        for line in texts:
            name, colon, value = line.partition(":")
            if colon:
                name = lower(name.strip(" "))
                value = value.rstrip("\r").strip(" ")
                if name == "set-cookie":
                    self.cookies.append(value)
                else:
                    fields[name] = value
        is_final = self.status_line.split(" ", 2)[1:2] >= ["2"]
        if is_final:
            self.blocks += 1
            self.final_block = block
        return is_final

    @property
    def is_redirect(self) -> bool:
        """Whether the last response so far has a status of 300 to 399."""
        return ["3"] <= self.status_line.split(" ", 2)[1:2] < ["4"]

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
