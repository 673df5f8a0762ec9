"""A body as --trace=body shows it: JSON pretty, text as it is, what is neither by type, size and its first bytes."""

from __future__ import annotations

from runtime.transport.text import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.transport.mask import Mask

    # (SGR parameters, text); '' is no style.
    Line = list[tuple[str, str]]

# Characters that are shown of a text, and lines of pretty JSON.
LONGEST_TEXT = 4096
MOST_LINES = 200
# What is longer is not read as JSON, in bytes.
_LONGEST_JSON = 1024 * 1024
_FIRST_BYTES = 16
_LOOKED_AT = 4096
_BINARY_TYPES = ("image/", "audio/", "video/", "font/")
# Control characters of text: tab, line ends, form feed, backspace, escape.
_TEXT_CONTROLS = b"\t\n\r\x0c\x08\x1b"
_NOT_TEXT = bytes(set(range(0x20)) - set(_TEXT_CONTROLS))

_KEY, _STRING, _NUMBER, _LITERAL = "34", "32", "33", "35"
_INDENT = "  "
_TOKENS = r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+'


def lines_of(body: bytes, content_type: str, mask: Mask) -> list[Line]:
    """The lines for a body that is not empty. `content_type` may be ''."""
    kind = content_type.partition(";")[0].strip().lower()
    if is_binary(body, kind):
        first = body[:_FIRST_BYTES].hex(" ")
        more = " ..." if len(body) > _FIRST_BYTES else ""
        return [[("", f"[{kind or 'binary data'}, {len(body)} bytes: {first}{more}]")]]
    if len(body) <= _LONGEST_JSON and (kind.endswith("json") or body.lstrip()[:1] in (b"{", b"[")):
        pretty = _pretty(mask.text(text_of(body)))
        if pretty:
            left = len(pretty) - MOST_LINES
            return pretty if left <= 0 else [*pretty[:MOST_LINES], [("", f"... {left} more lines")]]
    shown = body[:LONGEST_TEXT]
    more = f" ... {len(body) - len(shown)} more bytes" if len(body) > len(shown) else ""
    text = mask.text(text_of(shown)).removesuffix("\n") + more
    return [[("", line.rstrip("\r"))] for line in text.split("\n")]


def is_binary(body: bytes, kind: str) -> bool:
    """Whether nobody could read `body`, whose media type is `kind`."""
    if kind.startswith(_BINARY_TYPES) and not kind.endswith("+xml"):
        return True
    looked_at = body[:_LOOKED_AT]
    return len(looked_at.translate(None, _NOT_TEXT)) != len(looked_at)


def _pretty(text: str) -> list[Line]:
    """JSON with a line for each value; none for what is no JSON. Only its blanks change: numbers stay as they are."""
    import json
    from re import findall

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return []
    lines: list[Line] = [[]]
    depth = 0
    tokens: list[str] = findall(_TOKENS, text)
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        if token in ("}", "]"):
            depth -= 1
            if tokens[at - 1] not in ("{", "["):
                lines.append([("", _INDENT * depth)])
        lines[-1].append((_style(token, following), token))
        if token in ("{", "["):
            depth += 1
            if following in ("}", "]"):
                continue
        if token == ":":
            lines[-1].append(("", " "))
        elif token in ("{", "[", ","):
            lines.append([("", _INDENT * depth)])
        if len(lines) > MOST_LINES * 100:
            return []
    return lines


def _style(token: str, following: str) -> str:
    if token[0] == '"':
        return _KEY if following == ":" else _STRING
    if token[0] in "{}[],:":
        return ""
    return _LITERAL if token in ("true", "false", "null") else _NUMBER
