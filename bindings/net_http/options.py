"""HttpRequestOptions -> a Request value: behaviour tables 2 and 3 as decisions.md settles them. Pure.

What needs the script's objects (which overload, getters, own keys, JSON.stringify) is done in index.js; here arrive
plain values.
"""

from __future__ import annotations

from runtime.transport.request import NO_PROXY
from runtime.transport.text import ascii_lower, encode
from runtime.transport.url import host_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.transport.request import Proxy

DEFAULT_CONTENT_TYPE = "application/json"
FORM_CONTENT_TYPE = "application/x-www-form-urlencoded"

# curl takes a signed 32-bit number of ms; a device of today clamps (1.4, last row).
LONGEST_TIMEOUT = 2**31 - 1

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


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

    `default_content_type` is '' where there is none. A value of '' is sent empty; one of blanks only suppresses what
    curl would send by itself.
    """
    fields = {"content-type": default_content_type} if default_content_type else {}
    if not headers:
        return [b"content-type:" + encode(default_content_type)] if fields else []
    for name, value in zip(headers[::2], headers[1::2], strict=True):
        fields[ascii_lower(name)] = value
    lines = []
    for key, text in sorted((encode(name), encode(value)) for name, value in fields.items()):
        lines.append(key + b":" + text if text or b":" in key else key + b";")
    return lines


def proxy_of(url: str, given: Any, of_app: Proxy | None) -> Proxy | None:
    """The proxy for `url` by `usingProxy` as the op is given it, by that of the app where it is None."""
    if given is None:
        return None if of_app is None else proxy_for(url, of_app[0], of_app[1], list(of_app[2]))
    values = given.to_python()
    # A number above 2^31 - 1 comes as a float.
    return proxy_for(url, values[0], int(values[1]), values[2:]) if values else NO_PROXY


def proxy_for(url: str, host: str, port: int, exclusions: list[str]) -> Proxy:
    """The proxy of `usingProxy: {host, port, exclusionList}` for `url`, NO_PROXY where the list excludes its host."""
    if not host or is_excluded(url, exclusions):
        return NO_PROXY
    return host, port, tuple(exclusions)


def is_excluded(url: str, exclusions: list[str]) -> bool:
    """Whether the host of `url` is in an exclusion list, in which `*` stands for any text."""
    target = host_of(url)
    return any(_matches(pattern.strip(), target) for pattern in exclusions)


def _matches(pattern: str, host: str) -> bool:
    """Whether `host` matches an entry of an exclusion list, in which `*` stands for any text (2.4, NOPROXY)."""
    from fnmatch import fnmatchcase

    return bool(pattern) and fnmatchcase(host, pattern.lower().replace("[", "[[]"))


def params_of(members: list[str | None]) -> tuple[str, bool]:
    """key, value, key, value, … of `queryParams` as a query, and whether any of it needed encoding.

    A value of None is a key alone.
    """
    pairs = []
    encoded = False
    for key, value in zip(members[::2], members[1::2], strict=True):
        name = percent_encode(key or "")
        text = percent_encode(value) if value is not None else None
        encoded = encoded or name != key or text != value
        pairs.append(name if text is None else f"{name}={text}")
    return "&".join(pairs), encoded


def rebuilt_url(url: str, query: str) -> str:
    """`url` with the query of `queryParams`; with none, one that has a query gets a trailing `&` as on a device.

    A `?` with nothing behind it is left out.
    """
    base, _, old = url.partition("?")
    if not query:
        return f"{url}&" if old else base
    return f"{base}?{old}&{query}" if old else f"{base}?{query}"
