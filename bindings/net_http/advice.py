"""What only this module knows about an error that nobody caught: which request failed, what a response really is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_METHODS = ("request", "requestInStream", "destroy", "on", "off", "once", "enableAutoCookie")
_FACTORIES = ("createHttp", "createHttpResponseCache")
_OF_TEXTS = (
    "split", "match", "matchAll", "indexOf", "includes", "replace", "replaceAll", "substring", "substr", "slice",
    "trim", "startsWith", "endsWith", "toLowerCase", "toUpperCase", "charAt", "search",
)  # fmt: skip
_HEADER_IS_AN_OBJECT = (
    "data.header is an object, on a device too since API 9: read a header by its name in lower case, "
    "data.header['content-type']"
)


class Failure:
    """A request that failed, as its callback was told; `task` is the macrotask of the loop in which that happened."""

    __slots__ = ("code", "message", "place", "task", "text", "url")

    def __init__(self, task: int, url: str, code: int, message: str, place: str, text: str) -> None:
        self.task = task
        self.url = url
        self.code = code
        self.message = message
        self.place = place
        self.text = text


class Advice:
    """What is known of the failures of a run. `task()` is the number of the macrotask that runs now.

    `texts()` are those of the program by file.
    """

    def __init__(self, task: Callable[[], int], texts: Callable[[], Mapping[str, str]]) -> None:
        self._task = task
        self._texts = texts
        self._failure: Failure | None = None
        # Code -> why the last request that failed with it did.
        self._reasons: dict[int, str] = {}

    def failing(self, url: str, code: int, message: str, place: str, text: str) -> None:
        """The callback whose source is `text` is told now that the request to `url`, made at `place`, failed."""
        self._failure = Failure(self._task(), url, code, message, place, text)

    def because(self, code: int, reason: str) -> None:
        """A request failed with `code`, and `reason` is why; '' where the code says it all."""
        if reason:
            self._reasons[code] = reason
        else:
            self._reasons.pop(code, None)

    def about(self, error: dict[str, Any], line: str, column: int) -> str:
        """What is known of an error as errors.js describes it, whose place is `column` (1-based) of `line`; or ''."""
        if not error["isError"]:
            code = error.get("code")
            return self._reasons.get(code, "") if isinstance(code, int) else ""
        hint = self._unseen_failure(error)
        if hint or error["name"] not in ("TypeError", "SyntaxError"):
            return hint
        from bindings.net_http import sources

        text = next((text for text in self._texts().values() if line and line in text), "")
        return sources.about(error, line, column, text) or misread(error, line, column)

    def _unseen_failure(self, error: dict[str, Any]) -> str:
        failure = self._failure
        if failure is None or failure.task != self._task() or error["name"] != "TypeError":
            return ""
        first, second, body = _parameters(failure.text)
        name = _read_of_undefined(error["message"], second, body)
        if not name:
            return ""
        unseen = f"; {first} was not looked at" if first and not _names(body, first) else ""
        made = f" (made at {failure.place})" if failure.place else ""
        return (
            f'the request to {failure.url}{made} failed with {failure.code} "{failure.message}", '
            f"so {name} is undefined{unseen}"
        )


def _parameters(text: str) -> tuple[str, str, str]:
    """The first two parameters of a function, and what follows them; '' for what it has not."""
    from re import DOTALL, match

    found = match(r"(?:async\s*)?(?:function\b[^(]*)?\(\s*([\w$]*)[^,)]*,\s*([\w$]+|\{)(.*)", text, DOTALL)
    if found:
        return found[1], found[2], found[3]
    found = match(
        r"(?:async\s*)?(?:function\b[^(]*\(\s*([\w$]+)[^)]*\)|\(?\s*([\w$]+)[^)=]*\)?\s*=>)(.*)", text, DOTALL
    )
    return (found[1] or found[2], "", found[3]) if found else ("", "", text)


def _read_of_undefined(message: str, second: str, body: str) -> str:
    """What stands for the response in a callback, where it is what `message` says is undefined; else ''."""
    from re import escape, search

    if message == "cannot convert to object":
        if second == "{":
            return "there is no response: it"
        return second if second and search(rf"\}}\s*=\s*{escape(second)}\b", body) else ""
    if message == "cannot read property of undefined":  # Of one in brackets, if that is read for nothing.
        return second if second and search(rf"(?<![\w$.]){escape(second)}\s*\[", body) else ""
    _, quote, rest = message.partition("cannot read property '")
    member, undefined, _ = rest.partition("' of undefined")
    if not (quote and undefined and second and second != "{"):
        return ""
    name, member = escape(second), escape(member)
    return second if search(rf"(?<![\w$.]){name}\s*(\.\s*{member}\b|\[\s*['\"]{member}['\"])", body) else ""


def _names(body: str, name: str) -> bool:
    from re import escape, search

    return search(rf"(?<![\w$.]){escape(name)}(?![\w$])", body) is not None


def loopback_in(url: str, texts: Mapping[str, str]) -> str:
    """The name or address of this computer in `url`, where a text of the program has it and starts no server; or ''."""
    from re import IGNORECASE, match, search

    found = match(r"(https?://)(localhost|127\.0\.0\.1)(?=[:/?#]|$)", url, IGNORECASE)
    if found is None or not any(found[0] in text for text in texts.values()):
        return ""
    server = r"\bconstruct\w*Server\w*\(|\bcreateWebSocketServer\(|@ohosrun/test"
    return "" if any(search(server, text) for text in texts.values()) else found[2]


def misread(error: dict[str, Any], line: str, column: int) -> str:
    """What a value of this module really is, where `line` takes it for something else; or ''."""
    from re import search

    message = error["message"]
    if error["name"] == "SyntaxError" and "at parse (native)" in error["stack"]:
        given = message.removeprefix("unexpected token: ")
        if given == "'object'" and search(r"\bJSON\s*\.\s*parse\([^)]*\bheader\b", line):
            return _HEADER_IS_AN_OBJECT
        if given == "'object'":
            parsed = ": with expectDataType OBJECT `result` is parsed already" if ".result" in line else ""
            return f"JSON.parse() was given an object, not text{parsed}"
        if given == "'undefined'":
            return "JSON.parse() was given undefined: is the value there, and is `await` before what makes it?"
        return ""
    if error["name"] == "TypeError" and message in ("not a function", "not a constructor"):
        return _no_function(line, column)
    return ""


def _no_function(line: str, column: int) -> str:
    from re import match, search

    named = match(r"[\w$]+", line[max(0, column - 1) :])
    before = line[: max(0, column - 1)]
    name = named[0] if named else ""
    if name in _OF_TEXTS and search(r"\[\s*['\"]set-cookie['\"]\s*\]\s*\??\.\s*$", before.lower()):
        return (
            "data.header['set-cookie'] is an array of texts, on a device since API 11 (before, the last text): "
            "read [0], or go through it"
        )
    if name in _OF_TEXTS and search(r"\.\s*header\s*\??\.\s*$", before):
        return _HEADER_IS_AN_OBJECT
    receiver = search(r"([\w$]+|\))\s*\??\.\s*$", before)
    if receiver is None:
        return ""
    if receiver[1] == "http":
        return _no_member_of_module(name)
    near = [method for method in _METHODS if method.lower() == name.lower() != "on" and method != name]
    return f"the method of an HttpRequest is called {near[0]}()" if near else ""


def _no_member_of_module(name: str) -> str:
    if name in _METHODS:
        return f"{name}() is a method of what http.createHttp() returns: http.createHttp().{name}(...)"
    if name in _FACTORIES:
        return "the module has one export, the default: import http from '@ohos.net.http'"
    if name == "HttpRequest":
        return "an HttpRequest is made by http.createHttp()"
    from difflib import get_close_matches

    lower = {factory.lower(): factory for factory in _FACTORIES}
    near = get_close_matches(name.lower(), lower, n=1, cutoff=0.75)
    return f"did you mean http.{lower[near[0]]}()?" if near else ""
