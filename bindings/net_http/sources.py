"""What the text of a program says about a value that is not what the program takes it for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_REQUEST = r"\s*=(?!=)\s*(await\s+)?[^;=\n]{0,200}\.\s*(?:request|requestInStream)\s*\("
_CALLBACK = r"\s*(?:async\b\s*)?(?:function\b|\([^()]*\)\s*=>|[\w$]+\s*=>)"
_STRINGS = r"'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`"
_HEADER_IS_AN_OBJECT = (
    "{0} is data.header, an object, on a device too since API 9: read a header by its name in lower case, "
    "{0}['content-type']"
)


def about(error: dict[str, Any], line: str, column: int, text: str) -> str:
    """A hint about `error`, whose place is `column` (1-based) of `line` of `text`; or ''."""
    message = error["message"]
    at = line[: max(0, column - 1)]
    if error["name"] == "SyntaxError":
        return _not_awaited(line, message, text)
    if message.startswith("cannot read property") and message.endswith("of undefined"):
        name = _receiver(at)
        return _WITH_CALLBACK if name and request_of(name, text) == "callback" else _missing_header(at, text)
    if message == "cannot convert to object":
        return _WITH_CALLBACK if _takes_apart_a_callback(text) else ""
    if message == "not a function":
        name = _receiver(at)
        return _HEADER_IS_AN_OBJECT.format(name) if name and _is_header(name, text) else ""
    return ""


_WITH_CALLBACK = (
    "where it is given a callback, request() returns undefined, also behind await: leave the callback out, or use the "
    "data that it is given"
)


def request_of(name: str, text: str) -> str:
    """How the request was made whose outcome is assigned to `name`, once: callback, awaited or promise; '' for none."""
    from re import escape, findall, search, sub

    text = sub(_STRINGS, lambda found: " " * len(found[0]), text)
    variable = rf"(?<![\w$.]){escape(name)}"
    if len(findall(rf"{variable}\s*=(?![=>])", text)) != 1:
        return ""
    found = search(rf"{variable}{_REQUEST}", text)
    return _form(text, found.end(), found[1] is not None) if found else ""


def _form(text: str, at: int, awaited: bool) -> str:
    from re import match

    last, end = _last_argument(text, at)
    if match(_CALLBACK, last) or _is_function(last.strip(), text):
        return "callback"
    if awaited:
        return "awaited"
    return "promise" if match(r"\s*(;|\n|$)", text[end:]) else ""


def _is_function(name: str, text: str) -> bool:
    from re import escape, search

    if not name.isidentifier():
        return False
    name = escape(name)
    return search(rf"\bfunction\s+{name}\b|(?<![\w$.]){name}\s*={_CALLBACK}", text) is not None


def may_be_response(name: str, text: str) -> bool:
    """Whether nothing in `text` gives `name` another value than what a request answers."""
    from re import escape, findall

    given = findall(rf"(?<![\w$.]){escape(name)}\s*=(?![=>])", text)
    return not given or request_of(name, text) == "awaited"


def _missing_header(at: str, text: str) -> str:
    from re import search

    found = search(r"(?<![\w$.])([\w$]+)\s*\.\s*header\s*(?:\[\s*(['\"])([\w-]+)\2\s*\]|\.\s*(\w+))\s*\.\s*$", at)
    if found is None or not may_be_response(found[1], text):
        return ""
    name = found[3] or found[4]
    return f"the response has no header {name!r}: write ?. behind it, or look at all of {found[1]}.header"


def _last_argument(text: str, at: int) -> tuple[str, int]:
    """The last argument of a call whose parenthesis is before `at`, and where the call ends."""
    depth, start = 0, at
    for place in range(at, len(text)):
        char = text[place]
        if char in "([{":
            depth += 1
        elif char in ")]}":
            if depth == 0:
                return text[start:place], place + 1
            depth -= 1
        elif char == "," and depth == 0 and text[place + 1 :].lstrip()[:1] != ")":
            start = place + 1
    return "", len(text)


def _takes_apart_a_callback(text: str) -> bool:
    """Whether the only pattern of `text` takes apart what a request with a callback returns: its error has no place."""
    from re import findall, search, sub

    text = sub(_STRINGS, lambda found: " " * len(found[0]), text)
    found = search(rf"\}}{_REQUEST}", text)
    return bool(
        found and len(findall(r"[}\]]\s*=(?![=>])", text)) == 1 and _form(text, found.end(), True) == "callback"
    )


def _receiver(before: str) -> str:
    from re import search

    found = search(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*(?:\.\s*|\[\s*['\"])$", before)
    return found[1] if found else ""


def _is_header(name: str, text: str) -> bool:
    from re import escape, findall, search

    variable = rf"(?<![\w$.]){escape(name)}\s*=(?![=>])"
    return len(findall(variable, text)) == 1 and bool(search(rf"{variable}\s*[\w$]+\s*\.\s*header\s*(?:;|\n|$)", text))


def _not_awaited(line: str, message: str, text: str) -> str:
    from re import search

    given = search(r"\bJSON\s*\.\s*parse\(\s*([A-Za-z_$][\w$]*)\s*\)", line)
    is_object = message == "unexpected token: 'object'"
    if given is None or not is_object or request_of(given[1], text) != "promise":
        return ""
    return f"{given[1]} is a promise: write await before the request, and JSON.parse() its result"
