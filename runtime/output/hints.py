"""What to try: patterns of error messages and codes -> a sentence. Read only when an error screen is printed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Code of a failed request -> what usually helps.
_CODES = {
    201: "the run was started with --deny; without it every permission is granted",
    2300001: "only http: and https: urls are supported",
    2300003: "is the url complete, and are blanks and other special characters in it percent-encoded?",
    2300005: "check http_proxy, https_proxy and usingProxy",
    2300006: "is the host name spelt right? --resolve HOST:PORT:ADDR maps a name to an address",
    2300007: "is a server listening there? `ohosrun serve --port N` starts one to try things on",
    2300023: "the response is larger than maxLimit, or destroy() was called while it arrived",
    2300028: "the server took longer than readTimeout or connectTimeout allow (60000 ms by default)",
    2300047: "the server redirects in a circle, or more often than maxRedirects allows (30 times by default)",
    2300052: "the server closed the connection without answering; is it https behind an http: url?",
    2300060: "the certificate is not trusted, out of date or for another host; --cacert FILE trusts your own authority",
    2300077: "certificates cannot be read; check --cacert, SSL_CERT_FILE and caData",
    2300999: "a note says why, unless it was silenced by --quiet",
}

_EXPLAINED = range(2_300_000, 2_301_000)

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


def hint_for(description: dict[str, Any], *, requested: bool = False) -> str:
    """A hint for an uncaught error as errors.js describes it, or for the first of its causes that has one, or ''.

    `requested`: whether a module has made it, and not the script.
    """
    hint = _own_hint(description, requested)
    for inner in (description.get("cause"), *(description.get("errors") or ())):
        if not hint and inner:
            hint = hint_for(inner)
    return hint


def _own_hint(description: dict[str, Any], requested: bool) -> str:
    code = description.get("code")
    if not description["isError"]:
        # A small code that the script itself has thrown may mean anything.
        if not isinstance(code, int) or not (code in _EXPLAINED or requested):
            return ""
        hint = _CODES.get(code, "")
        if hint:
            return f"{hint} (ohosrun --explain {code} says more)"
        return f"ohosrun --explain {code} says what it means and what to check" if code in _EXPLAINED else ""
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
