"""Cookies and body -> the members of an HttpResponse: behaviour tables 4. Pure."""

from __future__ import annotations

STRING = 0
OBJECT = 1
ARRAY_BUFFER = 2

# Above this an OBJECT is not parsed but delivered by content type: behaviour tables 4.3, step 2.
OBJECT_LIMIT = 65536

_BINARY_TYPES = ("application/octet-stream", "image")


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


def cookie_text(cookies: list[bytes]) -> str:
    """curl's cookie list as a device shows it: cookie-file lines joined by CRLF (4.2)."""
    return b"\r\n".join(cookies).decode("utf-8", "replace")
