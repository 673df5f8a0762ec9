"""What to try: patterns of error messages -> a sentence. Read only when an error screen is printed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# Name of what is not defined -> what to try.
_UNDEFINED = {
    "require": "files are ES modules: write import ... from '...' instead of require()",
    "module": "files are ES modules: write export instead of module.exports",
    "exports": "files are ES modules: write export instead of exports",
    "window": "there is no browser here, nor on a device",
    "document": "there is no browser here, nor on a device",
}

# (name and message of an error, or how they begin; how they end; what to try): as the engine has them.
_MESSAGES = (
    ("SyntaxError: stack overflow", "", "the JSON is nested too deeply for the engine"),
    ("InternalError: out of memory", "", "the script's heap is full; --memory-limit MIB sets its size"),
    (
        "TypeError: cannot read property 'Symbol.iterator' of undefined",
        "",
        "there is nothing to go through: it is undefined",
    ),
    ("TypeError: cannot read property 'Symbol.iterator' of null", "", "there is nothing to go through: it is null"),
    (
        "TypeError: cannot read property ",
        " of undefined",
        "what it is read of is undefined: was it there when this line ran?",
    ),
    (
        "TypeError: cannot set property ",
        " of undefined",
        "what it is set on is undefined: was it there when this line ran?",
    ),
    ("TypeError: cannot read property ", " of null", "what it is read of is null"),
    ("TypeError: cannot set property ", " of null", "what it is set on is null"),
    ("TypeError: not a function", "", "check the name, and that the value is there when this line runs"),
)
# The engine's own functions that go into a value by calling themselves.
_DESCENDING = (" stringify ", " parse ", " toString ", " join ", " flat ")
# A function of the script that is so often among the innermost frames calls itself.
_SHOWN_FRAMES, _SO_OFTEN = 30, 3


def hint_for(description: dict[str, Any], of_code: Callable[[int, bool], str], *, requested: bool = False) -> str:
    """A hint for an uncaught error as errors.js describes it, or for the first of its causes that has one, or ''.

    `of_code(code, requested)` is what is known of an error code. `requested`: whether a module has made it, and not the
    script.
    """
    hint = _own_hint(description, of_code, requested)
    for inner in (description.get("cause"), *(description.get("errors") or ())):
        if not hint and inner:
            hint = hint_for(inner, of_code)
    return hint


def _own_hint(description: dict[str, Any], of_code: Callable[[int, bool], str], requested: bool) -> str:
    code = description.get("code")
    if not description["isError"]:
        return of_code(code, requested) if isinstance(code, int) else ""
    message = f"{description['name']}: {description['message']}"
    if message == "InternalError: stack overflow":
        return _too_deep(description["stack"])
    name = message.removeprefix("ReferenceError: '").removesuffix("' is not defined")
    if message == f"ReferenceError: '{name}' is not defined":
        return _UNDEFINED.get(name, "")
    for begin, end, hint in _MESSAGES:
        if message.startswith(begin) and (message.endswith(end) if end else message == begin):
            return hint
    return ""


def _too_deep(stack: str) -> str:
    frames = stack.strip("\n").split("\n")[:_SHOWN_FRAMES]
    own = [frame for frame in frames if "(native)" not in frame]
    if any(own.count(frame) >= _SO_OFTEN for frame in own):
        return "functions call each other too deeply: does the recursion come to an end?"
    if any(name in frames[0] for name in _DESCENDING):
        return "the value is nested too deeply for the engine"
    return "calls are nested too deeply for the engine"
