"""JavaScript expressions for the arguments and options of request(), of any shape."""

from __future__ import annotations

import json

from hypothesis import strategies as st

BOOM = "boom"
"""The message of every error that the expressions throw by themselves."""

_OPTION_NAMES = [
    "method",
    "method",
    "extraData",
    "extraData",
    "header",
    "header",
    "expectDataType",
    "usingCache",
    "priority",
    "readTimeout",
    "connectTimeout",
    "usingProtocol",
    "usingProxy",
    "maxLimit",
    "headers",
    "data",
    "timeout",
    "customMethod",
    "usingSocks5Proxy",
    "clientCert",
    "maxRedirects",
    "body",
    "queryParams",
    "sniHostName",
    "caPath",
    "caData",
    "dnsOverHttps",
    "resumeFrom",
    "resumeTo",
    "dnsServers",
    "multiFormDataList",
    "multiFormDataList",
    "certificatePinning",
    "remoteValidation",
    "tlsOptions",
    "serverAuthentication",
    "addressFamily",
    "sslType",
    "clientEncCert",
    "enablePartialChain",
    "pathPreference",
    "reuseConnections",
    "inactivityMs",
]
# Those with a host in it: any other value could lead away from this machine.
_LEADING = ("usingProxy", "usingSocks5Proxy", "dnsOverHttps")
# Of the objects that options are.
_MEMBER_NAMES = [
    "name", "contentType", "remoteFileName", "data", "data", "filePath", "certPath", "certType", "keyPath",
    "keyPassword", "publicKeyHash", "hashAlgorithm", "tlsVersionMin", "tlsVersionMax", "cipherSuites", "credential",
    "authenticationType", "username", "password",
]  # fmt: skip
_FILES = ["/not/there", "/", "/etc/hostname", "/dev/null", "a\0b", "\ud800", "", "file:///etc/hostname", "../x"]
# Not those that frame the request: a program that sets content-length or transfer-encoding by hand breaks its own.
_HEADER_NAMES = [
    "Content-Type",
    "content-type",
    "Accept",
    "accept-encoding",
    "Host",
    "Cookie",
    "Authorization",
    "User-Agent",
    "Range",
    "X-A",
    "x-a",
    ":",
    ";",
    "a:b",
    "a;",
    "@file",
    "__proto__",
    "constructor",
    "0",
    "length",
    "Ünï",
    "",
    " ",
]
_METHODS = ["GET", "HEAD", "OPTIONS", "DELETE", "TRACE", "CONNECT", "POST", "PUT", "PATCH", "get", "ö", "", " ", "GE T"]
# Every host that a request may be sent to is this machine.
_PROXY_HOSTS = [
    "127.0.0.1",
    "http://127.0.0.1",
    "https://127.0.0.1",
    "socks5://127.0.0.1",
    "[::1]",
    "user:pw@127.0.0.1",
    "unknown://127.0.0.1",
    "http://",
    "://",
    "ä.invalid",
    "",
    " ",
    "127.0.0.1\r\nX: y",
    "127.0.0.1\0",
]
_PROXY_EXCLUSIONS = ["[]", "['127.0.0.1']", "['*', 5]", "'127.0.0.1'", "{}", "['[']", "null"]

_NUMBERS = [
    "0",
    "-0",
    "1",
    "2",
    "-1",
    "1.9",
    "0.5",
    "NaN",
    "Infinity",
    "-Infinity",
    "1000",
    "1001",
    "65535",
    "70000",
    "2**31-1",
    "2**31",
    "2**32",
    "2**32+5",
    "1e300",
    "Number.MAX_SAFE_INTEGER",
]
_EXOTIC = """
undefined
null
true
false
1n
2n ** 64n
Symbol('s')
() => 1
class A {}
new Date(0)
new Date(NaN)
/x/g
new Map([['a', 'b']])
new Set([1])
new ArrayBuffer(0)
new ArrayBuffer(9)
new Uint8Array([1, 2, 3])
new Float64Array(2)
new DataView(new ArrayBuffer(2))
new String('boxed')
new Number(5)
new Boolean(false)
Object(1n)
Object(Symbol())
Promise.resolve(1)
new WeakMap()
Object.create(null)
Object.freeze({ a: 'x' })
new Proxy({}, {})
new Proxy(() => 1, {})
globalThis
(function* () {})()
new Error('e')
circular
[, 1]
new Array(1000)
'x'.repeat(200000)
http
new Proxy({}, { get() { throw new Error('boom'); }, has: () => true, ownKeys: () => ['a'] })
new Proxy([], { ownKeys() { throw new Error('boom'); } })
new Proxy({}, { getPrototypeOf() { throw new Error('boom'); } })
Proxy.revocable({}, {}).proxy
revoked
{ get a() { throw new Error('boom'); } }
{ toJSON() { throw new Error('boom'); } }
{ toString() { throw new Error('boom'); } }
{ [Symbol.toPrimitive]() { throw new Error('boom'); } }
{ toJSON: () => undefined }
{ toJSON: 1, length: 5 }
""".strip().split("\n")
_TEXTS = ["a=b&c=d", "\r\n", "\0", "?", "#", "\ud800", "\N{SNOWMAN}", "a b", "%41", "&&==", "\x7f"]
_URL_ENDS = ["", "/", "/p?x=1", "/p?", "/p#f", "/ä?ö", "/%zz", "/a b", "?", "#"]


def _array(items: list[str]) -> str:
    return f"[{', '.join(items)}]"


def _object(members: list[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"[{json.dumps(name)}]: {value}" for name, value in members) + "}"


def _members(names: st.SearchStrategy[str], values: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(names, values), max_size=most).map(_object)


def _literals(texts: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from([json.dumps(text) for text in texts])


_any_text = st.text(max_size=12).map(json.dumps) | _literals(_TEXTS)
_any_name = st.sampled_from(_HEADER_NAMES) | st.text(max_size=6)
_leaves = st.sampled_from(_NUMBERS) | st.sampled_from(_EXOTIC) | _any_text
_values = st.recursive(
    _leaves,
    lambda inner: _members(_any_name, inner, 3) | st.lists(inner, max_size=3).map(_array),
    max_leaves=5,
)
_proxies = st.sampled_from(["true", "false"]) | st.builds(
    "{{ host: {}, port: {}, exclusionList: {} }}".format,
    _literals(_PROXY_HOSTS) | st.sampled_from([*_NUMBERS, "undefined", "{}"]),
    st.sampled_from([*_NUMBERS, "'80'"]),
    st.sampled_from(_PROXY_EXCLUSIONS),
)
_socks = st.builds(
    "{{ host: {}, port: {}, exclusionList: {}, username: {}, password: {}, dnsStrategy: {} }}".format,
    _literals(["127.0.0.1", "socks5h://127.0.0.1", "", "127.0.0.1\0", "127.0.0.1\r\nX: y"]),
    st.sampled_from([*_NUMBERS, "'80'"]),
    st.sampled_from(_PROXY_EXCLUSIONS),
    _any_text,
    _any_text,
    st.sampled_from(["undefined", "0", "1", "{}"]),
)
_parts = _members(st.sampled_from(_MEMBER_NAMES), _any_text | _literals(_FILES) | _values, 5)
_fitting = {
    "customMethod": _literals(_METHODS),
    "usingSocks5Proxy": _socks,
    "dnsOverHttps": _literals(["https://127.0.0.1:1/", "http://127.0.0.1:1/", "", "a\0b", "127.0.0.1:1"]),
    "caPath": _literals(_FILES),
    "multiFormDataList": st.lists(_parts, max_size=4).map(_array),
    "clientCert": _parts,
    "certificatePinning": _parts | st.lists(_parts, max_size=3).map(_array),
    "tlsOptions": _parts,
    "serverAuthentication": _parts,
    "queryParams": _members(_any_name, _values, 4),
    "remoteValidation": st.sampled_from(["'skip'", "'system'", "() => true", "async () => { throw 1; }"]),
    "addressFamily": _literals(["ONLY_V4", "ONLY_V6", "DEFAULT"]),
    "sslType": _literals(["TLS", "TLCP"]),
    "resumeFrom": st.sampled_from(_NUMBERS),
    "resumeTo": st.sampled_from(_NUMBERS),
    "method": _literals(_METHODS),
    # Often a form.
    "header": _members(_any_name, _any_text | _leaves, 5)
    | st.sampled_from(["{ 'Content-Type': 'multipart/form-data' }", "{ 'content-type': 'Multipart/Form-Data', x: 5 }"]),
    "usingProxy": _proxies,
}


@st.composite
def options(draw: st.DrawFn) -> str:
    """An expression for the options: mostly an object with some of its members as they should be."""
    members = []
    for name in draw(st.lists(st.sampled_from(_OPTION_NAMES), max_size=6)):
        fitting = name in _LEADING or draw(st.booleans())
        members.append(f"{name}: {draw(_fitting.get(name, _values) if fitting else _leaves | _values)}")
    text = "{ " + ", ".join(members) + " }"
    match draw(st.sampled_from(["plain"] * 6 + ["inherited", "getters", "array", "frozen", "exotic"])):
        case "inherited":
            return f"Object.create({text})"
        case "getters":
            return f"new Proxy({text}, {{ get: (target, name) => target[name], has: () => true }})"
        case "array":
            return f"Object.assign([1, 2], {text})"
        case "frozen":
            return f"Object.freeze({text})"
        case "exotic":
            return draw(_leaves)
    return text


def methods() -> st.SearchStrategy[str]:
    """The name of what is called."""
    return st.sampled_from(["request", "request", "requestInStream", "requestSync"])


@st.composite
def arguments(draw: st.DrawFn) -> list[str]:
    """Expressions for the arguments of request(); `url` and `callback` are names the program declares."""
    url = f"url + {json.dumps(draw(st.sampled_from(_URL_ENDS)))}"
    if not draw(st.integers(0, 9)):
        url = draw(st.sampled_from(["''", "'http://'", "'x:y'", "5"]))
    match draw(st.sampled_from(["promise", "promise", "callback", "callback", "url", "any"])):
        case "promise":
            return [url, draw(options())]
        case "callback":
            return [url, draw(options()), "callback"]
        case "url":
            return [url]
    items = st.sampled_from(["url", "callback", "undefined", "null", "{}", "[]", "() => 1"]) | options()
    return draw(st.lists(items, max_size=4))
