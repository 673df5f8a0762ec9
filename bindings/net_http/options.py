"""HttpRequestOptions -> a Request value: behaviour tables 2 and 3 as decisions.md settles them. Pure.

What needs the script's objects (which overload, getters, own keys, JSON.stringify) is done in index.js; here arrive
plain values.
"""

from __future__ import annotations

GET_LIKE = ("GET", "HEAD", "OPTIONS", "DELETE", "TRACE", "CONNECT")

DEFAULT_CONTENT_TYPE = "application/json"
FORM_CONTENT_TYPE = "application/x-www-form-urlencoded"
LARGEST_PORT = 65535

# curl takes a signed 32-bit number of ms; a device of today clamps (1.4, last row).
LONGEST_TIMEOUT = 2**31 - 1

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

PROXY_FROM_ENVIRONMENT = None
NO_PROXY = ("", 0, ())


class Request:
    """What the client is asked to send. Times are ms, sizes bytes; 0 is "no limit" for times."""

    __slots__ = (
        "body",
        "connect_timeout",
        "expected",
        "header_lines",
        "max_limit",
        "method",
        "priority",
        "protocol",
        "proxy",
        "read_timeout",
        "url",
    )

    def __init__(
        self,
        *,
        url: bytes,
        method: bytes,
        header_lines: list[bytes],
        body: bytes | None,
        expected: int,
        priority: int,
        read_timeout: int,
        connect_timeout: int,
        protocol: int,
        proxy: tuple[str, int, tuple[str, ...]] | None,
        max_limit: int,
    ) -> None:
        self.url = url
        self.method = method
        self.header_lines = header_lines
        self.body = body
        self.expected = expected
        self.priority = priority
        self.read_timeout = read_timeout
        self.connect_timeout = connect_timeout
        self.protocol = protocol
        self.proxy = proxy
        self.max_limit = max_limit


def encode(text: str) -> bytes:
    """`text` as UTF-8; a lone surrogate becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def percent_encode(text: str) -> str:
    """Every byte of the UTF-8 form but `A-Z a-z 0-9 - . _ ~` as %XX (behaviour tables 3, encoding)."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in encode(text))


def query_of(members: list[str]) -> tuple[str, bool]:
    """key, value, key, value, … as a query, and whether any of it needed encoding (C18).

    Members with an empty key or value are skipped.
    """
    pairs = []
    encoded = False
    for key, value in zip(members[::2], members[1::2], strict=True):
        if key and value:
            pair = f"{percent_encode(key)}={percent_encode(value)}"
            encoded = encoded or len(pair) != len(key) + len(value) + 1
            pairs.append(pair)
    return "&".join(pairs), encoded


def compose_url(url: str, query: str | None) -> str:
    """`url` with `query` added (behaviour tables 3, URL composition); None: there was no extraData, leave it (C19)."""
    if query is None:
        return url
    base, _, old = url.partition("?")
    if not query:
        # The device adds the `&` of an empty addition too; C19 leaves the URL as it is.
        return url if old or not url.endswith("?") else base
    return f"{base}?{old}&{query}" if old else f"{base}?{query}"


def header_lines(headers: list[str], default_content_type: str) -> list[bytes]:
    """curl's header lines for name, value, name, value, …: lower case, one a name, sorted (2.3).

    A value of '' is sent empty; one of blanks only suppresses what curl would send by itself.
    """
    if not headers:
        return [b"content-type:" + encode(default_content_type)]
    fields = {"content-type": default_content_type}
    for name, value in zip(headers[::2], headers[1::2], strict=True):
        fields[ascii_lower(name)] = value
    lines = []
    for key, text in sorted((encode(name), encode(value)) for name, value in fields.items()):
        lines.append(key + b":" + text if text or b":" in key else key + b";")
    return lines


def ascii_lower(text: str) -> str:
    """`text` with A-Z in lower case and nothing else changed."""
    if text.isascii():
        return text.lower()
    return "".join(chr(ord(char) + 32) if "A" <= char <= "Z" else char for char in text)


def proxy_for(url: str, host: str, port: int, exclusions: list[str]) -> tuple[str, int, tuple[str, ...]]:
    """The proxy of `usingProxy: {host, port, exclusionList}` for `url`, NO_PROXY where the list excludes its host."""
    target = host_of(url)
    if not host or any(_matches(pattern.strip(), target) for pattern in exclusions):
        return NO_PROXY
    return host, port, tuple(exclusions)


def authority_span(url: str) -> tuple[int, int]:
    """Where the authority of `url` begins and ends, as curl reads it.

    One to three slashes follow a scheme; without one it is the beginning (1.4).
    """
    start = url.find(":") + 1
    if url[start : start + 1] != "/" or any(char in url[:start] for char in "/?#@"):
        start = 0
    if start or url.startswith("//"):
        start += len(url[start:]) - len(url[start:].lstrip("/"))
    return start, min((at for at in (url.find(char, start) for char in "/?#") if at >= 0), default=len(url))


def host_of(url: str) -> str:
    """The host of `url` in lower case without port, credentials and brackets; '' if it has none."""
    start, end = authority_span(url)
    authority = url[start:end].rpartition("@")[2]
    if authority.startswith("["):
        return authority[1:].partition("]")[0].lower()
    return authority.partition(":")[0].lower()


def _matches(pattern: str, host: str) -> bool:
    """Whether `host` matches an entry of an exclusion list, in which `*` stands for any text (2.4, NOPROXY)."""
    from fnmatch import fnmatchcase

    return bool(pattern) and fnmatchcase(host, pattern.lower().replace("[", "[[]"))
