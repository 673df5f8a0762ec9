"""Values of JavaScript, as the engine hands them to an op -> those of Python."""

from __future__ import annotations

from runtime.transport.text import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def texts_of(array: Any) -> list[Any]:
    """An array of strings and nulls; the engine keeps a long text that was put together as a value of its own."""
    return [item if item is None else str(item) for item in array.to_python()]


def bytes_of(body: Any) -> bytes | None:
    """A string or an ArrayBuffer as the bytes to send."""
    if body is None:
        return None
    data: bytes = encode(body) if isinstance(body, str) else body.to_bytes()
    return data
