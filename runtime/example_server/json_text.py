"""JSON text, without the `json` package: importing it takes longer than answering a hundred requests."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class _Scanning:
    """What a scanner of the `json` package asks of a decoder."""

    strict = True
    object_hook = object_pairs_hook = None
    # The values of numbers are not wanted, and a long one may be beyond int().
    parse_float = parse_int = len

    @staticmethod
    def parse_constant(constant: str) -> None:
        """Refuse NaN and the like."""
        raise ValueError(constant)


try:
    from _json import encode_basestring_ascii, make_scanner

    _scan: Any = make_scanner(_Scanning())  # type: ignore[arg-type]
except ImportError:  # An interpreter without the accelerator.
    from json import JSONDecoder
    from json.encoder import py_encode_basestring_ascii as encode_basestring_ascii

    _decoder: Any = JSONDecoder(parse_int=len, parse_float=len, parse_constant=_Scanning.parse_constant)
    _scan = _decoder.scan_once

_WHITE_SPACE = " \t\n\r"

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
    value = text.strip(_WHITE_SPACE)
    try:
        _, end = _scan(value, 0)
    except (StopIteration, ValueError, RecursionError):
        return False
    return bool(end == len(value))
