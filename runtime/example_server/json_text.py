"""JSON text, written without the `json` package: importing it takes longer than answering a hundred requests."""

from __future__ import annotations

try:
    from _json import encode_basestring_ascii
except ImportError:  # An interpreter without the accelerator.
    from json.encoder import py_encode_basestring_ascii as encode_basestring_ascii

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# A text as a JSON string, in ASCII.
quote: Callable[[str], str] = encode_basestring_ascii


def dumps(value: object) -> str:
    """Compact JSON in ASCII of a value made of dict with string keys, list, str, int, bool and None.

    Raises TypeError for anything else.
    """
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, dict):
        return "{" + ",".join([f"{quote(key)}:{dumps(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ",".join([dumps(item) for item in value]) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def is_json(text: str) -> bool:
    """Whether `text` is one JSON value (RFC 8259), white space around it allowed; no if it is nested very deeply."""
    import json

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        # The values of numbers are not wanted, and a long one may be beyond int().
        json.loads(text, parse_int=len, parse_float=len, parse_constant=refuse)
    except (ValueError, RecursionError):
        return False
    return True
