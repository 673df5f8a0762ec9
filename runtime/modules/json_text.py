"""JSON text without the `json` package, whose import alone takes longer than answering a hundred requests."""

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

# Above this many characters the package's speed is worth its import.
_PACKAGE_FROM = 16 * 1024
_WHITE_SPACE = " \t\n\r"


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
    """Whether `text` is one JSON value (RFC 8259), white space around it allowed."""
    if len(text) > _PACKAGE_FROM:
        return _is_long_json(text)
    awaited: list[str] = []  # The closing brackets of the objects and arrays that are open.
    at = _skip_white_space(text, 0)
    while at >= 0:
        opening = text[at : at + 1]
        if opening == "{" or opening == "[":
            closing = "}" if opening == "{" else "]"
            at = _skip_white_space(text, at + 1)
            if text[at : at + 1] != closing:
                awaited.append(closing)
                at = _enter_member(text, at, closing)
                continue
            at += 1
        else:
            at = _string_end(text, at) if opening == '"' else _literal_end(text, at)
        if at < 0:
            return False
        at = _skip_white_space(text, at)
        while awaited and text[at : at + 1] == awaited[-1]:
            awaited.pop()
            at = _skip_white_space(text, at + 1)
        if not awaited:
            return at == len(text)
        if text[at : at + 1] != ",":
            return False
        at = _enter_member(text, _skip_white_space(text, at + 1), awaited[-1])
    return False


def _is_long_json(text: str) -> bool:
    import json

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        # The values of numbers are not wanted, and a long one may be beyond int().
        json.loads(text, parse_int=len, parse_float=len, parse_constant=refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _skip_white_space(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in _WHITE_SPACE:
        at += 1
    return at


def _enter_member(text: str, at: int, closing: str) -> int:
    """Where the next value starts: here in an array, behind a name and a colon in an object, or -1."""
    if closing == "]":
        return at
    if text[at : at + 1] != '"':
        return -1
    at = _string_end(text, at)
    if at < 0:
        return -1
    at = _skip_white_space(text, at)
    return _skip_white_space(text, at + 1) if text[at : at + 1] == ":" else -1


def _string_end(text: str, start: int) -> int:
    """Behind the closing quote of the string that starts here, or -1."""
    at = start + 1
    while True:
        quote_at = text.find('"', at)
        if quote_at < 0:
            return -1
        escape_at = text.find("\\", at, quote_at)
        plain = text[at : quote_at if escape_at < 0 else escape_at]
        if plain and min(plain) < " ":
            return -1
        if escape_at < 0:
            return quote_at + 1
        escaped = text[escape_at + 1 : escape_at + 2]
        if escaped == "u":
            digits = text[escape_at + 2 : escape_at + 6]
            if len(digits) != 4 or not set(digits) <= set("0123456789abcdefABCDEF"):
                return -1
            at = escape_at + 6
        elif escaped and escaped in '"\\/bfnrt':
            at = escape_at + 2
        else:
            return -1


def _literal_end(text: str, start: int) -> int:
    """Behind the number or the true, false or null that starts here, or -1."""
    end = start
    while text[end : end + 1] and text[end] in "+-.0123456789Eaeflnrstu":
        end += 1
    literal = text[start:end]
    return end if literal in ("true", "false", "null") or _is_number(literal) else -1


def _is_number(literal: str) -> bool:
    mantissa, exponent_mark, exponent = literal.removeprefix("-").lower().partition("e")
    whole, point, fraction = mantissa.partition(".")
    if not whole.isdigit() or (whole[0] == "0" and whole != "0"):
        return False
    if point and not fraction.isdigit():
        return False
    return not exponent_mark or (exponent[1:] if exponent[:1] in ("+", "-") else exponent).isdigit()
