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
    """What is known of the failures of a run. `task()` is the number of the macrotask that runs now."""

    def __init__(self, task: Callable[[], int]) -> None:
        self._task = task
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

    def about(self, error: dict[str, Any], line: str, column: int, text: str) -> str:
        """What is known of an error as errors.js describes it, whose place is `column` (1-based) of `line`; or ''."""
        if not error["isError"]:
            code = error.get("code")
            return self._reasons.get(code, "") if isinstance(code, int) else ""
        hint = self._unseen_failure(error)
        if hint or error["name"] not in ("TypeError", "SyntaxError"):
            return hint
        from bindings.net_http import sources

        return sources.about(error, line, column, text)

    def _unseen_failure(self, error: dict[str, Any]) -> str:
        failure = self._failure
        if failure is None or failure.task != self._task() or error["name"] != "TypeError":
            return ""
        first, second, body = _parameters(failure.text)
        name = _read_of_undefined(error["message"], second, body)
        if not name:
            return ""
        looked_at = not first or _names(body, first) or _names(body, "arguments")
        unseen = "" if looked_at else f"; {first} was not looked at"
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


_LOOPBACK = ("localhost", "127.0.0.1")


def loopback_in(url: str, texts: Mapping[str, str]) -> str:
    """The name or address of this computer in `url`, where a text of the program has it and starts no server; or ''."""
    scheme, _, rest = url.partition("://")
    host = next((rest[: len(name)] for name in _LOOPBACK if _begins_with_host(rest, name)), "")
    if not host or scheme.lower() not in ("http", "https"):
        return ""
    written = f"{scheme}://{host}"
    if not any(written in text for text in texts.values()):
        return ""
    return "" if any(map(_starts_server, texts.values())) else host


def _begins_with_host(rest: str, host: str) -> bool:
    """Whether `host` in any case is the host of a url that goes on with `rest` behind its scheme."""
    return rest[: len(host)].lower() == host and rest[len(host) : len(host) + 1] in ("", ":", "/", "?", "#")


def _starts_server(text: str) -> bool:
    if "@ohosrun/test" in text:
        return True
    if "Server" not in text:
        return False  # Expressions take longer to import than most requests.
    from re import search

    return search(r"\bconstruct\w*Server\w*\(|\bcreateWebSocketServer\(", text) is not None


def misread(error: dict[str, Any], line: str, column: int, text: str) -> str:
    """What a value of this module really is, where `line` of `text` takes it for something else; or ''."""
    message = error["message"]
    if error["name"] == "SyntaxError" and "at parse (native)" in error["stack"]:
        return _not_json(message, line, text)
    if error["name"] == "TypeError" and message in ("not a function", "not a constructor"):
        return _no_function(line, column, text)
    return ""


def _not_json(message: str, line: str, text: str) -> str:
    """What was given to the JSON.parse() of `line`, which has refused it with `message`."""
    from re import search

    from bindings.net_http.sources import may_be_response

    given = message.removeprefix("unexpected token: ")
    if given == "'undefined'":
        return "JSON.parse() was given undefined: is the value there, and is `await` before what makes it?"
    member = search(r"\bJSON\s*\.\s*parse\(\s*([\w$]+|\(.*request\(.*\))\s*\.\s*(header|result)\b", line)
    of_response = member is not None and (member[1][0] == "(" or may_be_response(member[1], text))
    if given == "'object'":
        if member is not None and of_response:
            return _HEADER_IS_AN_OBJECT if member[2] == "header" else _GIVEN_AN_OBJECT + _PARSED_ALREADY
        return _GIVEN_AN_OBJECT
    if member is None or not of_response:
        return ""
    what = "is empty or ends too early" if message == "Unexpected end of JSON input" else "is no JSON"
    return f"the body of the response {what}: --trace=body shows it, responseCode and header say what it is"


_GIVEN_AN_OBJECT = "JSON.parse() was given an object, not text"
_PARSED_ALREADY = ": with expectDataType OBJECT `result` is parsed already"


def _is_declared(name: str, text: str) -> bool:
    """Whether `text` declares `name` as a value of its own, and does not import it."""
    from re import escape, search

    return search(rf"\b(?:const|let|var|class|function)\s+{escape(name)}\b", text) is not None


def _no_function(line: str, column: int, text: str) -> str:
    from re import match, search

    named = match(r"[\w$]+", line[max(0, column - 1) :])
    before = line[: max(0, column - 1)]
    name = named[0] if named else ""
    if name in _OF_TEXTS and search(r"\[\s*['\"]set-cookie['\"]\s*\]\s*\??\.\s*$", before.lower()):
        return (
            "data.header['set-cookie'] is an array of texts, on a device since API 11 (before, the last text): "
            "read [0], or go through it"
        )
    response = search(r"([\w$]+)\s*\??\.\s*header\s*\??\.\s*$", before)
    from bindings.net_http.sources import may_be_response

    if name in _OF_TEXTS and response is not None and may_be_response(response[1], text):
        return _HEADER_IS_AN_OBJECT
    receiver = search(r"(?<![\w$.])([\w$]+|\))\s*\??\.\s*$", before)
    if receiver is None:
        return ""
    if receiver[1] == "http":
        return "" if _is_declared("http", text) else _no_member_of_module(name)
    made = search(rf"(?<![\w$.]){receiver[1]}\s*=\s*[\w$.]*createHttp\(", text) if receiver[1] != ")" else None
    if made is None and not search(r"\bcreateHttp\(\s*\)\s*\??\.\s*$", before):
        return ""
    near = [method for method in _METHODS if method.lower() == name.lower() and method != name]
    return f"the method of an HttpRequest is called {near[0]}()" if near else ""


def _no_member_of_module(name: str) -> str:
    if name in _METHODS:
        return f"{name}() is a method of what http.createHttp() returns: http.createHttp().{name}(...)"
    if name in _FACTORIES:
        return "the module has one export, the default: import http from '@ohos.net.http'"
    if name == "HttpRequest":
        return "an HttpRequest is made by http.createHttp()"
    from runtime.modules.contract import nearest

    near = nearest(name, _FACTORIES)
    return f"did you mean http.{near}()?" if near else ""
