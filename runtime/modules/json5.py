"""JSON5, as the configuration files of projects are written: comments, trailing commas, bare keys, single quotes."""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|\r\n|[\s\S])")
_ESCAPES_OF_JSON = '"\\/bfnrtu'


def loads(text: str) -> Any:
    """The value of a JSON5 text; without NaN and Infinity, which are texts. Raises ValueError."""
    try:
        return json.loads("".join(_as_json(text)), strict=False)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _as_json(text: str) -> list[str]:
    """`text` in pieces of JSON."""
    pieces: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if text.startswith("//", at):
            at = _end(text, "\n", at)
        elif text.startswith("/*", at):
            at = _end(text, "*/", at + 2)
        elif char in "\"'":
            end = _string_end(text, at)
            pieces.append(_json_string(text[at + 1 : end - 1], char))
            at = end
        elif char.isalpha() or char in "_$":
            end = at
            while end < len(text) and (text[end].isalnum() or text[end] in "_$-"):
                end += 1
            word = text[at:end]
            pieces.append(word if word in ("true", "false", "null") else json.dumps(word))
            at = end
        elif char.isdigit() or char in "+.":
            end = at
            while end < len(text) and (text[end].isalnum() or text[end] in ".+-"):
                end += 1
            pieces.append(_json_number(text[at:end]))
            at = end
        else:
            if char in "]}":
                _drop_comma(pieces)
            pieces.append(" " if char in "\ufeff\xa0" else char)
            at += 1
    return pieces


def _end(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)


def _string_end(text: str, start: int) -> int:
    at = start + 1
    while at < len(text) and text[at] != text[start]:
        at += 2 if text[at] == "\\" else 1
    if at >= len(text):
        raise ValueError("a string without end")
    return at + 1


def _json_number(text: str) -> str:
    text = text.removeprefix("+")
    if text[:2] in ("0x", "0X"):
        return str(int(text, 16))
    if text in ("", "."):
        raise ValueError("a number without digits")
    return ("0" if text.startswith(".") else "") + text + ("0" if text.endswith(".") else "")


def _json_string(body: str, quote: str) -> str:
    if quote == "'":
        body = body.replace("\\'", "'").replace('\\"', '"').replace('"', '\\"')
    return f'"{_ESCAPE.sub(_json_escape, body)}"'


def _json_escape(match: re.Match[str]) -> str:
    char = match[1]
    if char[0] == "x" and len(char) > 1:
        return f"\\u00{char[1:]}"
    if char in ("\n", "\r\n", "\u2028", "\u2029"):
        return ""
    return match[0] if char in _ESCAPES_OF_JSON else {"v": "\\u000b", "0": "\\u0000"}.get(char, char)


def _drop_comma(pieces: list[str]) -> None:
    for index in range(len(pieces) - 1, -1, -1):
        if pieces[index] == ",":
            pieces[index] = ""
        if pieces[index].strip():
            return
