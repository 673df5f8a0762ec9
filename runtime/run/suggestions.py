"""Misspelt names: the nearest of those that the program could have meant. Read only when an error screen is printed."""

from __future__ import annotations

from runtime.output.diagnostics import user_frames
from runtime.output.lines import of_call
from runtime.output.spelling import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from runtime.language.javascript.tokens import Token
    from runtime.modules.contract import Registry

# What the language and console offer; the identifiers of the program's own text come on top.
_GLOBALS = (
    "Array", "ArrayBuffer", "BigInt", "Boolean", "DataView", "Date", "Error", "Function", "Infinity", "JSON", "Map",
    "Math", "NaN", "Number", "Object", "Promise", "Proxy", "RangeError", "Reflect", "RegExp", "Set", "String", "Symbol",
    "TypeError", "Uint8Array", "WeakMap", "clearInterval", "clearTimeout", "console", "decodeURIComponent",
    "encodeURIComponent", "globalThis", "isNaN", "parseFloat", "parseInt", "queueMicrotask", "setInterval",
    "setTimeout", "undefined",
)  # fmt: skip
_MEMBERS = (
    "apply", "assign", "bind", "catch", "concat", "debug", "endsWith", "entries", "error", "every", "filter", "finally",
    "find", "flat", "forEach", "from", "fromEntries", "get", "has", "includes", "indexOf", "info", "isArray", "join",
    "keys", "log", "map", "match", "padEnd", "padStart", "parse", "pop", "push", "reduce", "repeat", "replace",
    "replaceAll", "reverse", "set", "shift", "slice", "some", "sort", "splice", "split", "startsWith", "stringify",
    "substring", "then", "toFixed", "toLowerCase", "toString", "toUpperCase", "trim", "values", "warn",
)  # fmt: skip
_LONGEST_LOOKED_AT = 1_000_000


def suggestion_for(details: dict[str, Any], texts: Mapping[str, str], registry: Registry) -> str:
    """A hint for an uncaught error about a name, or ''. `texts` are those of the program, by file."""
    message = details["message"]
    frames = user_frames(details["stack"])
    if not frames or frames[0].file not in texts:
        return ""
    text = texts[frames[0].file]
    name = message.removesuffix("' is not defined").removeprefix("'")
    if details["name"] == "ReferenceError" and len(message) - len(name) == len("'' is not defined"):
        instead: str = registry.other_names("GLOBALS").get(name, "")
        known = {*_GLOBALS, *_of_arkui(text), *_names_at(text, frames[0].line, frames[0].column)}
        close = "" if instead else nearest(name, known - {name})
        return instead or (f"did you mean {close}?" if close else "")
    if details["name"] == "TypeError" and message == "not a function":
        return _about_call(text, frames[0].line, frames[0].column, registry)
    return ""


def _of_arkui(text: str) -> frozenset[str]:
    """The names of ArkUI, for a text that builds screens."""
    if "struct " not in text and "@Builder" not in text:
        return frozenset()
    from runtime.language.arkts.names import of_the_sdk

    return of_the_sdk()


def _about_call(text: str, line: int, column: int, registry: Registry) -> str:
    owner, called = _called_at(text, line, column)
    if not called:
        return ""
    maker, methods = registry.other_names("METHODS").get(owner, ("", ()))
    if called in methods and not _is_declared(owner, text):
        return f"{called}() is a method of what {maker} returns"
    known = {*_MEMBERS, *registry.other_names("MEMBERS")}
    if called in known:
        return ""
    in_other_case = [name for name in known if name.lower() == called.lower()]
    # What the program calls its own is nearer to it than what others have.
    close = (in_other_case or [""])[0] or nearest(called, _members(text) - {called}) or nearest(called, known)
    return f"did you mean {close}()?" if close else ""


def _is_declared(name: str, text: str) -> bool:
    """Whether the program declares `name` as something of its own, and does not import it."""
    import re

    return re.search(rf"\b(?:const|let|var|class|function)\s+{re.escape(name)}\b", text) is not None


def _names_at(text: str, line: int, column: int) -> set[str]:
    """Names of variables that the program could have meant at a place of `text`."""
    tokens = _tokens(text)
    if not tokens:
        return set()
    from runtime.language.javascript.tokens import Lines
    from runtime.run.visible import visible_names

    return visible_names(tokens, Lines(text).offset(line, column))


def _members(text: str) -> set[str]:
    """Names of methods that `text` defines or calls."""
    tokens = _tokens(text)
    return {
        token.text
        for at, token in enumerate(tokens)
        if token.kind == "identifier"
        and _text_at(tokens, at + 1) == "("
        and _text_at(tokens, at - 1) in (".", "?.", "{", "}", ";", ",", "async", "static", "get", "*")
    }


def _tokens(text: str) -> list[Token]:
    if len(text) > _LONGEST_LOOKED_AT:
        return []
    from runtime.language.javascript.tokens import tokenize

    return [token for token in tokenize(text) if token.kind != "comment"]


def _text_at(tokens: list[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _called_at(text: str, line: int, column: int) -> tuple[str, str]:
    """`owner.name` before the parenthesis at a place of `text`, where the engine says that a call went wrong."""
    lines = text.split("\n", line)
    if not 0 < line <= len(lines):
        return "", ""
    before, name = _last_word(lines[line - 1][: of_call(lines[line - 1], column) - 1])
    further, owner = _last_word(before[:-1]) if before.endswith(".") else ("", "")
    return "" if further.endswith(".") else owner, name


def _last_word(text: str) -> tuple[str, str]:
    start = len(text)
    while start and (text[start - 1].isalnum() or text[start - 1] in "_$"):
        start -= 1
    return text[:start], text[start:]
