"""Misspelt names: the nearest of those that the program could have meant. Read only when an error screen is printed."""

from __future__ import annotations

from runtime.output.diagnostics import user_frames
from runtime.output.spelling import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

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
        close = "" if instead else nearest(name, {*_GLOBALS, *_identifiers(text)} - {name})
        return instead or (f"did you mean {close}?" if close else "")
    if details["name"] == "TypeError" and message == "not a function":
        owner, called = _called_at(text, frames[0].line, frames[0].column)
        maker, methods = registry.other_names("METHODS").get(owner, ("", ()))
        if called in methods:
            return f"{called}() is a method of what {maker} returns"
        known = {*_MEMBERS, *registry.other_names("MEMBERS")}
        close = nearest(called, known) if called and called not in known else ""
        return f"did you mean {close}()?" if close else ""
    return ""


def _identifiers(text: str) -> set[str]:
    if len(text) > _LONGEST_LOOKED_AT:
        return set()
    from runtime.language.javascript.tokens import tokenize

    return {token.text for token in tokenize(text) if token.kind == "identifier"}


def _called_at(text: str, line: int, column: int) -> tuple[str, str]:
    """`owner.name` before the parenthesis at a place of `text`, where the engine says that a call went wrong."""
    lines = text.split("\n", line)
    if not 0 < line <= len(lines):
        return "", ""
    before, name = _last_word(lines[line - 1][: column - 1])
    owner = _last_word(before[:-1])[1] if before.endswith(".") else ""
    return owner, name


def _last_word(text: str) -> tuple[str, str]:
    start = len(text)
    while start and (text[start - 1].isalnum() or text[start - 1] in "_$"):
        start -= 1
    return text[:start], text[start:]
