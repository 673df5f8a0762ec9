"""What to try: patterns of error messages and codes -> a sentence. Read only when an error screen is printed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Code of a failed request -> what usually helps.
_CODES = {
    401: "an argument is wrong: request() takes a url string, then an options object, a callback, or both",
    201: "the run was started with --deny; without it every permission is granted",
    2300001: "only http: and https: urls are supported",
    2300003: "is the url complete, and are blanks and other special characters in it percent-encoded?",
    2300005: "check http_proxy, https_proxy and usingProxy",
    2300006: "is the host name spelt right? --resolve HOST:PORT:ADDR maps a name to an address",
    2300007: "is a server listening there? `ohosrun serve --port N` starts one to try things on",
    2300023: "the response is larger than maxLimit, or destroy() was called while it arrived",
    2300028: "the server took longer than readTimeout or connectTimeout allow (60000 ms by default)",
    2300047: "the server redirects in a circle",
    2300052: "the server closed the connection without answering; is it https behind an http: url?",
    2300060: "the certificate is not trusted or is for another host; --cacert FILE trusts your own authority",
    2300077: "the CA bundle cannot be read; check --cacert and SSL_CERT_FILE",
    2300999: "see the note above for what curl said",
}

_EXPLAINED = range(2_300_000, 2_301_000)

# (what the message contains, what to try)
_MESSAGES = (
    ("'require' is not defined", "files are ES modules: write import ... from '...' instead of require()"),
    ("'module' is not defined", "files are ES modules: write export instead of module.exports"),
    ("'exports' is not defined", "files are ES modules: write export instead of exports"),
    ("'http' is not defined", "add the line: import http from '@ohos.net.http';"),
    ("'httpRequest' is not defined", "add the line: let httpRequest = http.createHttp();"),
    ("'httpResponseCache' is not defined", "add: let httpResponseCache = http.createHttpResponseCache();"),
    ("'window' is not defined", "there is no browser here, nor on a device"),
    ("'document' is not defined", "there is no browser here, nor on a device"),
    ("SyntaxError: stack overflow", "the JSON is nested too deeply for the engine"),
    ("stack overflow", "a function calls itself without end"),
    ("out of memory", "the script's heap is full; --memory-limit MIB sets its size"),
    ("of undefined", "the value before the dot is undefined: was it there when this line ran?"),
    ("of null", "the value before the dot is null"),
    ("not a function", "check the name, and that the value is there when this line runs"),
)


def hint_for(description: dict[str, Any]) -> str:
    """A hint for an uncaught error as errors.js describes it, or for the first of its causes that has one, or ''."""
    hint = _own_hint(description)
    for inner in (description.get("cause"), *(description.get("errors") or ())):
        if not hint and inner:
            hint = hint_for(inner)
    return hint


def _own_hint(description: dict[str, Any]) -> str:
    code = description.get("code")
    if not description["isError"]:
        if not isinstance(code, int):
            return ""
        hint = _CODES.get(code, "")
        if hint:
            return f"{hint} (ohosrun --explain {code} says more)"
        return f"ohosrun --explain {code} says what it means and what to check" if code in _EXPLAINED else ""
    message = f"{description['name']}: {description['message']}"
    for part, hint in _MESSAGES:
        if part in message:
            return hint
    return ""
